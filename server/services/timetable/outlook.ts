/** How many class sessions a student may still miss, by section and over all. */
import { and, count, eq, gt, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared';
import { classSessions, enrolments } from '#db/schema';
import { isOnRoll } from '#db/sql/roll';
import { outlookOf, type StudentOutlook } from '#domain/register/outlook';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadStanding } from './timetable';

/** Class sessions that have not begun, on days on which the student is on the roll. */
const aheadOf = prepared((db) => {
  const { sectionId, state, startsAt, day, id } = classSessions;
  const isAhead = and(eq(state, 'scheduled'), gt(startsAt, sql.placeholder('now')), isOnRoll(day));
  return db
    .select({ sectionId, remaining: count(sql`distinct ${id}`) })
    .from(enrolments)
    .innerJoin(classSessions, and(eq(sectionId, enrolments.sectionId), isAhead))
    .where(eq(enrolments.studentId, sql.placeholder('studentId')))
    .groupBy(sectionId)
    .prepare();
});

/** The actor's own. */
export async function getOutlook(ctx: ActorContext): Promise<StudentOutlook> {
  const { id: studentId } = ctx.actor;
  const settings = await loadSettings(ctx);
  const [standing, ahead] = await Promise.all([
    loadStanding(ctx, studentId, settings),
    aheadOf(ctx.db).all({ studentId, now: ctx.now() }),
  ]);
  const { threshold } = settings;
  const remaining = new Map(ahead.map((one) => [one.sectionId, one.remaining]));
  const sections = standing.sections.flatMap(({ sectionId, courseTitle, sectionCode, ...sums }) => {
    const left = remaining.get(sectionId) ?? 0;
    return left === 0 ? [] : [{ sectionId, courseTitle, sectionCode, ...outlookOf(sums, left, threshold) }];
  });
  const all = ahead.reduce((sum, one) => sum + one.remaining, 0);
  return { ...outlookOf(standing, all, threshold), threshold, sections };
}
