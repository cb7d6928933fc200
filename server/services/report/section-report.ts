/** A section as its staff see it: by day and month, each student's standing, and a page of the grid that a paper register is. */
import { and, asc, between, eq, sql } from 'drizzle-orm';
import { classSessions, enrolments, sectionWeekTallies, users } from '#db/schema';
import { sumOfMarks } from '#db/sql/tally';
import { asJson } from '#db/sql/values';
import { sortedByName } from '#domain/name-parts';
import { type CodedTally, figuresOf, periodFigures } from '#domain/report/figures';
import { type DayRange, type SectionReportInput, splitWeeks } from '#domain/report/report-filter';
import type { SectionReport } from '#domain/report/report-view';
import { type StudentWeek, sectionStudents } from '#domain/report/section-standing';
import { addDays, MONDAY, weekStart } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadDays } from './overview';
import { loadRules, readableScope } from './rules';
import { loadGrid } from './section-grid';
import { markSource, type Wanted } from './tally-source';

type Row = CodedTally & { studentId: number };

type Week = [week: string, reasonCodeId: number, present: number, late: number, absent: number, excused: number];

/** Whole weeks, as they are kept: those of each student as one document. */
async function loadWeeks({ db }: ActorContext, sectionId: number, { from, until }: DayRange): Promise<StudentWeek[]> {
  const { studentId, week, reasonCodeId, present, late, absent, excused } = sectionWeekTallies;
  const document = sql`json_group_array(json_array(${week}, ${reasonCodeId}, ${present}, ${late}, ${absent}, ${excused}))`;
  const rows = await db
    .select({ studentId, weeks: asJson<Week[]>(document) })
    .from(sectionWeekTallies)
    .where(and(eq(sectionWeekTallies.sectionId, sectionId), between(week, from, until)))
    .groupBy(studentId);
  return rows.flatMap(({ studentId: id, weeks }) => weeks.map((one) => toStudentWeek(id, one)));
}

function toStudentWeek(studentId: number, [week, reasonCodeId, present, late, absent, excused]: Week): StudentWeek {
  return { studentId, week, reasonCodeId, present, late, absent, excused };
}

/** Days, from the marks. */
async function loadDaysOfStudents({ db }: ActorContext, wanted: Wanted): Promise<StudentWeek[]> {
  const t = markSource(db, wanted);
  const rows: (Row & { day: string })[] = await db
    .select({ studentId: t.studentId, day: t.day, reasonCodeId: t.reasonCodeId, ...sumOfMarks(t) })
    .from(t)
    .groupBy(sql`${t.studentId}`, sql`${t.day}`, sql`${t.reasonCodeId}`);
  return rows.map(({ day, ...row }) => ({ ...row, week: weekStart(day, MONDAY) }));
}

async function loadStudentWeeks(ctx: ActorContext, sectionId: number, wanted: Wanted): Promise<StudentWeek[]> {
  if (wanted.asAt !== undefined) return loadDaysOfStudents(ctx, wanted);
  const { weeks, days } = splitWeeks(wanted.range);
  const rest = weeks && { ...wanted, range: { from: weeks.from, until: addDays(weeks.until, 6) }, isRest: true };
  const parts = [
    ...(weeks ? [loadWeeks(ctx, sectionId, weeks)] : []),
    ...(rest ? [loadDaysOfStudents(ctx, rest)] : []),
    ...days.map((range) => loadDaysOfStudents(ctx, { ...wanted, range })),
  ];
  return (await Promise.all(parts)).flat();
}

/** Everybody on the roll on a day of the range. */
function loadRoll({ db }: ActorContext, sectionId: number, { from, until }: DayRange) {
  const isThen = sql`${enrolments.fromDay} <= ${until} and (${enrolments.untilDay} is null or ${enrolments.untilDay} >= ${from})`;
  return db
    .selectDistinct({ studentId: users.id, name: users.name, familyName: users.familyName })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(and(eq(enrolments.sectionId, sectionId), isThen))
    .orderBy(asc(users.id));
}

async function countAhead({ db, now }: ActorContext, sectionId: number): Promise<number> {
  const isAhead = and(eq(classSessions.sectionId, sectionId), eq(classSessions.state, 'scheduled'));
  return db.$count(classSessions, and(isAhead, sql`${classSessions.startsAt} > ${now()}`));
}

/** The section's report of some days, as it is or as it stood at an instant; the grid is as it is.
 *  @throws AppError `not-found` for a section that the actor may not know of */
export async function getSectionReport(ctx: ActorContext, input: SectionReportInput): Promise<SectionReport> {
  const { sectionId, from, until, asAt, after } = input;
  const [rules, scope] = await Promise.all([loadRules(ctx), readableScope(ctx, { sectionId })]);
  const range = { from, until };
  const wanted = { range, scope, asAt };
  const [days, weeks, roll, remaining, grid] = await Promise.all([
    loadDays(ctx, wanted),
    loadStudentWeeks(ctx, sectionId, wanted),
    loadRoll(ctx, sectionId, range),
    countAhead(ctx, sectionId),
    loadGrid(ctx, { sectionId, range, after }),
  ]);
  return {
    days: periodFigures(days, { range, by: 'day', rules }),
    months: periodFigures(days, { range, by: 'month', rules }),
    total: figuresOf(days, rules),
    remaining,
    threshold: rules.threshold,
    students: sectionStudents({ roll: sortedByName(roll, rules.settings), weeks, remaining, rules }),
    grid,
  };
}
