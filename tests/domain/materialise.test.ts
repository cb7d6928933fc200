/** What a slot changes in the class sessions that exist: what nobody touched follows, the rest stays and is named. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from '#domain/instant';
import { addDays, MONDAY } from '#domain/time';
import {
  keepReason,
  type PlannedMeeting,
  planSlot,
  reportOf,
  type SlotClassSession,
  withoutTaken,
} from '#domain/timetable/materialise';

const ZONE = 'Europe/London';
/** Wednesday 9 September 2026, at noon. */
const FROM = instantOf('2026-09-09', '12:00', ZONE);

function meeting(day: string, startTime = '09:00', endTime = '10:00', room: string | null = 'Room 1'): PlannedMeeting {
  const [startsAt, endsAt] = [instantOf(day, startTime, ZONE), instantOf(day, endTime, ZONE)];
  return { day, startTime, endTime, startsAt, endsAt, room, zone: ZONE };
}

let lastId = 0;
function existing(day: string, given: Partial<SlotClassSession> = {}): SlotClassSession {
  const untouched = { state: 'scheduled', isOpened: false, isEdited: false, hasMarks: false, hasClaims: false } as const;
  return { id: ++lastId, slotDay: day, ...meeting(given.day ?? day), ...untouched, ...given };
}

const plan = (meetings: PlannedMeeting[], there: SlotClassSession[], { from = FROM, firstWeekday = MONDAY } = {}) => ({
  section: 'MA A',
  ...planSlot({ meetings, existing: there, from, firstWeekday }),
});

test('meetings that have no class session yet are added, those that have begun are not', () => {
  const meetings = ['2026-09-02', '2026-09-09', '2026-09-16'].map((day) => meeting(day));
  expect(plan(meetings, []).add.map(({ day }) => day)).toEqual(['2026-09-16']);
});

test('what is as the slot says stays without a word', () => {
  const there = existing('2026-09-14');
  expect(plan([meeting('2026-09-14')], [there])).toMatchObject({ add: [], move: [], remove: [], keep: [], taken: [] });
});

test('another time, day or room moves the class session of that week', () => {
  const there = existing('2026-09-14');
  for (const wanted of [
    meeting('2026-09-14', '10:00', '11:00'),
    meeting('2026-09-16'),
    meeting('2026-09-14', '09:00', '10:00', null),
  ])
    expect(plan([wanted], [there])).toMatchObject({ add: [], move: [{ ...wanted, id: there.id }], remove: [], keep: [] });
});

test('a class session of a week in which the slot no longer meets is removed', () => {
  const [first, second] = [existing('2026-09-14'), existing('2026-09-21')];
  expect(plan([meeting('2026-09-14')], [first, second]).remove.map(({ id }) => id)).toEqual([second.id]);
});

test('a week whose class session has begun has had its meeting', () => {
  const monday = existing('2026-09-07');
  const changes = plan([meeting('2026-09-11'), meeting('2026-09-18')], [monday]);
  expect(changes.add.map(({ day }) => day)).toEqual(['2026-09-18']);
  expect([changes.move, changes.remove, changes.keep]).toEqual([[], [], []]);
});

test.for([
  ['marked', { hasMarks: true, isOpened: true }],
  ['checked-in', { hasClaims: true }],
  ['opened', { isOpened: true }],
  ['opened', { state: 'open' }],
  ['cancelled', { state: 'cancelled', isEdited: true }],
  ['changed-by-hand', { isEdited: true }],
] as const)('a class session that is %s stays and is named, whether the slot moves or goes', ([reason, given]) => {
  const there = existing('2026-09-14', given);
  expect(keepReason(there)).toBe(reason);
  for (const meetings of [[meeting('2026-09-15')], []]) {
    const changes = plan(meetings, [there]);
    expect(changes).toMatchObject({ add: [], move: [], remove: [], keep: [{ id: there.id, reason, day: '2026-09-14' }] });
  }
});

test('in weeks that begin on Sunday a slot moves from the Sunday to the Monday after it', () => {
  const sunday = existing('2026-09-13');
  const wanted = meeting('2026-09-14');
  expect(plan([wanted], [sunday], { firstWeekday: 7 })).toMatchObject({ add: [], move: [{ ...wanted, id: sunday.id }] });
  expect(plan([wanted], [sunday])).toMatchObject({ add: [wanted], remove: [{ id: sunday.id }] });
});

test('of two class sessions that other weeks have put into one, that of the slot’s day stays and what was touched is named', () => {
  const [sunday, monday] = [existing('2026-09-13', { hasMarks: true }), existing('2026-09-14')];
  for (const there of [
    [sunday, monday],
    [monday, sunday],
  ])
    expect(plan([meeting('2026-09-14')], there, { firstWeekday: 7 })).toMatchObject({
      ...{ add: [], move: [], remove: [] },
      keep: [{ id: sunday.id, reason: 'marked' }],
    });
});

test('one that a person moved to another week keeps its own week taken and the other free', () => {
  const moved = existing('2026-09-14', { day: '2026-09-24', isEdited: true });
  const changes = plan([meeting('2026-09-14'), meeting('2026-09-21')], [moved]);
  expect(changes.add.map(({ day }) => day)).toEqual(['2026-09-21']);
  expect(changes.keep.map(({ reason }) => reason)).toEqual(['changed-by-hand']);
});

test('a meeting at which its section has another class session is named and left out', () => {
  const wanted = meeting('2026-09-14');
  const [blocked] = withoutTaken([plan([wanted], [])], new Map([[999, wanted.startsAt]]));
  expect(blocked).toMatchObject({ add: [], taken: [{ day: '2026-09-14' }] });
});

test('slots of one section that swap weeks do not stand in each other’s way', () => {
  const [ofA, ofB] = [existing('2026-09-14'), existing('2026-09-21')];
  const plans = [plan([meeting('2026-09-21')], [ofA]), plan([meeting('2026-09-14')], [ofB])];
  const others = new Map([ofA, ofB].map(({ id, startsAt }) => [id, startsAt]));
  const report = reportOf(withoutTaken(plans, others));
  expect(report).toMatchObject({ added: 2, removed: 2, moved: 0, taken: [] });
});

test('two slots that want the same start get it once', () => {
  const plans = [plan([meeting('2026-09-14')], []), plan([meeting('2026-09-14')], [])];
  expect(reportOf(withoutTaken(plans, new Map()))).toMatchObject({ added: 1, taken: [{ day: '2026-09-14' }] });
});

/** What stands after a plan was carried out. */
function carriedOut(there: SlotClassSession[], changes: ReturnType<typeof plan>) {
  const gone = new Set([...changes.remove, ...changes.move].map(({ id }) => id));
  const made = [...changes.move, ...changes.add].map((one) => existing(one.day, one));
  return [...there.filter(({ id }) => !gone.has(id)), ...made];
}

test('whatever happened before, a second run changes nothing, and what was touched is never moved or removed', () => {
  const week = fc.integer({ min: -2, max: 8 });
  const dayOf = (weeks: number, weekday: number) => addDays('2026-09-07', weeks * 7 + weekday);
  const weekday = fc.integer({ min: 0, max: 6 });
  const flag = fc.boolean();
  const some = fc.uniqueArray(fc.record({ week, isEdited: flag, hasMarks: flag, isCancelled: flag, weekday }), {
    selector: (one) => one.week,
  });
  fc.assert(
    fc.property(some, fc.uniqueArray(week), weekday, fc.integer({ min: 1, max: 7 }), (list, wanted, newDay, firstWeekday) => {
      const there = list.map((one) =>
        existing(dayOf(one.week, one.weekday), { ...one, state: one.isCancelled ? 'cancelled' : 'scheduled' }),
      );
      const meetings = wanted.map((one) => meeting(dayOf(one, newDay), '08:00', '09:30'));
      const changes = plan(meetings, there, { firstWeekday });
      const touched = new Set(there.filter((one) => keepReason(one) || one.startsAt <= FROM).map(({ id }) => id));
      expect([...changes.move, ...changes.remove].some(({ id }) => touched.has(id))).toBe(false);
      expect([...changes.move, ...changes.add].every(({ startsAt }) => startsAt > FROM)).toBe(true);
      const after = plan(meetings, carriedOut(there, changes), { firstWeekday });
      expect([after.add, after.move, after.remove]).toEqual([[], [], []]);
    }),
  );
});
