/** Expansion in zones whose clocks do odd things: both clock changes, half an hour of it, at midnight, and a day that never was. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantOf } from '#domain/instant';
import { addDays, dayAt, MONDAY, wallTimeAt, weekdayOf } from '#domain/time';
import { type DayRange, expandSlot, isWithin, type Slot, weekPatternOf } from '#domain/timetable/timetable';

/** A zone, the days its clocks change (or the calendar jumps), and what an instant-by-instant reading of the zone says there. */
const CASES = [
  { zone: 'Europe/London', forward: '2026-03-29', back: '2026-10-25', skipped: '01:30', gap: 60, repeated: '01:30' },
  { zone: 'America/New_York', forward: '2026-03-08', back: '2026-11-01', skipped: '02:30', gap: 60, repeated: '01:30' },
  { zone: 'Australia/Lord_Howe', forward: '2026-10-04', back: '2026-04-05', skipped: '02:15', gap: 30, repeated: '01:45' },
  { zone: 'America/Sao_Paulo', forward: '2018-11-04', back: '2018-02-17', skipped: '00:30', gap: 60, repeated: '23:30' },
] as const;

const OTHERS = [
  { zone: 'Africa/Accra', around: '2026-06-15' },
  { zone: 'Pacific/Apia', around: '2011-12-30' },
] as const;

const MINUTE = 60_000;
const text = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** A slot that meets on the weekday of `day`, at any time of the year around it. */
function slotOn(day: string, startTime: string, endTime: string): Slot {
  return {
    weekday: weekdayOf(day),
    startTime,
    endTime,
    weeks: 'every',
    validFrom: addDays(day, -60),
    validUntil: addDays(day, 60),
  };
}

function around(day: string, days = 14): DayRange {
  return { fromDay: addDays(day, -days), untilDay: addDays(day, days) };
}

const expand = (slot: Slot, zone: string, range: DayRange, closures: DayRange[] = []) =>
  expandSlot(slot, { term: range, closures, range, zone, firstWeekday: MONDAY });

test.for(CASES)('in $zone a lesson keeps its wall time over both clock changes', ({ zone, forward, back }) => {
  for (const changed of [forward, back]) {
    const day = addDays(changed, 1);
    const meetings = expand(slotOn(day, '09:00', '10:00'), zone, around(day));
    expect(meetings).toHaveLength(5);
    for (const meeting of meetings)
      expect([dayAt(meeting.startsAt, zone), wallTimeAt(meeting.startsAt, zone), wallTimeAt(meeting.endsAt, zone)]).toEqual([
        meeting.day,
        '09:00',
        '10:00',
      ]);
    const steps = meetings.slice(1).map(({ startsAt }, index) => startsAt - (meetings[index]?.startsAt ?? 0));
    expect(new Set(steps).size).toBe(2);
  }
});

test.for(CASES)('in $zone a start that is skipped moves forward by the gap', ({ zone, forward, skipped, gap }) => {
  const minutes = Number(skipped.slice(0, 2)) * 60 + Number(skipped.slice(3));
  const slot = slotOn(forward, skipped, text(minutes + 120));
  const meeting = expand(slot, zone, around(forward)).find(({ day }) => day === forward);
  expect(meeting?.startTime).toBe(skipped);
  expect(wallTimeAt(meeting?.startsAt ?? 0, zone)).toBe(text(minutes + gap));
});

test.for(CASES)('in $zone a start that comes twice is the first of the two', ({ zone, back, repeated, gap }) => {
  const at = instantOf(back, repeated, zone);
  expect(wallTimeAt(at, zone)).toBe(repeated);
  expect(wallTimeAt(at + gap * MINUTE, zone)).toBe(repeated);
  const slot = slotOn(back, repeated, '23:59');
  expect(expand(slot, zone, around(back)).find(({ day }) => day === back)?.startsAt).toBe(at);
});

test('in Apia a lesson of the day that was left out of the calendar is moved past it, and every other Friday stays', () => {
  const meetings = expand(slotOn('2011-12-30', '09:00', '10:00'), 'Pacific/Apia', around('2011-12-30'));
  const seen = meetings.map(({ startsAt }) => `${dayAt(startsAt, 'Pacific/Apia')} ${wallTimeAt(startsAt, 'Pacific/Apia')}`);
  expect(seen).toEqual(['2011-12-16 09:00', '2011-12-23 09:00', '2011-12-31 09:00', '2012-01-06 09:00', '2012-01-13 09:00']);
});

test('in Accra, where clocks never change, lessons are a week of seconds apart', () => {
  const meetings = expand(slotOn('2026-06-15', '09:00', '10:00'), 'Africa/Accra', around('2026-06-15', 120));
  const steps = new Set(meetings.slice(1).map(({ startsAt }, index) => startsAt - (meetings[index]?.startsAt ?? 0)));
  expect([...steps]).toEqual([7 * 24 * 60 * MINUTE]);
});

const ZONES = [
  ...CASES.flatMap(({ zone, forward, back }) => [
    { zone, around: forward },
    { zone, around: back },
  ]),
  ...OTHERS,
];

test.for(ZONES)('in $zone around $around expansion is what a walk over the calendar gives', ({ zone, around: middle }) => {
  const offset = fc.integer({ min: -21, max: 21 });
  const range = fc.tuple(offset, offset).map(([a, b]) => ({
    fromDay: addDays(middle, Math.min(a, b)),
    untilDay: addDays(middle, Math.max(a, b)),
  }));
  const slot = fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    start: fc.integer({ min: 0, max: 23 * 60 }),
    length: fc.integer({ min: 1, max: 59 }),
    weeks: fc.constantFrom('every', 'A', 'B'),
  });
  fc.assert(
    fc.property(slot, range, range, range, fc.array(range, { maxLength: 2 }), (some, term, valid, wanted, closures) => {
      const { weekday, weeks, start, length } = some;
      const [startTime, endTime] = [text(start), text(start + length)];
      const whole: Slot = { weekday, weeks, startTime, endTime, validFrom: valid.fromDay, validUntil: valid.untilDay };
      const meetings = expandSlot(whole, { term, closures, range: wanted, zone, firstWeekday: MONDAY });
      const days = Array.from({ length: 43 }, (_, index) => addDays(middle, index - 21)).filter(
        (day) =>
          weekdayOf(day) === weekday &&
          [term, valid, wanted].every((one) => isWithin(day, one)) &&
          !closures.some((one) => isWithin(day, one)) &&
          (weeks === 'every' || weekPatternOf(day, { term, firstWeekday: MONDAY }) === weeks),
      );
      expect(meetings.map(({ day }) => day)).toEqual(days);
      for (const { day, startsAt, endsAt } of meetings) {
        expect(endsAt).toBeGreaterThan(startsAt);
        const shown = `${dayAt(startsAt, zone)} ${wallTimeAt(startsAt, zone)}`;
        expect(shown >= `${day} ${startTime}`).toBe(true);
        expect(startsAt - instantOf(day, startTime, zone)).toBe(0);
      }
    }),
    { numRuns: 40 },
  );
});
