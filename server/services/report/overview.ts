/** Attendance of the school or a part of it: by day, week and month, and by everything else figures are told apart by. */
import { eq, gt, type SQLWrapper, sql } from 'drizzle-orm';
import { courses, departments, reasonCodes, sections } from '#db/schema';
import { sumOfMarks } from '#db/sql/tally';
import { figuresOf, type HeldTally, keyFigures, periodFigures, weekdayFigures } from '#domain/report/figures';
import type { BreakdownInput, DayRange, OverviewInput } from '#domain/report/report-filter';
import type { Breakdown, ReportOverview, Trend } from '#domain/report/report-view';
import { addDays, daysBetween } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadRules, readableScope } from './rules';
import { sectionSource, tallySource, type Wanted } from './tally-source';

type Source = ReturnType<typeof tallySource>;

const columnsOf = (t: Source) => ({
  reasonCodeId: t.reasonCodeId,
  classSessions: sql<number>`sum(${t.classSessions})`,
  ...sumOfMarks(t),
});

/** Tallies by day and reason. */
export function loadDays({ db }: ActorContext, wanted: Wanted): Promise<(HeldTally & { day: string })[]> {
  const t = tallySource(db, wanted);
  return db
    .select({ day: t.day, ...columnsOf(t) })
    .from(t)
    .groupBy(sql`${t.day}`, sql`${t.reasonCodeId}`);
}

/** Attendance by day, ISO week or month, as it is or as it stood at an instant.
 *  @throws AppError `not-found` for a section that the actor may not know of */
export async function getReportOverview(ctx: ActorContext, input: OverviewInput): Promise<ReportOverview> {
  const { from, until, by, asAt } = input;
  const [rules, scope] = await Promise.all([loadRules(ctx), readableScope(ctx, input)]);
  const range = { from, until };
  const rows = await loadDays(ctx, { range, scope, asAt });
  return { periods: periodFigures(rows, { range, by, rules }), total: figuresOf(rows, rules) };
}

/** As many whole weeks before as the range touches, so that weekdays stand beside their like. */
function weeksBefore({ from, until }: DayRange): DayRange {
  const days = Math.ceil((daysBetween(from, until) + 1) / 7) * 7;
  return { from: addDays(from, -days), until: addDays(until, -days) };
}

/** The overview, with each period beside the same one of the weeks before.
 *  @throws AppError as `getReportOverview` */
export async function getTrend(ctx: ActorContext, input: OverviewInput): Promise<Trend> {
  const range = { from: input.from, until: input.until };
  const former = weeksBefore(range);
  const [now, before] = await Promise.all([
    getReportOverview(ctx, input),
    getReportOverview(ctx, { ...input, from: former.from, until: former.until }),
  ]);
  return { ...now, range: former, before };
}

type Keyed = (HeldTally & { key: number; label: string | null })[];

const key = (value: SQLWrapper) => sql<number>`${value}`.as('key');
const label = (value: SQLWrapper) => sql<string | null>`${value}`.as('label');

const PLACES = {
  section: { key: sections.id, label: sql`${courses.title} || ' · ' || ${sections.code}` },
  course: { key: courses.id, label: courses.title },
  department: { key: departments.id, label: departments.name },
};

function loadPlaces({ db }: ActorContext, wanted: Wanted, by: keyof typeof PLACES): Promise<Keyed> {
  const t = sectionSource(db, wanted);
  const place = PLACES[by];
  return db
    .select({ key: key(place.key), label: label(place.label), ...columnsOf(t) })
    .from(t)
    .innerJoin(sections, eq(sections.id, t.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .groupBy(sql`1`, sql`${t.reasonCodeId}`)
    .having(gt(sql`sum(${t.classSessions} + ${t.present} + ${t.late} + ${t.absent} + ${t.excused})`, 0));
}

function loadKeyed({ db }: ActorContext, wanted: Wanted, by: 'hour' | 'reason'): Promise<Keyed> {
  const t = tallySource(db, wanted);
  const of = by === 'hour' ? t.hour : t.reasonCodeId;
  return db
    .select({ key: key(sql`${of}`), label: label(by === 'hour' ? sql`null` : reasonCodes.name), ...columnsOf(t) })
    .from(t)
    .leftJoin(reasonCodes, eq(reasonCodes.id, t.reasonCodeId))
    .groupBy(sql`1`, sql`${t.reasonCodeId}`);
}

/** Attendance by weekday, hour, section, course, department or reason.
 *  @throws AppError as `getReportOverview` */
export async function getBreakdown(ctx: ActorContext, filter: BreakdownInput): Promise<Breakdown> {
  const { from, until, by, asAt } = filter;
  const [rules, scope] = await Promise.all([loadRules(ctx), readableScope(ctx, filter)]);
  const wanted = { range: { from, until }, scope, asAt };
  if (by === 'weekday') {
    const days = await loadDays(ctx, wanted);
    const figures = weekdayFigures(days, rules, rules.settings.firstWeekday);
    return { rows: figures.map((row) => ({ label: null, ...row })), total: figuresOf(days, rules) };
  }
  const isPlace = by === 'section' || by === 'course' || by === 'department';
  const rows = await (isPlace ? loadPlaces(ctx, wanted, by) : loadKeyed(ctx, wanted, by));
  const labels = new Map(rows.map((row) => [row.key, row.label]));
  return {
    rows: keyFigures(rows, rules).map((row) => ({ label: labels.get(row.key) ?? null, ...row })),
    total: figuresOf(rows, rules),
  };
}
