/** The audit log as administrators read it: changes of marks and administrative acts in one list. What is asked of it, and its rows. */
import { z } from 'zod';
import { UserId } from '#domain/person/user';
import { Day } from '#domain/time';
import { AUDIT_ACTIONS, type AuditAction } from './audit';

/** What a change of a mark is called among the actions. */
export const MARK_CHANGED = 'mark.changed';
export type LoggedAction = AuditAction | typeof MARK_CHANGED;
export const LOGGED_ACTIONS: readonly LoggedAction[] = [MARK_CHANGED, ...AUDIT_ACTIONS];

/** Rows of a page, and the most that a file is read by at a time. */
const PAGE = 50;
export const MOST_ROWS = 500;

const Id = z.number().int().positive();

/** Whose entry, of which table; each numbers its own. */
const EntryId = z.string().regex(/^(mark|audit)-\d{1,15}$/);

/** What is left out narrows nothing. Days are the school's, both included. */
export const AuditFilter = z.object({
  /** About whom. */
  personId: UserId.nullish(),
  sectionId: Id.nullish(),
  /** By whom. */
  actorId: UserId.nullish(),
  action: z.enum(LOGGED_ACTIONS).nullish(),
  from: Day.nullish(),
  until: Day.nullish(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** `after` is `next` of the page before. */
export const AuditListInput = AuditFilter.extend({
  after: EntryId.nullish(),
  limit: z.number().int().min(1).max(MOST_ROWS).default(PAGE),
});
export type AuditListInput = z.infer<typeof AuditListInput>;

/** What an entry is about. `name` is null for what is gone, and for the school itself; `startsAt` is a class session's. */
export type AuditSubject = { kind: string; id: number | null; name: string | null; startsAt: number | null };

/** One entry. Its action and facts are as they were written, by whatever version; `readAuditDetail` reads them. */
export type AuditRow = {
  id: string;
  at: number;
  /** Null is Muster itself, or somebody before they were known. */
  actorId: number | null;
  /** Name and role at that time. */
  actorName: string;
  actorRole: string;
  action: string;
  subject: AuditSubject;
  /** Whom it concerns, where that is not the subject. */
  person: { id: number; name: string | null } | null;
  facts: Record<string, unknown>;
};

export type AuditPage = { rows: AuditRow[]; next: string | null };
