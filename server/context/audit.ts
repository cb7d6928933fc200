/** The audit log of what people did besides marks: statements that ride in the same batch as the change they tell of. */
import { type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { auditEvents, users } from '#db/schema';
import { ONE_ROW, rowOf } from '#db/sql/values';
import type { Services, Write } from './context';

export const AUDIT_ACTIONS = [
  'register.opened',
  'register.closed',
  'register.reopened',
  'check-in.extended',
  'check-in.ended',
  'check-in.code-renewed',
  'head-count.set',
  'claim.settled',
  'class-session.added',
  'class-session.cancelled',
  'class-session.moved',
  'class-session.restored',
  'term.created',
  'term.edited',
  'term.archived',
  'term.restored',
  'closure.created',
  'closure.edited',
  'closure.deleted',
  'closure.imported',
  'slot.created',
  'slot.edited',
  'slot.deleted',
  'user.approved',
  'user.rejected',
  'user.signed-up',
  'user.address-confirmed',
  'user.name-approved',
  'user.name-declined',
  'user.added',
  'user.edited',
  'user.role-changed',
  'user.suspended',
  'user.reactivated',
  'user.archived',
  'user.restored',
  'user.approval-withdrawn',
  'user.deleted',
  'department.added',
  'department.edited',
  'department.archived',
  'department.restored',
  'department.deleted',
  'course.added',
  'course.edited',
  'course.archived',
  'course.restored',
  'course.deleted',
  'section.added',
  'section.edited',
  'section.archived',
  'section.restored',
  'section.deleted',
  'section.staff-added',
  'section.staff-removed',
  'enrolment.added',
  'enrolment.changed',
  'enrolment.moved',
  'enrolment.removed',
  'settings.changed',
  'administrator.created',
  'cards.issued',
  'user.invited',
  'user.joined',
  'user.reset-link',
  'password.changed',
  'password.reset',
  'profile.edited',
  'passkey.added',
  'passkey.removed',
  'device.revoked',
  'correction.requested',
  'correction.approved',
  'correction.declined',
  'leave.requested',
  'leave.approved',
  'leave.declined',
  'leave.withdrawn',
  'reason-code.added',
  'reason-code.edited',
  'reason-code.archived',
  'reason-code.restored',
  'reason-code.reordered',
  'import.applied',
  'import.undone',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did it, by values or by the columns of the rows an entry is written for. */
type Who = { id: number | SQLiteColumn | null; name: string | SQLiteColumn; role: string | SQLiteColumn };

/** Muster itself, as in jobs. */
export const MUSTER: Who = { id: null, name: 'Muster', role: 'system' };

/** A context of somebody signed in, or one with the actor put in: `{ ...ctx, actor }`. */
type AuditContext = Pick<Services, 'db' | 'now'> & { actor: Who };

type Entry = {
  action: AuditAction;
  /** Noun and id of what it happened to, e.g. `class-session:12`, or SQL for that. */
  subject: string | SQL;
  /** What else there is to know, or SQL for a JSON object of it. */
  detail?: Record<string, unknown> | SQL;
};

/** Writes an entry for each row of a table. Subject, detail and actor may name its columns.
 *  @param where which rows, as they are before the statements that follow in the batch */
export function auditEach(ctx: AuditContext, entry: Entry, from: SQLiteTable | SQL, where: SQL): Write {
  const { actor, now, db } = ctx;
  const { action, subject, detail = {} } = entry;
  const row = rowOf(auditEvents, {
    at: now(),
    action,
    subject,
    detail,
    actorId: actor.id,
    actorName: actor.name,
    actorRole: actor.role,
  });
  return db.insert(auditEvents).select(db.select(row).from(from).where(where));
}

/** Writes the entry when the statement before it in the batch changed a row. */
export function auditChange(ctx: AuditContext, entry: Entry): Write {
  return auditEach(ctx, entry, ONE_ROW, sql`changes() > 0`);
}

/** Writes the entry about the row that the statement before it in the batch has just added under a new id.
 *  @param noun what its subject begins with, e.g. `course` */
export function auditAdded(ctx: AuditContext, { noun, ...entry }: Omit<Entry, 'subject'> & { noun: string }): Write {
  return auditChange(ctx, { ...entry, subject: sql`${`${noun}:`} || last_insert_rowid()` });
}

/** Writes an entry about everybody a batch is about to change, with name and role as they are now. Comes before the change.
 *  @param where condition on `users`: whom the statements after it change */
export function auditPeople(ctx: AuditContext, { where, ...entry }: Omit<Entry, 'subject'> & { where: SQL }): Write {
  const { id, name, role } = users;
  const detail = sql`json_object('name', ${name}, 'role', ${role})`;
  return auditEach(ctx, { detail, ...entry, subject: sql`'user:' || ${id}` }, users, where);
}
