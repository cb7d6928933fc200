/** Slots of the timetable: listed for a week grid, previewed, made, edited and deleted. A change reaches the class sessions at once. */

import { and, eq, exists, gte, isNull, lte, ne, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { classSessions, closures, courses, sectionStaff, sections, slots, terms, users } from '#db/schema';
import { asJson } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import type { EditSlotInput, PreviewSlotInput, SlotFilter, SlotInput, SlotPreview, SlotView } from '#domain/timetable/slot';
import { expandSlot, isWithin } from '#domain/timetable/timetable';
import type { Said } from '#domain/words/message';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { findClashes } from './clash';
import { loadSlotRule, planRule, type SlotRule } from './materialise';

/** More than a week grid can show; a filter narrows it. */
const SHOWN = 400;

function viewSlots(db: Database) {
  const { id, sectionId, termId, weekday, startTime, endTime, weeks, room, validFrom, validUntil } = slots;
  const names = db
    .select({ names: sql`json_group_array(${users.name} order by ${sectionStaff.role} desc, ${users.name})` })
    .from(sectionStaff)
    .innerJoin(users, eq(users.id, sectionStaff.userId))
    .where(eq(sectionStaff.sectionId, slots.sectionId));
  return db
    .select({
      id,
      sectionId,
      termId,
      courseCode: courses.code,
      courseTitle: courses.title,
      sectionCode: sections.code,
      weekday,
      startTime,
      endTime,
      weeks,
      room,
      validFrom,
      validUntil,
      staff: asJson<string[]>(sql`${names}`),
    })
    .from(slots)
    .innerJoin(sections, eq(sections.id, slots.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId));
}

function loadViews(db: Database, { termId, sectionId, staffId, room }: SlotFilter): Promise<SlotView[]> {
  const isTheirs = and(eq(sectionStaff.sectionId, slots.sectionId), eq(sectionStaff.userId, staffId ?? 0));
  const isWanted = and(
    eq(slots.termId, termId),
    sectionId === undefined ? undefined : eq(slots.sectionId, sectionId),
    room ? sql`lower(trim(${slots.room})) = lower(${room})` : undefined,
    staffId === undefined ? undefined : exists(db.select({ one: sql`1` }).from(sectionStaff).where(isTheirs)),
  );
  return viewSlots(db)
    .where(isWanted)
    .orderBy(slots.weekday, slots.startTime, courses.code, sections.code, slots.id)
    .limit(SHOWN + 1);
}

/** Cross joins keep the order of joining: from the term's slots, never through everybody. */
function loadStaffChoices(db: Database, termId: number) {
  const isJoined = and(eq(sectionStaff.sectionId, slots.sectionId), eq(users.id, sectionStaff.userId));
  return db
    .selectDistinct({ id: users.id, name: users.name })
    .from(slots)
    .crossJoin(sectionStaff)
    .crossJoin(users)
    .where(and(eq(slots.termId, termId), isJoined))
    .orderBy(users.name, users.id);
}

function loadRoomChoices(db: Database, termId: number) {
  const room = sql<string>`trim(${slots.room})`;
  return db
    .selectDistinct({ room })
    .from(slots)
    .where(and(eq(slots.termId, termId), ne(slots.room, '')))
    .orderBy(sql`1`);
}

export type SlotList = { slots: SlotView[]; isMore: boolean; staff: { id: number; name: string }[]; rooms: string[] };

/** A term's slots, narrowed by section, staff and room, in the order of the week; and what they can be narrowed by. */
export async function listSlots(ctx: ActorContext, filter: SlotFilter): Promise<SlotList> {
  const { termId } = filter;
  const [rows, staff, rooms] = await Promise.all([
    loadViews(ctx.db, filter),
    loadStaffChoices(ctx.db, termId),
    loadRoomChoices(ctx.db, termId),
  ]);
  return { slots: rows.slice(0, SHOWN), isMore: rows.length > SHOWN, staff, rooms: rooms.map(({ room }) => room) };
}

/** One slot.
 *  @throws AppError `not-found` */
export async function getSlot(ctx: ActorContext, slotId: number): Promise<SlotView> {
  const [slot] = await viewSlots(ctx.db).where(eq(slots.id, slotId));
  if (!slot) throw new AppError('not-found', 'timetable.no-slot');
  return slot;
}

/** The term, and the class by its codes where it is not archived. */
async function loadFacts({ db }: ActorContext, { sectionId, termId }: PreviewSlotInput) {
  const { fromDay, untilDay, archivedAt } = terms;
  const isInUse = and(eq(sections.id, sectionId), isNull(sections.archivedAt));
  const [facts] = await db
    .select({ fromDay, untilDay, archivedAt, course: courses.code, code: sections.code })
    .from(terms)
    .leftJoin(sections, isInUse)
    .leftJoin(courses, eq(courses.id, sections.courseId))
    .where(eq(terms.id, termId));
  return facts;
}

/** The rule a form describes.
 *  @throws AppError `invalid` for a class or term that is not there, or days outside the term */
async function ruleOf(ctx: ActorContext, input: PreviewSlotInput): Promise<SlotRule> {
  const { sectionId, weekday, startTime, endTime, weeks, room } = input;
  const facts = await loadFacts(ctx, input);
  if (!facts || facts.archivedAt !== null) throw invalidField('termId', 'timetable.term-archived');
  if (facts.course === null) throw invalidField('sectionId', 'timetable.class-archived');
  const term = { fromDay: facts.fromDay, untilDay: facts.untilDay };
  const { validFrom = term.fromDay, validUntil = term.untilDay } = input;
  const outside: Said = { id: 'timetable.day-of-term', values: { from: term.fromDay, until: term.untilDay } };
  if (!isWithin(validFrom, term)) throw invalidField('validFrom', outside);
  if (!isWithin(validUntil, term)) throw invalidField('validUntil', outside);
  const meeting = { weekday, startTime, endTime, weeks, validFrom, validUntil, room: room || null };
  return { ...meeting, id: input.slotId ?? null, sectionId, section: `${facts.course} ${facts.code}`, term, isOver: false };
}

async function datesOf(ctx: ActorContext, rule: SlotRule): Promise<Pick<SlotPreview, 'dates' | 'closed'>> {
  const { term } = rule;
  const [{ zone }, closed] = await Promise.all([
    loadSettings(ctx),
    ctx.db
      .select({ name: closures.name, fromDay: closures.fromDay, untilDay: closures.untilDay })
      .from(closures)
      .where(and(gte(closures.untilDay, term.fromDay), lte(closures.fromDay, term.untilDay))),
  ]);
  const all = expandSlot(rule, { term, range: term, closures: [], zone });
  const closureOf = (day: string) => closed.find((closure) => isWithin(day, closure));
  const left = all.flatMap(({ day }) => {
    const closure = closureOf(day);
    return closure ? [{ day, closure: closure.name }] : [];
  });
  return { dates: all.filter(({ day }) => !closureOf(day)), closed: left };
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
  return { ...days, clashes, changes: report };
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
  const { report, statements } = await planRule(ctx, { ...rule, isOver: true });
  await ctx.commit([
    ...statements,
    // What stays of its class sessions stands by itself from now on.
    ctx.db.update(classSessions).set({ slotId: null, slotDay: null }).where(eq(classSessions.slotId, slotId)),
    ctx.db.delete(slots).where(eq(slots.id, slotId)),
    auditChange(ctx, { action: 'slot.deleted', subject: subjectOf(rule), detail: { slotId, ...columnsOf(rule) } }),
  ]);
  return report;
}
