/** The audit log of what people did besides marks: statements that ride in the same batch as the change they tell of. */
import { type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { auditEvents, users } from '#db/schema';
import { ONE_ROW, rowOf } from '#db/sql/values';
import type { AuditAction, AuditFacts, PersonFacts } from '#domain/audit/audit';
import type { Services, Write } from './context';

/** Who did it, by values or by the columns of the rows an entry is written for. */
type Who = { id: number | SQLiteColumn | null; name: string | SQLiteColumn; role: string | SQLiteColumn };

/** Muster itself, as in jobs. */
export const MUSTER: Who = { id: null, name: 'Muster', role: 'system' };

/** A context of somebody signed in, or one with the actor put in: `{ ...ctx, actor }`. */
type AuditContext = Pick<Services, 'db' | 'now'> & { actor: Who };

type Detail<Facts> = Facts | SQL;

/** What else there is to know, or SQL for a JSON object of it; nothing where the action has nothing to tell. */
type Telling<Action extends AuditAction> =
  Record<never, never> extends AuditFacts<Action>
    ? { detail?: Detail<AuditFacts<Action>> }
    : { detail: Detail<AuditFacts<Action>> };

type Entry<Action extends AuditAction> = Telling<Action> & {
  action: Action;
  /** Noun and id of what it happened to, e.g. `class-session:12`, or SQL for that. */
  subject: string | SQL;
};

/** Writes an entry for each row of a table. Subject, detail and actor may name its columns.
 *  @param where which rows, as they are before the statements that follow in the batch */
export function auditEach<Action extends AuditAction>(
  ctx: AuditContext,
  entry: Entry<Action>,
  from: SQLiteTable | SQL,
  where: SQL,
): Write {
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
export function auditChange<Action extends AuditAction>(ctx: AuditContext, entry: Entry<Action>): Write {
  return auditEach(ctx, entry, ONE_ROW, sql`changes() > 0`);
}

type Added<Action extends AuditAction> = Telling<Action> & { action: Action; noun: string };

/** Writes the entry about the row that the statement before it in the batch has just added under a new id.
 *  @param entry.noun what its subject begins with, e.g. `course` */
export function auditAdded<Action extends AuditAction>(ctx: AuditContext, entry: Added<Action>): Write {
  return auditChange(ctx, { ...entry, subject: sql`${`${entry.noun}:`} || last_insert_rowid()` });
}

/** Name and role suffice for what tells no more. */
type TellingOfPeople<Action extends AuditAction> =
  PersonFacts extends AuditFacts<Action> ? { detail?: Detail<AuditFacts<Action>> } : Telling<Action>;

type OfPeople<Action extends AuditAction> = TellingOfPeople<Action> & { action: Action; where: SQL };

/** Writes an entry about everybody a batch is about to change, with name and role as they are now. Comes before the change.
 *  @param entry.where condition on `users`: whom the statements after it change */
export function auditPeople<Action extends AuditAction>(ctx: AuditContext, entry: OfPeople<Action>): Write {
  const { id, name, role } = users;
  const { action, where, detail = sql`json_object('name', ${name}, 'role', ${role})` } = entry;
  return auditEach(ctx, { action, detail, subject: sql`'user:' || ${id}` }, users, where);
}
