/** All class sessions of a day, for administrators, and again as they change. */
import { asc, eq } from 'drizzle-orm';
import { prepared } from '#db/prepared';
import { classSessions, classSessionTallies, courses, sections } from '#db/schema';
import { isOfDay } from '#db/sql/of-day';
import type { DayOverview, LiveOverview } from '#domain/register/day-view';
import { addDays, dayAt } from '#domain/time';
import type { Context } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { liveColumns, toLiveRow } from '../live-row';
import { changesOf } from './watch';

const liveRowsOfDay = prepared((db) =>
  db
    .select(liveColumns(db))
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(classSessionTallies, eq(classSessionTallies.classSessionId, classSessions.id))
    .where(isOfDay())
    .orderBy(asc(classSessions.startsAt), courses.code, sections.code, classSessions.id)
    .prepare(),
);

/** Every class session of a day, by default today, for administrators. */
export async function getOverview(ctx: Context, named?: string): Promise<DayOverview> {
  const { zone } = await loadSettings(ctx);
  const serverNow = ctx.now();
  const today = dayAt(serverNow, zone);
  const day = named ?? today;
  const dayBefore = day === today ? addDays(day, -1) : day;
  const rows = await liveRowsOfDay(ctx.db).all({ day, dayBefore, now: serverNow });
  return {
    serverNow,
    day,
    today,
    rows: rows.map((row) => toLiveRow(row, serverNow)),
  };
}

/** The overview, again whenever it changes. Ends when the reader leaves. */
export async function* watchOverview(ctx: Context, signal: AbortSignal | undefined): AsyncGenerator<LiveOverview> {
  let overview = await getOverview(ctx);
  const version = async () => {
    overview = await getOverview(ctx);
    return overview.rows;
  };
  for await (const _ of changesOf(ctx.db, version, signal)) yield overview;
}
