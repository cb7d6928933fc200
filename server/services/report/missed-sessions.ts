/** The class sessions behind the figures of a page of students. */
import { and, between, eq, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import { attendance, classSessions } from '#db/schema';
import { isInScope, type ReadableScope } from '#db/sql/report-scope';
import { isEnrolledThen } from '#db/sql/tally';
import type { Counting } from '#domain/correction/reason-code';
import { countedAs } from '#domain/rate';
import { STATUSES, type Status } from '#domain/register/attendance';
import { presenceOf, type RateRules } from '#domain/report/figures';
import type { DayRange, Missed } from '#domain/report/report-filter';
import type { ActorContext } from '#server/context/context';
import { type MarkColumns, markAt } from './as-at';

export type IsMark = (status: Status, reason: Counting | null) => boolean;

/** Which marks are of class sessions that were missed. */
export function isMissedBy(rules: RateRules, missed: Missed): IsMark {
  if (missed === 'any') return (status, reason) => presenceOf(status, reason) === 'missed';
  return (status, reason) => countedAs(status, rules, reason) === 'absent';
}

/** Marks of which the rule says so, as a condition. */
export function isMark({ reasons }: RateRules, rule: IsMark, mark: MarkColumns): SQL | undefined {
  const known = [...reasons.keys()];
  const plain = STATUSES.filter((status) => rule(status, null));
  const hasNoRule = known.length > 0 ? sql`coalesce(${mark.reasonCodeId}, 0) not in ${known}` : undefined;
  const coded = [...reasons].flatMap(([id, counting]) =>
    STATUSES.filter((status) => rule(status, counting)).map((status) => and(eq(mark.reasonCodeId, id), eq(mark.status, status))),
  );
  return or(and(inArray(mark.status, plain), hasNoRule), ...coded);
}

type Asked = { rules: RateRules; scope: ReadableScope; range: DayRange; studentIds: readonly number[] };

/** Of each student with such a mark the ids of its held class sessions, oldest first. */
export async function missedSessions({ db }: ActorContext, asked: Asked, rule: IsMark): Promise<Map<number, number[]>> {
  const { rules, scope, range, studentIds } = asked;
  const { id, sectionId, startsAt, day, isHeld } = classSessions;
  const isHeldThen = and(between(day, range.from, range.until), eq(isHeld, true), isInScope(db, scope, sectionId));
  const isTheirs = and(
    inArray(attendance.studentId, [...studentIds]),
    isNotNull(attendance.status),
    isMark(rules, rule, markAt(undefined)),
  );
  const inOrder = sql<string>`json_group_array(${id} order by ${startsAt}, ${id})`;
  const found = await db
    .select({ studentId: attendance.studentId, ids: inOrder })
    .from(attendance)
    .innerJoin(classSessions, eq(id, attendance.classSessionId))
    .where(and(isTheirs, isHeldThen, isEnrolledThen(db, attendance.studentId)))
    .groupBy(attendance.studentId);
  return new Map(found.map(({ studentId, ids }) => [studentId, JSON.parse(ids) as number[]]));
}
