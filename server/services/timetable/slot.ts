/** Slots of the timetable: previewed, made, edited and deleted. A change reaches the class sessions at once. */

import { and, eq, gte, lte, sql } from 'drizzle-orm';
import { closures, slots } from '#db/schema';
import { AppError, invalidField } from '#domain/errors';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import type { EditSlotInput, PreviewSlotInput, SlotInput, SlotPreview } from '#domain/timetable/slot';
import { expandSlot, isWithin, movedByClock } from '#domain/timetable/timetable';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { findClashes } from './clash';
import { releaseClassSessions } from './class-session-writes';
import { loadSlotRule, planRule, type SlotRule } from './materialise';
import { ruleOf } from './slot-rule';

async function datesOf(ctx: ActorContext, rule: SlotRule): Promise<Pick<SlotPreview, 'dates' | 'moved' | 'closed'>> {
  const { term } = rule;
  const [{ zone, firstWeekday }, closed] = await Promise.all([
    loadSettings(ctx),
    ctx.db
      .select({ name: closures.name, fromDay: closures.fromDay, untilDay: closures.untilDay })
      .from(closures)
      .where(and(gte(closures.untilDay, term.fromDay), lte(closures.fromDay, term.untilDay))),
  ]);
  const all = expandSlot(rule, { term, range: term, closures: [], zone, firstWeekday });
  const closureOf = (day: string) => closed.find((closure) => isWithin(day, closure));
  const left = all.flatMap(({ day }) => {
    const closure = closureOf(day);
    return closure ? [{ day, closure: closure.name }] : [];
  });
  const dates = all.filter(({ day }) => !closureOf(day));
  return { dates, moved: movedByClock(dates, zone), closed: left };
}

async function clashesOf(ctx: ActorContext, rule: SlotRule, dates: SlotPreview['dates']) {
  const meetings = dates.filter(({ endsAt }) => endsAt > ctx.now());
  return findClashes(ctx, { sectionId: rule.sectionId, room: rule.room, meetings, exceptSlotId: rule.id });
}

/** What a slot would do. Writes nothing.
 *  @throws AppError as saving does, except for clashes */
export async function previewSlot(ctx: ActorContext, input: PreviewSlotInput): Promise<SlotPreview> {
  const rule = await ruleOf(ctx, input);
  const days = await datesOf(ctx, rule);
  const [clashes, { report }] = await Promise.all([clashesOf(ctx, rule, days.dates), planRule(ctx, rule)]);
  const past = days.dates.filter(({ startsAt }) => startsAt <= ctx.now()).length;
  return { ...days, past, clashes, changes: report };
}

/** Refuses to save over clashes that nobody has accepted. */
async function requireAccepted(ctx: ActorContext, rule: SlotRule, acceptClashes: boolean | undefined): Promise<void> {
  if (acceptClashes) return;
  const { dates } = await datesOf(ctx, rule);
  if ((await clashesOf(ctx, rule, dates)).length === 0) return;
  throw invalidField('acceptClashes', 'class-session.clashes');
}

const columnsOf = ({ weekday, startTime, endTime, weeks, validFrom, validUntil, room }: SlotRule) => ({
  weekday,
  startTime,
  endTime,
  weeks,
  validFrom,
  validUntil,
  room,
});

const subjectOf = ({ sectionId }: SlotRule) => `section:${sectionId}`;

/** Adds a slot with its class sessions, in one batch.
 *  @throws AppError `invalid` as in `ruleOf`, or over clashes that are not accepted */
export async function createSlot(ctx: ActorContext, input: SlotInput): Promise<MaterialiseReport & { slotId: number }> {
  const rule = await ruleOf(ctx, input);
  await requireAccepted(ctx, rule, input.acceptClashes);
  const { report, statements } = await planRule(ctx, rule);
  const columns = columnsOf(rule);
  const [added] = await ctx.commit([
    ctx.db.insert(slots).values({ ...columns, sectionId: rule.sectionId, termId: input.termId }),
    auditChange(ctx, { action: 'slot.created', subject: subjectOf(rule), detail: columns }),
    ...statements,
  ]);
  return { ...report, slotId: Number(added?.lastInsertRowid) };
}

/** Changes a slot; its future class sessions that nobody touched follow, the others are named. A slot stays with its section.
 *  @throws AppError `not-found`; `invalid` as in `ruleOf`, or over clashes that are not accepted */
export async function editSlot(ctx: ActorContext, input: EditSlotInput): Promise<MaterialiseReport> {
  const old = await loadSlotRule(ctx, input.slotId);
  if (!old) throw new AppError('not-found', 'timetable.no-slot');
  const rule = await ruleOf(ctx, { ...input, sectionId: old.sectionId });
  await requireAccepted(ctx, rule, input.acceptClashes);
  const { report, statements } = await planRule(ctx, rule);
  const to = columnsOf(rule);
  await ctx.commit([
    ctx.db
      .update(slots)
      .set({ ...to, termId: input.termId })
      .where(eq(slots.id, input.slotId)),
    auditChange(ctx, {
      action: 'slot.edited',
      subject: subjectOf(rule),
      detail: { slotId: input.slotId, from: columnsOf(old), to },
    }),
    ...statements,
  ]);
  return report;
}

/** What deleting a slot would change. Writes nothing.
 *  @throws AppError `not-found` */
export async function previewDeleteSlot(ctx: ActorContext, slotId: number): Promise<MaterialiseReport> {
  const rule = await loadSlotRule(ctx, slotId);
  if (!rule) throw new AppError('not-found', 'timetable.no-slot');
  return (await planRule(ctx, { ...rule, isOver: true })).report;
}

/** Deletes a slot with its future class sessions that nobody touched; past and touched ones stay and are named.
 *  @throws AppError `not-found` */
export async function deleteSlot(ctx: ActorContext, slotId: number): Promise<MaterialiseReport> {
  const rule = await loadSlotRule(ctx, slotId);
  if (!rule) throw new AppError('not-found', 'timetable.no-slot');
  const { report } = await planRule(ctx, { ...rule, isOver: true });
  await ctx.commit([
    ...releaseClassSessions(ctx, sql`(${slotId})`),
    ctx.db.delete(slots).where(eq(slots.id, slotId)),
    auditChange(ctx, { action: 'slot.deleted', subject: subjectOf(rule), detail: { slotId, ...columnsOf(rule) } }),
  ]);
  return report;
}
