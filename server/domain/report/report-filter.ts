/** What a report is of: its days, the part of the school, and what its figures are told apart by. One filter for screens, exports and
 *  addresses. Pure. */
import { z } from 'zod';
import { ClassSessionId } from '#domain/ids';
import { UserId } from '#domain/person/user';
import { STATUSES } from '#domain/register/attendance';
import { addDays, Day, daysBetween, earlierDay, laterDay, MONDAY, weekStart } from '#domain/time';
import { daysOfMonth } from '#domain/timetable/calendar';
import { says } from '#domain/words/says';

/** Three school years: enough to compare one with those before. */
export const MAX_DAYS = 1_100;

export const PERIODS = ['day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

/** What figures may be told apart by. */
export const BREAKDOWNS = ['weekday', 'hour', 'section', 'course', 'department', 'reason'] as const;
export const REPORT_GROUPS = [...PERIODS, ...BREAKDOWNS] as const;

const Id = z.number().int().positive();

/** The part of the school: what is given narrows it, nothing is all of it. */
const SCOPE = {
  departmentId: Id.optional(),
  courseId: Id.optional(),
  sectionId: Id.optional(),
  studentId: UserId.optional(),
};
export const ReportScope = z.object(SCOPE);
export type ReportScope = z.infer<typeof ReportScope>;

/** Days, both included. */
export type DayRange = { from: string; until: string };

/** An instant, epoch ms: figures as they stood then. */
const AsAt = z.number().int().nonnegative().optional();

const isRange = ({ from, until }: DayRange) => from <= until && daysBetween(from, until) < MAX_DAYS;
const RANGE_ERROR = { path: ['until'], error: says('form.end-within-days', { max: MAX_DAYS }) };

/** Weeks are ISO. */
function filterBy<const Groups extends readonly [string, ...string[]]>(groups: Groups) {
  return z.object({ from: Day, until: Day, by: z.enum(groups), ...SCOPE, asAt: AsAt }).refine(isRange, RANGE_ERROR);
}

/** Any of them: for addresses and exports. */
export const ReportFilter = filterBy(REPORT_GROUPS);
export type ReportFilter = z.infer<typeof ReportFilter>;

export const OverviewInput = filterBy(PERIODS);
export type OverviewInput = z.infer<typeof OverviewInput>;

const AddressId = z.coerce.number().int().positive().optional();

/** What the address of a page asks for: everything is a text there. `asAt` is a wall time of the school. */
export const ReportAddress = z.object({
  ...{ from: z.string().optional(), until: z.string().optional(), by: z.enum(PERIODS).optional() },
  ...{ departmentId: AddressId, courseId: AddressId, sectionId: AddressId, asAt: z.string().optional() },
});

export const BreakdownInput = filterBy(BREAKDOWNS);
export type BreakdownInput = z.infer<typeof BreakdownInput>;

export const ReportRange = z.object({ from: Day, until: Day, ...SCOPE }).refine(isRange, RANGE_ERROR);
export type ReportRange = z.infer<typeof ReportRange>;

/** Where the page before ended, as it said itself. */
const After = z.string().max(100).optional();

export const AbsenteesInput = z.object({ since: Day.optional(), until: Day.optional(), ...SCOPE, after: After }).default({});
export type AbsenteesInput = z.infer<typeof AbsenteesInput>;

/** `after` is the last student of the page before. */
export const AbsentTodayInput = z.object({ ...SCOPE, after: UserId.optional() }).default({});
export type AbsentTodayInput = z.infer<typeof AbsentTodayInput>;

/** A month and a little: each check-in is looked at. */
const MAX_HEALTH_DAYS = 35;

export const HealthInput = z
  .object({ from: Day, until: Day, ...SCOPE })
  .refine((range) => isRange(range) && daysBetween(range.from, range.until) < MAX_HEALTH_DAYS, {
    path: ['until'],
    error: says('form.end-within-days', { max: MAX_HEALTH_DAYS }),
  });
export type HealthInput = z.infer<typeof HealthInput>;

/** What counts as missed: absence that costs the rate, or any absence, excused or not. */
export const MISSED = ['rate', 'any'] as const;
export type Missed = (typeof MISSED)[number];

/** Class sessions behind a figure: of an hour, of a reason, or those that a student missed. */
export const SessionsInput = z
  .object({
    from: Day,
    until: Day,
    ...SCOPE,
    weekday: z.number().int().min(1).max(7).optional(),
    hour: z.number().int().min(0).max(23).optional(),
    /** 0 for marks without a reason. */
    reasonCodeId: z.number().int().nonnegative().optional(),
    status: z.enum(STATUSES).optional(),
    missed: z.enum(MISSED).optional(),
    asAt: AsAt,
    after: After,
  })
  .refine(isRange, RANGE_ERROR);
export type SessionsInput = z.infer<typeof SessionsInput>;

const Whole = z.coerce.number().int().nonnegative().optional().catch(undefined);

/** What an address narrows them by beyond days and part of the school; what cannot be is left out. */
export const SessionsAddress = z.object({
  weekday: z.coerce.number().int().min(1).max(7).optional().catch(undefined),
  hour: z.coerce.number().int().min(0).max(23).optional().catch(undefined),
  ...{ reasonCodeId: Whole, studentId: z.coerce.number().int().positive().optional().catch(undefined) },
  status: z.enum(STATUSES).optional().catch(undefined),
  missed: z.enum(MISSED).optional().catch(undefined),
  after: z.string().max(100).optional().catch(undefined),
});
export type SessionsAddress = z.infer<typeof SessionsAddress>;

export const SectionReportInput = z
  .object({ sectionId: Id, from: Day, until: Day, asAt: AsAt, after: ClassSessionId.optional() })
  .refine(isRange, RANGE_ERROR);
export type SectionReportInput = z.infer<typeof SectionReportInput>;

/** The period that holds a day: itself, its ISO week, its month. */
export function periodAround(day: string, by: Period): DayRange {
  switch (by) {
    case 'day':
      return { from: day, until: day };
    case 'week': {
      const from = weekStart(day, MONDAY);
      return { from, until: addDays(from, 6) };
    }
    case 'month':
      return daysOfMonth(day.slice(0, 7));
  }
}

/** The days that both ranges hold, or null. */
export function overlapOf(a: DayRange, b: DayRange): DayRange | null {
  const range = { from: laterDay(a.from, b.from), until: earlierDay(a.until, b.until) };
  return range.from <= range.until ? range : null;
}

/** A range cut into whole ISO weeks, named by the Mondays of the first and last, and the days before and after them. */
export type WholeWeeks = { weeks: DayRange | null; days: DayRange[] };

/** @example splitWeeks({ from: Wednesday, until: the Friday of the week after next }) is one whole week, five days and five days */
export function splitWeeks({ from, until }: DayRange): WholeWeeks {
  const first = weekStart(from, MONDAY) === from ? from : addDays(weekStart(from, MONDAY), 7);
  const afterLast = weekStart(addDays(until, 1), MONDAY);
  if (first >= afterLast) return { weeks: null, days: [{ from, until }] };
  const days = [
    { from, until: addDays(first, -1) },
    { from: afterLast, until },
  ];
  return { weeks: { from: first, until: addDays(afterLast, -7) }, days: days.filter((range) => range.from <= range.until) };
}
