/** Who is on a roll on a day, as a condition: for statements of the builder, and for those written by hand. */
import { and, gte, isNull, lte, or, type SQL, type SQLWrapper } from 'drizzle-orm';
import { enrolments } from '#db/schema';

/** A range of days that has begun by the day and does not end before it. Days are `YYYY-MM-DD`; no last day is no end.
 *  @param enrolment alias of `enrolments`  @param day SQL expression of the day */
export function onRollSql(enrolment: string, day: string): string {
  return `${enrolment}.from_day <= ${day} and (${enrolment}.until_day is null or ${enrolment}.until_day >= ${day})`;
}

/** The same, for the builder.
 *  @param enrolment `enrolments` or an alias of it */
export function isOnRoll(day: string | SQLWrapper, enrolment: Pick<typeof enrolments, 'fromDay' | 'untilDay'> = enrolments): SQL {
  const { fromDay, untilDay } = enrolment;
  return and(lte(fromDay, day), or(isNull(untilDay), gte(untilDay, day))) as SQL;
}
