/** What staff look for from anywhere: people and classes that they may see. */

import { z } from 'zod';
import type { Role } from '#domain/person/user';

/** Of each kind at most: more is not read, but typed on. */
export const MOST_FOUND = 6;

export const FindInput = z.object({ search: z.string().trim().min(1).max(100) });
export type FindInput = z.infer<typeof FindInput>;

/** `sectionId` is one of the reader's classes that a student is in; null for administrators, who see everybody. */
export type FoundPerson = {
  id: number;
  name: string;
  email: string;
  role: Role;
  photoAt: number | null;
  sectionId: number | null;
};

export type FoundSection = { id: number; courseTitle: string; courseCode: string; sectionCode: string };

export type Found = { people: FoundPerson[]; sections: FoundSection[] };
