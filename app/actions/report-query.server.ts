/** The address of a report, read: what it asks of the API, and what its form shows. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import type { AskedReport, ReportQuery } from '#app/components/report/report-query';
import { type Api, withApi } from '#app/trpc/caller.server';
import { instantOf } from '#domain/instant';
import { type DayRange, OverviewInput, type Period, ReportAddress } from '#domain/report/report-filter';
import { addDays, dayAt } from '#domain/time';

/** Days that a report is of unless said otherwise. */
const USUAL_DAYS = 28;

/** Days up to today that are offered. */
const PRESETS = ['7', '28', '91', '364'] as const;

/** `2026-09-07T09:00`, as the browser's field writes it. */
const WALL_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/;

type Now = { today: string; zone: string; usualDays?: number };

/** Fields that were left empty ask for nothing. */
const fieldsOf = (search: URLSearchParams) => Object.fromEntries([...search].filter(([, value]) => value !== ''));

/** The instant of a wall time of the school as the browser's field writes it. Never throws. */
export function instantOfField(text: string, zone: string): number | undefined {
  const [, day, time] = WALL_TIME.exec(text) ?? [];
  try {
    return day && time ? instantOf(day, time, zone) : undefined;
  } catch {
    return undefined;
  }
}

function usualQuery({ today, usualDays = USUAL_DAYS }: Now): DayRange & { by: Period } {
  return { from: addDays(today, 1 - usualDays), until: today, by: 'week' };
}

type Read = { query: ReportQuery; filter: OverviewInput; isRefused: boolean };

/** What the address asks for; the usual where that cannot be. Never throws.
 *  @param now.usualDays days up to today that it is of unless said otherwise */
export function readReportAddress(search: URLSearchParams, now: Now): Read {
  const address = ReportAddress.safeParse(fieldsOf(search));
  const { asAt, ...given } = address.data ?? {};
  const usual = usualQuery(now);
  const query = { ...usual, ...given };
  const at = asAt === undefined ? undefined : instantOfField(asAt, now.zone);
  const filter = OverviewInput.safeParse({ ...query, asAt: at });
  const isSound = address.success && filter.success && (asAt === undefined) === (at === undefined);
  if (!isSound) return { query: usual, filter: usual, isRefused: true };
  return { query: { ...query, asAt }, filter: filter.data, isRefused: false };
}

function presetsOf(today: string): AskedReport['presets'] {
  return PRESETS.map((days) => ({ days, from: addDays(today, 1 - Number(days)), until: today }));
}

/** What a page of reports knows: the filter for the API, and today. */
export type Asked = { filter: OverviewInput; today: string; search: URLSearchParams };

/** The loader of a page of reports: its filter beside what `use` finds.
 *  @throws as `withApi` */
export function withReport<Value extends object>(args: LoaderFunctionArgs, use: (api: Api, asked: Asked) => Promise<Value>) {
  const search = new URL(args.request.url).searchParams;
  return withApi(args, async (api) => {
    const [{ zone, serverNow }, departments, courses, sections, views] = await Promise.all([
      api.school.profile(),
      api.department.list(),
      api.course.list(),
      api.classSession.sections(),
      api.report.views(),
    ]);
    const today = dayAt(serverNow, zone);
    const { query, filter, isRefused } = readReportAddress(search, { today, zone });
    const choices = {
      departments: departments.map(({ id, name }) => ({ id, name })),
      courses: courses.filter(({ archivedAt }) => archivedAt === null),
      sections,
      views,
    };
    const asked: AskedReport = { query, presets: presetsOf(today), ...choices, asAt: filter.asAt ?? null, isRefused };
    return { asked, ...(await use(api, { filter, today, search })) };
  });
}
