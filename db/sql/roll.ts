/** Who is on a roll on a day, as a condition: for statements of the builder, and for those written by hand. */
import { and, gte, isNull, lte, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { enrolments } from '#db/schema';
import { sqlText } from './values';

type Days = { fromDay: SQLiteColumn; untilDay: SQLiteColumn };

/** A range of days that has begun by the day and does not end before it. Days are `YYYY-MM-DD`; no last day is no end.
 *  @param enrolment `enrolments` or an alias of it */
export function isOnRoll(day: string | SQLWrapper, enrolment: Days = enrolments): SQL {
  const { fromDay, untilDay } = enrolment;
  return and(lte(fromDay, day), or(isNull(untilDay), gte(untilDay, day))) as SQL;
}

/** The same as text.
 *  @param enrolment alias of `enrolments`  @param day SQL expression of the day */
export function onRollSql(enrolment: string, day: string): string {
  return sqlText(isOnRoll(sql.raw(day), alias(enrolments, enrolment)));
}
