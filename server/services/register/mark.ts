/**
 * The one statement that writes a mark, whoever sets it. Its text is composed once, when the process starts; written by hand, because
 * a check-in cannot wait for a builder, and the builder knows no select of expressions that ends in an upsert.
 * Precedence (`attendance` of the domain) is a condition on `attendance`, the mark that stands, and `excluded`, the one that comes.
 */
import { toSnakeCase } from '#db/columns';
import { sqlTexts } from '#db/query';
import type { attendance } from '#db/schema';
import { LIFTED_BY_ARRIVAL, replacedBy } from '#domain/register/attendance';

/** For marks by staff. Teachers and assistants do not replace an administrator's. */
export const IS_OPEN_TO_STAFF = `(attendance.status is null or attendance.source in (${sqlTexts(replacedBy('teacher'))})
  or excluded.source = 'admin')`;

/** For check-ins and badges: `isOpenToArrival` of the domain. */
export const IS_OPEN_TO_ARRIVAL = `(attendance.status is null or attendance.source in (${sqlTexts(LIFTED_BY_ARRIVAL)}))`;

type Column = Exclude<keyof typeof attendance.$inferSelect, 'version'>;
/** What a mark may be without. */
type Optional = 'note' | 'reason' | 'reasonCodeId' | 'claimId' | 'actionId' | 'actorId';

/** SQL of each column of a mark. */
type MarkSql = Record<Exclude<Column, Optional>, string> & Partial<Record<Optional, string>>;

/** Set by Muster itself. */
export const BY_MUSTER = { actorName: `'Muster'`, actorRole: `'system'` };

/** Set by the actor, with the id of the action. Takes `:actionId`, `:actorId`, `:actorName` and `:actorRole`. */
export const BY_ACTOR = { actionId: ':actionId', actorId: ':actorId', actorName: ':actorName', actorRole: ':actorRole' };

const NOTHING: Record<Optional, string> = {
  note: 'null',
  reason: 'null',
  reasonCodeId: 'null',
  claimId: 'null',
  actionId: 'null',
  actorId: 'null',
};

/** What stands is replaced column by column, but a note stays until there is another. */
function replaced(column: string): string {
  return column === 'note' ? 'note = coalesce(excluded.note, attendance.note)' : `${column} = excluded.${column}`;
}

/** SQL that sets marks, new or in the place of those that stand. Versions start at 1 and rise by one.
 *  @param set.mark what each is made of, in terms of `from`; what is left out is null
 *  @param set.from where the marks come from, with its condition: `from … where …`, or a condition alone
 *  @param set.replaces which marks that stand give way; all, when left out */
export function setMark({ mark, from, replaces = 'true' }: { mark: MarkSql; from: string; replaces?: string }): string {
  const row = Object.entries({ ...NOTHING, ...mark }).map(([name, value]) => ({ column: toSnakeCase(name), value }));
  const columns = row.map(({ column }) => column);
  const changing = columns.filter((column) => column !== 'class_session_id' && column !== 'student_id');
  return `insert into attendance (version, ${columns.join(', ')}) select 1, ${row.map(({ value }) => value).join(', ')} ${from}
    on conflict (class_session_id, student_id) do update set version = attendance.version + 1, ${changing.map(replaced).join(', ')}
    where ${replaces}`;
}
