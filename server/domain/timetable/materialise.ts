/**
 * What a slot changes in the class sessions that exist: pure, so that a preview and the job say the same.
 * A slot meets at most once a week, so a meeting and a class session belong together when they are of one week.
 */
import { groupBy } from '#domain/group';
import type { ClassSessionState } from '#domain/register/class-session';
import { weekStart } from '#domain/time';
import type { Meeting } from './timetable';

/** Why a class session stays as it is although its slot no longer says so. */
export const KEEP_REASONS = ['marked', 'checked-in', 'opened', 'cancelled', 'changed-by-hand'] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];

/** A class session that a slot once made. `slotDay` is the day it was made for, wherever a person has moved it since. */
export type SlotClassSession = Meeting & {
  id: number;
  slotDay: string;
  room: string | null;
  zone: string;
  state: ClassSessionState;
  isOpened: boolean;
  isEdited: boolean;
  hasMarks: boolean;
  hasClaims: boolean;
};

export type PlannedMeeting = Meeting & { room: string | null; zone: string };
export type Kept = Meeting & { id: number; reason: KeepReason };

/** What is to be done, each list in order of time. `taken` are meetings whose section has another class session at that start. */
export type SlotPlan = {
  add: PlannedMeeting[];
  move: (PlannedMeeting & { id: number })[];
  remove: (Meeting & { id: number })[];
  keep: Kept[];
  taken: Meeting[];
};

/** Why nobody but a person may change this class session; null for one that its slot may. */
export function keepReason(one: Omit<SlotClassSession, keyof Meeting | 'id' | 'slotDay' | 'room' | 'zone'>): KeepReason | null {
  if (one.hasMarks) return 'marked';
  if (one.hasClaims) return 'checked-in';
  if (one.isOpened || one.state === 'open' || one.state === 'closed') return 'opened';
  if (one.state === 'cancelled') return 'cancelled';
  return one.isEdited ? 'changed-by-hand' : null;
}

function isSame(one: SlotClassSession, wanted: PlannedMeeting): boolean {
  const times = one.startsAt === wanted.startsAt && one.endsAt === wanted.endsAt;
  const local = one.day === wanted.day && one.startTime === wanted.startTime && one.endTime === wanted.endTime;
  return times && local && one.room === wanted.room && one.zone === wanted.zone;
}

const timesOf = ({ day, startTime, endTime, startsAt, endsAt }: Meeting): Meeting => ({
  day,
  startTime,
  endTime,
  startsAt,
  endsAt,
});

export type SlotPlanFacts = {
  meetings: PlannedMeeting[];
  existing: SlotClassSession[];
  /** Epoch ms; nothing that starts by then is made, moved or removed. */
  from: number;
  /** On which weeks begin, 1 Monday to 7 Sunday. */
  firstWeekday: number;
};

/** What one slot's meetings change. A class session that has begun by `from` stays, and so has its week had its meeting;
 *  one that nobody touched follows the slot; one with marks, check-ins or changes by hand stays and is named when it differs.
 *  Weeks that began on another day once may have left two class sessions in one. */
export function planSlot({ meetings, existing, from, firstWeekday }: SlotPlanFacts): SlotPlan {
  const plan: SlotPlan = { add: [], move: [], remove: [], keep: [], taken: [] };
  const byWeek = groupBy(existing, ({ slotDay }) => weekStart(slotDay, firstWeekday));
  const settle = (one: SlotClassSession, wanted: PlannedMeeting | null) => {
    const reason = keepReason(one);
    if (one.startsAt <= from || (wanted && isSame(one, wanted))) return;
    if (reason) plan.keep.push({ ...timesOf(one), id: one.id, reason });
    else if (wanted && wanted.startsAt > from) plan.move.push({ ...wanted, id: one.id });
    else plan.remove.push({ ...timesOf(one), id: one.id });
  };
  for (const wanted of meetings) {
    const week = weekStart(wanted.day, firstWeekday);
    const ofWeek = byWeek.get(week) ?? [];
    const own = ofWeek.find(({ slotDay }) => slotDay === wanted.day) ?? ofWeek[0];
    byWeek.set(
      week,
      ofWeek.filter((one) => one !== own),
    );
    if (own) settle(own, wanted);
    else if (wanted.startsAt > from) plan.add.push(wanted);
  }
  for (const one of [...byWeek.values()].flat()) settle(one, null);
  return plan;
}

/** The plans of one section's slots, without the meetings that would begin as another class session of the section does.
 *  @param others starts (epoch ms) by id of every class session the section has */
export function withoutTaken<Plan extends SlotPlan>(plans: Plan[], others: ReadonlyMap<number, number>): Plan[] {
  const leaving = new Set(plans.flatMap(({ move, remove }) => [...move, ...remove].map(({ id }) => id)));
  const starts = new Set([...others].filter(([id]) => !leaving.has(id)).map(([, startsAt]) => startsAt));
  const isFree = ({ startsAt }: Meeting) => !starts.has(startsAt) && Boolean(starts.add(startsAt));
  return plans.map((plan) => {
    const [move, add] = [plan.move.filter(isFree), plan.add.filter(isFree)];
    const isPlanned = new Set<Meeting>([...move, ...add]);
    const taken = [...plan.move, ...plan.add].filter((one) => !isPlanned.has(one)).map(timesOf);
    return { ...plan, move, add, taken };
  });
}

/** How much a change of the timetable did, and what it left alone. `section` names the class. */
export type MaterialiseReport = {
  added: number;
  moved: number;
  removed: number;
  kept: (Kept & { section: string })[];
  taken: (Meeting & { section: string })[];
};

/** Several slots' plans as one report. */
export function reportOf(plans: (SlotPlan & { section: string })[]): MaterialiseReport {
  const count = (list: 'add' | 'move' | 'remove') => plans.reduce((sum, plan) => sum + plan[list].length, 0);
  return {
    added: count('add'),
    moved: count('move'),
    removed: count('remove'),
    kept: plans.flatMap(({ keep, section }) => keep.map((one) => ({ ...one, section }))),
    taken: plans.flatMap(({ taken, section }) => taken.map((one) => ({ ...one, section }))),
  };
}
