/** Lists of students: frequent absentees, the chronically absent, and those whose rate falls fastest. A page at a time by key, written by
 *  hand as far as what it ranks by. */
import { and, type SQL, sql } from 'drizzle-orm';
import type { ReadableScope } from '#db/sql/report-scope';
import type { Counting } from '#domain/correction/reason-code';
import { CHRONIC_SHARE, creditOf, MINIMUM_POSSIBLE } from '#domain/rate';
import type { Status } from '#domain/register/attendance';
import { presenceOf } from '#domain/report/figures';
import type { AbsenteesInput, DayRange } from '#domain/report/report-filter';
import type { AbsenteePage, ChronicPage, FallingPage } from '#domain/report/report-view';
import { addDays, dayAt, MONDAY, weekStart } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { isMissedBy, missedSessions } from './missed-sessions';
import { paged, readAfter } from './page-key';
import { loadRules, type ReportRules, readableScope } from './rules';
import { studentSums } from './student-sums';

const PAGE = 25;

/** A Monday before any school's first day here. */
const FIRST_DAY = '1970-01-05';

/** Weeks whose rate is held against that of as many before. */
const WEEKS_COMPARED = 4;

type Asked = { rules: ReportRules; scope: ReadableScope; range: DayRange };

/** Until the end of this week, unless said otherwise: whole weeks are read fastest, and nothing is held ahead. */
async function askedOf(ctx: ActorContext, input: AbsenteesInput): Promise<Asked> {
  const [rules, scope] = await Promise.all([loadRules(ctx), readableScope(ctx, input)]);
  const endOfWeek = addDays(weekStart(dayAt(ctx.now(), rules.settings.zone), MONDAY), 6);
  return { rules, scope, range: { from: input.since ?? FIRST_DAY, until: input.until ?? endOfWeek } };
}

type ListRow = { studentId: number; name: string };

/** A page of a ranking, of people who are still here. `rank` rises from the worst; ids break ties.
 *  @param list.where of the sums, and behind the page before */
function rankedPage({ sums, columns, where, rank }: { sums: SQL; columns: SQL; where: SQL | undefined; rank: SQL }): SQL {
  return sql`select s.student_id "studentId", u.name, ${columns} from (${sums}) s
    join users u on u.id = s.student_id and u.archived_at is null
    where ${where} order by ${rank}, s.student_id limit ${PAGE + 1}`;
}

/** Students whose own rate is under the school's line, worst first. `missed` counts the marks that cost them the rate, and
 *  `classSessionIds` are their class sessions.
 *  @throws AppError `not-found` for a section that the actor may not know of, `invalid` for an `after` that no page gave */
export async function listFrequentAbsentees(ctx: ActorContext, input: AbsenteesInput): Promise<AbsenteePage> {
  const asked = await askedOf(ctx, input);
  const { rules } = asked;
  const isMissed = isMissedBy(rules, 'rate');
  const sums = studentSums(ctx.db, {
    ...asked,
    weights: {
      missed: (status, reason) => Number(isMissed(status, reason)),
      earned: (status, reason) => creditOf(status, rules, reason).earned,
      possible: (status, reason) => creditOf(status, rules, reason).possible,
    },
  });
  const after = readAfter(input.after, 3);
  const isBehind = after
    ? sql`(1.0 * earned / possible, s.student_id) > (1.0 * ${after[0]} / ${after[1]}, ${after[2]})`
    : undefined;
  const isBelow = sql`possible >= ${MINIMUM_POSSIBLE * 100} and earned * 1000 < ${rules.threshold} * possible`;
  const found = await ctx.db.all<ListRow & { missed: number; earned: number; possible: number }>(
    rankedPage({
      sums,
      columns: sql`missed, earned, possible`,
      where: and(isBelow, isBehind),
      rank: sql`1.0 * earned / possible`,
    }),
  );
  const { rows, next } = paged(found, PAGE, ({ earned, possible, studentId }) => [earned, possible, studentId]);
  const behind = await missedSessions(ctx, { ...asked, studentIds: rows.map(({ studentId }) => studentId) }, isMissed);
  return { rows: rows.map((row) => ({ ...row, classSessionIds: behind.get(row.studentId) ?? [] })), next };
}

/** Students who missed a tenth or more, excused or not, worst first.
 *  @throws AppError as `listFrequentAbsentees` */
export async function listChronic(ctx: ActorContext, input: AbsenteesInput): Promise<ChronicPage> {
  const asked = await askedOf(ctx, input);
  const isMissed = isMissedBy(asked.rules, 'any');
  const sums = studentSums(ctx.db, {
    ...asked,
    weights: {
      missed: (status, reason) => Number(isMissed(status, reason)),
      total: (status, reason) => Number(presenceOf(status, reason) !== 'out'),
    },
  });
  const after = readAfter(input.after, 3);
  const isBehind = after
    ? sql`(-1.0 * missed / total, s.student_id) > (-1.0 * ${after[0]} / ${after[1]}, ${after[2]})`
    : undefined;
  const isChronic = sql`missed > 0 and missed * ${CHRONIC_SHARE} >= total`;
  const found = await ctx.db.all<ListRow & { missed: number; total: number }>(
    rankedPage({
      sums,
      columns: sql`missed, total`,
      where: and(isChronic, isBehind),
      rank: sql`-1.0 * missed / total`,
    }),
  );
  const { rows, next } = paged(found, PAGE, ({ missed, total, studentId }) => [missed, total, studentId]);
  return { rows: rows.map(({ total, ...row }) => ({ ...row, all: total })), next };
}

/** Students whose rate of the last four weeks, this one included, is furthest below that of the four weeks before. Both have enough class
 *  sessions to say so.
 *  @throws AppError as `listFrequentAbsentees` */
export async function listFalling(ctx: ActorContext, input: AbsenteesInput): Promise<FallingPage> {
  const { rules, scope, range } = await askedOf(ctx, input);
  const start = addDays(weekStart(range.until, MONDAY), -7 * (WEEKS_COMPARED - 1));
  const now = { from: start, until: addDays(start, 7 * WEEKS_COMPARED - 1) };
  const before = { from: addDays(start, -7 * WEEKS_COMPARED), until: addDays(start, -1) };
  const weights = {
    earned: (status: Status, reason: Counting | null) => creditOf(status, rules, reason).earned,
    possible: (status: Status, reason: Counting | null) => creditOf(status, rules, reason).possible,
  };
  const of = (part: DayRange) => studentSums(ctx.db, { rules, scope, range: part, weights });
  const sums = sql`select n.student_id, n.earned, n.possible, b.earned earned_before, b.possible possible_before
    from (${of(now)}) n join (${of(before)}) b on b.student_id = n.student_id`;
  const rank = sql`1.0 * earned / possible - 1.0 * earned_before / possible_before`;
  const after = readAfter(input.after, 5);
  const isBehind = after
    ? sql`(${rank}, s.student_id) > (1.0 * ${after[0]} / ${after[1]} - 1.0 * ${after[2]} / ${after[3]}, ${after[4]})`
    : undefined;
  const least = MINIMUM_POSSIBLE * 100;
  const isFalling = sql`possible >= ${least} and possible_before >= ${least} and earned * possible_before < earned_before * possible`;
  const found = await ctx.db.all<ListRow & Record<'earned' | 'possible' | 'earned_before' | 'possible_before', number>>(
    rankedPage({
      sums,
      columns: sql`earned, possible, earned_before, possible_before`,
      where: and(isFalling, isBehind),
      rank,
    }),
  );
  const { rows, next } = paged(found, PAGE, (row) => [
    row.earned,
    row.possible,
    row.earned_before,
    row.possible_before,
    row.studentId,
  ]);
  const toRow = ({ studentId, name, earned, possible, earned_before, possible_before }: (typeof rows)[number]) => ({
    ...{ studentId, name, now: { earned, possible } },
    before: { earned: earned_before, possible: possible_before },
  });
  return { rows: rows.map(toRow), next, now, before };
}
