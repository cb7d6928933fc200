/** The amendments of a register: shapes, and what an amendment is. */
import type { MarkChange } from './attendance-view';
import type { ClassSessionView } from './register';

/** What stood for a student before, and what was entered in its place. */
export type Amendment = MarkChange & { id: number; studentId: number; name: string };

/** In the order of names and then of time. */
export type AmendmentSheet = { classSession: ClassSessionView; amendments: Amendment[]; serverNow: number };

/** Whether a change put another entry in the place of one that stood. England's regulations on pupil registers ask for exactly these:
 *  the original entry, the amended entry, the reason, the date, and name and role of who made it. */
export function isAmendment({ from, to }: Pick<MarkChange, 'from' | 'to'>): boolean {
  return from !== null && from !== to;
}
