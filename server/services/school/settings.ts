/** The school's settings as an administrator sees and changes them, and what another rule would do to people's rates. */
import { and, count, eq, gt, isNull, min, ne, sql } from 'drizzle-orm';
import { classSessions, school, slots, users } from '#db/schema';
import { judgeAgain } from '#db/sql/judged-students';
import { marksOfEverybody, sumOfMarks } from '#db/sql/tally';
import { AppError, invalidField } from '#domain/errors';
import { compareRules, type RuleComparison } from '#domain/rate';
import { SchoolSettings } from '#domain/school/school';
import { type Changes, type RuleInput, type SettingsInput, settingsChanges, toSettings } from '#domain/school/settings';
import { dayAt, wallTimeAt } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from './school';

/** Open registers count as ahead: their end is still to come. The states are written out, as those of the index `class_sessions_due`. */
function isAhead({ now }: ActorContext) {
  const { state, closesAt } = classSessions;
  return and(sql`${state} in ('scheduled', 'open')`, gt(closesAt, now()));
}

type Ahead = { count: number; nextAt: number | null };

async function loadAhead(ctx: ActorContext): Promise<Ahead> {
  const ahead = await ctx.db
    .select({ count: count(), nextAt: min(classSessions.startsAt) })
    .from(classSessions)
    .where(isAhead(ctx))
    .get();
  return ahead ?? { count: 0, nextAt: null };
}

/** The settings, when they were last changed, and how many class sessions lie ahead.
 *  @returns `configuredMinutes` is the length of check-in where the school sets none */
export async function getSettings(ctx: ActorContext) {
  const [settings, row, ahead] = await Promise.all([
    loadSettings(ctx),
    ctx.db.select({ updatedAt: school.updatedAt }).from(school).where(eq(school.id, 1)).get(),
    loadAhead(ctx),
  ]);
  return { settings, updatedAt: row?.updatedAt ?? 0, ahead: ahead.count, configuredMinutes: ctx.policy.codeTtlMinutes };
}

/** Class sessions of the timetable move with another zone; others keep their moment, so that it shows them at another time of day.
 *  @throws AppError `invalid` unless that was confirmed */
async function requireZoneConfirmed(ctx: ActorContext, from: string, { zone, isZoneConfirmed }: SettingsInput): Promise<void> {
  if (zone === from || isZoneConfirmed) return;
  const { count, nextAt } = await loadAhead(ctx);
  if (nextAt === null) return;
  const values = { count, from: wallTimeAt(nextAt, from), to: wallTimeAt(nextAt, zone) };
  throw invalidField('zone', { id: 'school.zone-moves-classes', values });
}

/** A and B weeks are counted in the school's weeks, so that others may put a class session into the other week.
 *  @throws AppError `invalid` unless that was confirmed */
async function requireWeekConfirmed(ctx: ActorContext, from: number, input: SettingsInput): Promise<void> {
  if (input.firstWeekday === from || input.isWeekConfirmed) return;
  const alternating = await ctx.db
    .select({ count: count() })
    .from(classSessions)
    .innerJoin(slots, eq(slots.id, classSessions.slotId))
    .where(and(isAhead(ctx), ne(slots.weeks, 'every')))
    .get();
  const values = { count: alternating?.count ?? 0 };
  if (values.count > 0) throw invalidField('firstWeekday', { id: 'school.week-moves-classes', values });
}

/** What alerts are judged by beside their own rules. */
const JUDGED_BY = ['lateCredit', 'excusedCounts', 'threshold'];

const judgedAgain = (ctx: ActorContext, changes: Changes, zone: string) =>
  JUDGED_BY.some((field) => field in changes) ? [judgeAgain(ctx.db, dayAt(ctx.now(), zone))] : [];

/** Saves the settings, with what changed on the audit log.
 *  @throws AppError `invalid` for a zone or weeks that were not confirmed, `conflict` when somebody else changed the settings meanwhile */
export async function changeSettings(ctx: ActorContext, input: SettingsInput): Promise<{ changes: Changes }> {
  const stored = await loadSettings(ctx);
  const wanted = SchoolSettings.parse(toSettings(input, stored));
  const changes = settingsChanges(stored, wanted);
  if (Object.keys(changes).length === 0) return { changes };
  await requireZoneConfirmed(ctx, stored.zone, input);
  await requireWeekConfirmed(ctx, stored.firstWeekday, input);
  const [saved] = await ctx.commit([
    ctx.db
      .update(school)
      .set({ settings: wanted, updatedAt: sql`max(${ctx.now()}, ${school.updatedAt} + 1)` })
      .where(and(eq(school.id, 1), eq(school.updatedAt, input.seenAt))),
    auditChange(ctx, { action: 'settings.changed', subject: 'school:1', detail: { changes } }),
    ...judgedAgain(ctx, changes, wanted.zone),
  ]);
  if (saved?.rowsAffected !== 1) throw new AppError('conflict', 'form.changed-meanwhile');
  ctx.log('info', 'settings.changed', { actorId: ctx.actor.id, settings: Object.keys(changes) });
  return { changes };
}

/** Every student's marks over all sections, those with the same together: a question about the whole school, asked by hand. */
function loadGroups({ db }: ActorContext) {
  const t = marksOfEverybody(db).as('t');
  const { present, late, absent, excused } = sumOfMarks(t);
  const each = db
    .select({
      present: present.as('present'),
      late: late.as('late'),
      absent: absent.as('absent'),
      excused: excused.as('excused'),
    })
    .from(t)
    .innerJoin(users, eq(users.id, t.studentId))
    .where(isNull(users.archivedAt))
    .groupBy(sql`${t.studentId}`)
    .as('each');
  return db
    .select({ present: each.present, late: each.late, absent: each.absent, excused: each.excused, students: count() })
    .from(each)
    .groupBy(sql`${each.present}, ${each.late}, ${each.absent}, ${each.excused}`);
}

/** How many students would be below the line under another rule, compared with the one that holds. Changes nothing. */
export async function simulateRule(ctx: ActorContext, { thresholdPercent, ...policy }: RuleInput): Promise<RuleComparison> {
  const [settings, groups] = await Promise.all([loadSettings(ctx), loadGroups(ctx)]);
  return compareRules(groups, settings, { ...policy, threshold: thresholdPercent * 10 });
}
