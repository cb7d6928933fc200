/**
 * Slots become class sessions, for the whole of every term that is not over: at once when somebody changes the timetable, and by
 * a job for whatever a change did not reach. The rules are `#domain/materialise`; here they are fed and carried out, in portions.
 */
import { and, between, eq, exists, gte, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { attendance, claims, classSessions, closures, courses, covers, sections, slots, terms } from '#db/schema';
import { judgeAgain } from '#db/sql/judged-students';
import { IS_STANDING } from '#db/sql/staffing';
import { asBoolean } from '#db/sql/values';
import { groupBy } from '#domain/group';
import { OPEN_EARLY_MS } from '#domain/register/class-session';
import { addDays, dayAt, laterDay, weekStart } from '#domain/time';
import {
  type MaterialiseReport,
  type PlannedMeeting,
  planSlot,
  reportOf,
  type SlotPlan,
  withoutTaken,
} from '#domain/timetable/materialise';
import { type DayRange, expandSlot, type Slot } from '#domain/timetable/timetable';
import type { Services, Write } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { classSessionStatements } from './class-session-writes';

/** Slots handled in one go: some hundred class sessions, a moment in which nobody else is served. */
const SLOTS_AT_ONCE = 20;
/** Beyond the end of any term that is in use. */
const FAR_DAYS = 800;

/** A slot with what its expansion depends on. `id` is null for one that is about to be stored. */
export type SlotRule = Slot & {
  id: number | null;
  sectionId: number;
  /** Course and section code, for reports. */
  section: string;
  room: string | null;
  term: DayRange;
  /** Its term or its section is archived: it makes nothing any more. */
  isOver: boolean;
};

type Parts = Pick<Services, 'db' | 'now'>;
/** A slot with its term, section and course; `isOver` where one of them is archived. */
function selectRules(db: Database) {
  const { id, sectionId, weekday, startTime, endTime, weeks, validFrom, validUntil, room } = slots;
  const section = sql<string>`${courses.code} || ' ' || ${sections.code}`;
  const isOver = asBoolean(or(isNotNull(terms.archivedAt), isNotNull(sections.archivedAt)));
  return db
    .select({
      id,
      sectionId,
      section,
      weekday,
      startTime,
      endTime,
      weeks,
      validFrom,
      validUntil,
      room,
      isOver,
      term: { fromDay: terms.fromDay, untilDay: terms.untilDay },
    })
    .from(terms)
    .crossJoin(slots)
    .innerJoin(sections, eq(sections.id, slots.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId));
}

/** The cross join keeps to the terms that are due. */
const isOfTerm = eq(slots.termId, terms.id);

/** Class sessions that slots once made, among some days. */
function loadMade(db: Database, slotIds: number[], days: DayRange) {
  const { id, slotId, slotDay, day, startTime, endTime, startsAt, endsAt, room, zone, state, openedAt, editedAt } = classSessions;
  const marks = db.select({ one: sql`1` }).from(attendance).where(eq(attendance.classSessionId, id));
  const checkIns = db.select({ one: sql`1` }).from(claims).where(eq(claims.classSessionId, id));
  const isHanded = and(eq(covers.classSessionId, id), IS_STANDING);
  const handed = db.select({ one: sql`1` }).from(covers).where(isHanded);
  return db
    .select({
      id,
      slotId,
      slotDay,
      day,
      startTime,
      endTime,
      startsAt,
      endsAt,
      room,
      zone,
      state,
      isOpened: asBoolean(isNotNull(openedAt)),
      isEdited: asBoolean(or(isNotNull(editedAt), exists(handed))),
      hasMarks: asBoolean(exists(marks)),
      hasClaims: asBoolean(exists(checkIns)),
    })
    .from(classSessions)
    .where(and(inArray(slotId, slotIds), between(slotDay, days.fromDay, days.untilDay)));
}

function loadStarts(db: Database, sectionIds: number[], days: DayRange) {
  const { sectionId, id, startsAt, day } = classSessions;
  return db
    .select({ sectionId, id, startsAt })
    .from(classSessions)
    .where(and(inArray(sectionId, sectionIds), between(day, days.fromDay, days.untilDay)));
}

/** The slot, or null. */
export async function loadSlotRule({ db }: Pick<Services, 'db'>, slotId: number): Promise<SlotRule | null> {
  const [rule] = await selectRules(db).where(and(eq(slots.id, slotId), isOfTerm));
  return rule ?? null;
}

/** A slot's plan, with the slot it is of. */
type RulePlan = SlotPlan & { rule: SlotRule; section: string };

/** What is looked at: the school's zone and weeks, days from this week on, now, and the instant after which things may still change. */
type Frame = { zone: string; firstWeekday: number; range: DayRange; now: number; from: number; closures: DayRange[] };

async function frameOf({ db, now: clock }: Parts, wanted: DayRange): Promise<Frame> {
  const { zone, firstWeekday } = await loadSettings({ db });
  const now = clock();
  const weekOf = (day: string) => weekStart(day, firstWeekday);
  const range = {
    fromDay: laterDay(weekOf(dayAt(now, zone)), weekOf(wanted.fromDay)),
    untilDay: addDays(weekOf(wanted.untilDay), 6),
  };
  const { fromDay, untilDay } = closures;
  const closed = await db
    .select({ fromDay, untilDay })
    .from(closures)
    .where(and(gte(untilDay, range.fromDay), lte(fromDay, range.untilDay)));
  return { zone, firstWeekday, range, now, from: now + OPEN_EARLY_MS, closures: closed };
}

/** The slot's meetings in the frame; none of one that is over. */
function meetingsOf(rule: SlotRule, { closures: closed, ...frame }: Frame): PlannedMeeting[] {
  if (rule.isOver) return [];
  return expandSlot(rule, { term: rule.term, closures: closed, ...frame }).map((meeting) => ({
    ...meeting,
    room: rule.room,
    zone: frame.zone,
  }));
}

async function loadExisting({ db }: Parts, rules: SlotRule[], { range }: Frame) {
  const slotIds = rules.flatMap(({ id }) => id ?? []);
  const sectionIds = [...new Set(rules.map(({ sectionId }) => sectionId))];
  const [existing, starts] = await Promise.all([
    // A slot that is about to be stored has made none.
    slotIds.length > 0 ? loadMade(db, slotIds, range) : [],
    loadStarts(db, sectionIds, range),
  ]);
  return { existing: groupBy(existing, ({ slotId }) => slotId), starts: groupBy(starts, ({ sectionId }) => sectionId) };
}

/** What the slots change from now on, among the days wanted. Writes nothing; two reads however many slots. */
async function planRules(parts: Parts, rules: SlotRule[], frame: Frame): Promise<RulePlan[]> {
  const { existing, starts } = await loadExisting(parts, rules, frame);
  const planOf = (rule: SlotRule): RulePlan => {
    const there = (existing.get(rule.id ?? 0) ?? []).map((one) => ({ ...one, slotDay: one.slotDay ?? one.day }));
    const plan = planSlot({ ...frame, meetings: meetingsOf(rule, frame), existing: there });
    return { ...plan, rule, section: rule.section };
  };
  const bySection = groupBy(rules, ({ sectionId }) => sectionId);
  return [...bySection].flatMap(([sectionId, ofSection]) => {
    const others = new Map((starts.get(sectionId) ?? []).map(({ id, startsAt }) => [id, startsAt]));
    return withoutTaken(ofSection.map(planOf), others);
  });
}

/** What one slot would change, and the statements that do it. */
export async function planRule(parts: Parts, rule: SlotRule): Promise<{ report: MaterialiseReport; statements: Write[] }> {
  const frame = await frameOf(parts, { fromDay: lastWeek(parts), untilDay: farthest(rule) });
  const plans = await planRules(parts, [rule], frame);
  return { report: reportOf(plans), statements: planStatements(parts, plans, frame) };
}

/** Before this week wherever the school is. */
function lastWeek({ now }: Pick<Services, 'now'>): string {
  return addDays(dayAt(now(), 'UTC'), -7);
}

/** Beyond the rule's own days its class sessions may lie where it was valid before. */
function farthest({ term, validUntil }: SlotRule): string {
  return addDays(laterDay(validUntil, term.untilDay), FAR_DAYS);
}

/** Nothing for plans that change nothing. Alerts look at what lies ahead. */
function planStatements({ db }: Parts, plans: RulePlan[], { now, from, range }: Frame): Write[] {
  const remove = plans.flatMap((plan) => plan.remove.map(({ id }) => id));
  const move = plans.flatMap((plan) => plan.move);
  const add = plans.flatMap(({ rule, add: meetings }) =>
    meetings.map((meeting) => ({ ...meeting, slotId: rule.id, sectionId: rule.sectionId })),
  );
  const changed = plans.filter((plan) => plan.remove.length + plan.move.length + plan.add.length > 0);
  const sectionIds = changed.map(({ rule }) => rule.sectionId);
  return [
    ...classSessionStatements({ remove, move, add }, { now, from }),
    ...(changed.length > 0 ? [judgeAgain(db, range.fromDay, sectionIds)] : []),
  ];
}

const NOTHING: MaterialiseReport = { added: 0, moved: 0, removed: 0, kept: [], taken: [] };

function sum(a: MaterialiseReport, b: MaterialiseReport): MaterialiseReport {
  return {
    added: a.added + b.added,
    moved: a.moved + b.moved,
    removed: a.removed + b.removed,
    kept: [...a.kept, ...b.kept],
    taken: [...a.taken, ...b.taken],
  };
}

/** Whole sections at a time: slots of one section may swap places. */
function portionsOf(rules: SlotRule[]): SlotRule[][] {
  const portions: SlotRule[][] = [];
  for (const ofSection of groupBy(rules, ({ sectionId }) => sectionId).values()) {
    const last = portions.at(-1);
    if (last && last.length + ofSection.length <= SLOTS_AT_ONCE) last.push(...ofSection);
    else portions.push([...ofSection]);
  }
  return portions;
}

/** An embedded database answers without leaving the turn, so requests get theirs between portions only if they are let in. */
function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

type Writer = Parts & Pick<Services, 'commit'>;

async function materialise(services: Writer, rules: SlotRule[], wanted: DayRange): Promise<MaterialiseReport> {
  const frame = await frameOf(services, wanted);
  let report = NOTHING;
  for (const portion of portionsOf(rules)) {
    const plans = await planRules(services, portion, frame);
    const statements = planStatements(services, plans, frame);
    if (statements.length > 0) await services.commit(statements);
    report = sum(report, reportOf(plans));
    await letOthersRun();
  }
  return report;
}

/** Brings the class sessions of some days in line with their slots: after a closure was added, moved or deleted. */
export async function materialiseDays(services: Writer, days: DayRange): Promise<MaterialiseReport> {
  const isDue = and(gte(terms.untilDay, days.fromDay), lte(terms.fromDay, days.untilDay));
  const rules = await selectRules(services.db).where(and(isOfTerm, isDue)).orderBy(slots.sectionId, slots.id);
  return materialise(services, rules, days);
}

/** Brings a term's class sessions in line with its slots: after its days have changed. `days` covers those before the change too. */
export async function materialiseTerm(services: Writer, termId: number, days: DayRange): Promise<MaterialiseReport> {
  const isOfThis = and(eq(terms.id, termId), isOfTerm);
  const rules = await selectRules(services.db).where(isOfThis).orderBy(slots.sectionId, slots.id);
  return materialise(services, rules, days);
}

/** A job: every term that is not over has all of its class sessions. Idempotent. */
export async function materialiseTimetable(services: Writer & Pick<Services, 'log'>): Promise<MaterialiseReport> {
  const fromDay = lastWeek(services);
  const report = await materialiseDays(services, { fromDay, untilDay: addDays(fromDay, FAR_DAYS) });
  const { added, moved, removed } = report;
  if (added + moved + removed > 0) services.log('info', 'timetable.materialised', { added, moved, removed });
  return report;
}
