/** Slots of the timetable: listed for a week grid, previewed, made, edited and deleted. A change reaches the class sessions at once. */
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import type { EditSlotInput, PreviewSlotInput, SlotFilter, SlotInput, SlotPreview, SlotView } from '#domain/timetable/slot';
import { type DayRange, expandSlot, isWithin } from '#domain/timetable/timetable';
import { type AuditAction, auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { findClashes } from './clash';
import { loadSlotRule, planRule, type SlotRule } from './materialise';

/** More than a week grid can show; a filter narrows it. */
const SHOWN = 400;

const VIEW = `select sl.id, sl.section_id sectionId, sl.term_id termId, c.code courseCode, c.title courseTitle, s.code sectionCode,
    sl.weekday, sl.start_time startTime, sl.end_time endTime, sl.weeks, sl.room, sl.valid_from validFrom, sl.valid_until validUntil,
    (select json_group_array(u.name order by st.role desc, u.name) from section_staff st join users u on u.id = st.user_id
      where st.section_id = sl.section_id) staff
  from slots sl join sections s on s.id = sl.section_id join courses c on c.id = s.course_id`;

const LIST = `${VIEW} where sl.term_id = :termId and (:sectionId is null or sl.section_id = :sectionId)
    and (:room is null or lower(trim(sl.room)) = lower(:room))
    and (:staffId is null or exists (select 1 from section_staff st where st.section_id = sl.section_id and st.user_id = :staffId))
  order by sl.weekday, sl.start_time, c.code, s.code, sl.id limit ${SHOWN + 1}`;

/** Cross joins keep the order of joining: from the term's slots, never through everybody. */
const CHOICES_STAFF = `select distinct u.id, u.name from slots sl cross join section_staff st on st.section_id = sl.section_id
    cross join users u on u.id = st.user_id where sl.term_id = ? order by u.name, u.id`;
const CHOICES_ROOMS = `select distinct trim(room) room from slots where term_id = ? and room <> '' order by 1`;

type ViewRow = Omit<SlotView, 'staff'> & { staff: string };
const toView = (row: ViewRow): SlotView => ({ ...row, staff: JSON.parse(row.staff) as string[] });

export type SlotList = { slots: SlotView[]; isMore: boolean; staff: { id: number; name: string }[]; rooms: string[] };

/** A term's slots, narrowed by section, staff and room, in the order of the week; and what they can be narrowed by. */
export async function listSlots(ctx: ActorContext, filter: SlotFilter): Promise<SlotList> {
  const { termId, sectionId = null, staffId = null, room } = filter;
  const [rows, staff, rooms] = await Promise.all([
    queryRows<ViewRow>(ctx.db, LIST, { termId, sectionId, staffId, room: room || null }),
    queryRows<{ id: number; name: string }>(ctx.db, CHOICES_STAFF, [termId]),
    queryRows<{ room: string }>(ctx.db, CHOICES_ROOMS, [termId]),
  ]);
  const slots = rows.slice(0, SHOWN).map(toView);
  return {
    slots,
    isMore: rows.length > SHOWN,
    staff: staff.map((one) => ({ ...one })),
    rooms: rooms.map(({ room: one }) => one),
  };
}

/** One slot.
 *  @throws AppError `not-found` */
export async function getSlot(ctx: ActorContext, slotId: number): Promise<SlotView> {
  const row = await queryRow<ViewRow>(ctx.db, `${VIEW} where sl.id = ?`, [slotId]);
  if (!row) throw new AppError('not-found', 'There is no such slot.');
  return toView(row);
}

type Facts = DayRange & { termArchived: number; section: string | null };

const FACTS = `select t.from_day fromDay, t.until_day untilDay, t.archived_at is not null termArchived,
    (select c.code || ' ' || s.code from sections s join courses c on c.id = s.course_id
      where s.id = :sectionId and s.archived_at is null) section
  from terms t where t.id = :termId`;

function invalid(field: string, message: string): AppError {
  return new AppError('invalid', message, { fieldErrors: { [field]: [message] } });
}

/** The rule a form describes.
 *  @throws AppError `invalid` for a class or term that is not there, or days outside the term */
async function ruleOf(ctx: ActorContext, input: PreviewSlotInput): Promise<SlotRule> {
  const { sectionId, termId, weekday, startTime, endTime, weeks, room } = input;
  const facts = await queryRow<Facts>(ctx.db, FACTS, { sectionId, termId });
  if (!facts || facts.termArchived === 1) throw invalid('termId', 'Choose a term that is not archived.');
  if (facts.section === null) throw invalid('sectionId', 'Choose a class that is not archived.');
  const term = { fromDay: facts.fromDay, untilDay: facts.untilDay };
  const { validFrom = term.fromDay, validUntil = term.untilDay } = input;
  if (!isWithin(validFrom, term)) throw invalid('validFrom', `Choose a day of the term: ${term.fromDay} to ${term.untilDay}.`);
  if (!isWithin(validUntil, term)) throw invalid('validUntil', `Choose a day of the term: ${term.fromDay} to ${term.untilDay}.`);
  const meeting = { weekday, startTime, endTime, weeks, validFrom, validUntil, room: room || null };
  return { ...meeting, id: input.slotId ?? null, sectionId, section: facts.section, term, isOver: false };
}

async function datesOf(ctx: ActorContext, rule: SlotRule): Promise<Pick<SlotPreview, 'dates' | 'closed'>> {
  const { term } = rule;
  const [{ zone }, closures] = await Promise.all([
    loadSettings(ctx),
    queryRows<DayRange & { name: string }>(
      ctx.db,
      'select name, from_day fromDay, until_day untilDay from closures where until_day >= ? and from_day <= ?',
      [term.fromDay, term.untilDay],
    ),
  ]);
  const all = expandSlot(rule, { term, range: term, closures: [], zone });
  const closureOf = (day: string) => closures.find((closure) => isWithin(day, closure));
  const closed = all.flatMap(({ day }) => {
    const closure = closureOf(day);
    return closure ? [{ day, closure: closure.name }] : [];
  });
  return { dates: all.filter(({ day }) => !closureOf(day)), closed };
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
  throw invalid('acceptClashes', 'Other classes meet at the same time. Look at them and confirm, or choose another time.');
}

const columnsOf = ({ weekday, startTime, endTime, weeks, validFrom, validUntil, room }: SlotRule) => ({
  ...{ weekday, startTime, endTime, weeks, validFrom, validUntil, room },
});

function audit(ctx: ActorContext, action: AuditAction, rule: SlotRule, detail: Record<string, unknown>) {
  return auditIfChanged({ actor: ctx.actor, at: ctx.now(), action, subject: `section:${rule.sectionId}`, detail });
}

const INSERT = `insert into slots (section_id, term_id, weekday, start_time, end_time, weeks, valid_from, valid_until, room)
  values (:sectionId, :termId, :weekday, :startTime, :endTime, :weeks, :validFrom, :validUntil, :room)`;

/** Adds a slot with its class sessions, in one batch.
 *  @throws AppError `invalid` as in `ruleOf`, or over clashes that are not accepted */
export async function createSlot(ctx: ActorContext, input: SlotInput): Promise<MaterialiseReport & { slotId: number }> {
  const rule = await ruleOf(ctx, input);
  await requireAccepted(ctx, rule, input.acceptClashes);
  const { report, statements } = await planRule(ctx, rule);
  const columns = columnsOf(rule);
  const [added] = await ctx.commit([
    { sql: INSERT, args: { ...columns, sectionId: rule.sectionId, termId: input.termId } },
    audit(ctx, 'slot.created', rule, columns),
    ...statements,
  ]);
  return { ...report, slotId: Number(added?.lastInsertRowid) };
}

const UPDATE = `update slots set term_id = :termId, weekday = :weekday, start_time = :startTime, end_time = :endTime, weeks = :weeks,
    valid_from = :validFrom, valid_until = :validUntil, room = :room where id = :id`;

/** Changes a slot; its future class sessions that nobody touched follow, the others are named. A slot stays with its section.
 *  @throws AppError `not-found`; `invalid` as in `ruleOf`, or over clashes that are not accepted */
export async function editSlot(ctx: ActorContext, input: EditSlotInput): Promise<MaterialiseReport> {
  const old = await loadSlotRule(ctx, input.slotId);
  if (!old) throw new AppError('not-found', 'There is no such slot.');
  const rule = await ruleOf(ctx, { ...input, sectionId: old.sectionId });
  await requireAccepted(ctx, rule, input.acceptClashes);
  const { report, statements } = await planRule(ctx, rule);
  const to = columnsOf(rule);
  await ctx.commit([
    { sql: UPDATE, args: { ...to, termId: input.termId, id: input.slotId } },
    audit(ctx, 'slot.edited', rule, { slotId: input.slotId, from: columnsOf(old), to }),
    ...statements,
  ]);
  return report;
}

/** What stays of its class sessions stands by itself from now on. */
const DETACH = 'update class_sessions set slot_id = null, slot_day = null where slot_id = ?';

/** What deleting a slot would change. Writes nothing.
 *  @throws AppError `not-found` */
export async function previewDeleteSlot(ctx: ActorContext, slotId: number): Promise<MaterialiseReport> {
  const rule = await loadSlotRule(ctx, slotId);
  if (!rule) throw new AppError('not-found', 'There is no such slot.');
  return (await planRule(ctx, { ...rule, isOver: true })).report;
}

/** Deletes a slot with its future class sessions that nobody touched; past and touched ones stay and are named.
 *  @throws AppError `not-found` */
export async function deleteSlot(ctx: ActorContext, slotId: number): Promise<MaterialiseReport> {
  const rule = await loadSlotRule(ctx, slotId);
  if (!rule) throw new AppError('not-found', 'There is no such slot.');
  const { report, statements } = await planRule(ctx, { ...rule, isOver: true });
  await ctx.commit([
    ...statements,
    { sql: DETACH, args: [slotId] },
    { sql: 'delete from slots where id = ?', args: [slotId] },
    audit(ctx, 'slot.deleted', rule, { slotId, ...columnsOf(rule) }),
  ]);
  return report;
}
