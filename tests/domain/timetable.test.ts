/** Slots become meetings: in local time first, over clock changes, A and B weeks, closures and validity. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayAt, MONDAY, wallTimeAt, weekdayOf } from '#domain/time';
import { type Term, usualTerm } from '#domain/timetable/term';
import { expandSlot, isWithin, movedByClock, type Slot, weekPatternOf } from '#domain/timetable/timetable';

const TERM = { fromDay: '2026-09-01', untilDay: '2026-12-18' };
const MONDAYS: Slot = {
  weekday: 1,
  startTime: '09:00',
  endTime: '10:00',
  weeks: 'every',
  validFrom: '2026-01-01',
  validUntil: '2026-12-31',
};
const expand = (slot: Partial<Slot> = {}, options: Partial<Parameters<typeof expandSlot>[1]> = {}) =>
  expandSlot(
    { ...MONDAYS, ...slot },
    { term: TERM, closures: [], range: TERM, zone: 'Europe/Berlin', firstWeekday: MONDAY, ...options },
  );
const daysOf = (meetings: { day: string }[]) => meetings.map(({ day }) => day);
const iso = (at: number | undefined) => new Date(at ?? Number.NaN).toISOString().slice(0, 16);

test('a weekly slot meets on its weekday, from the term’s first day to its last', () => {
  const days = daysOf(expand());
  expect(days[0]).toBe('2026-09-07');
  expect(days.at(-1)).toBe('2026-12-14');
  expect(days).toHaveLength(15);
  expect(days.every((day) => weekdayOf(day) === 1)).toBe(true);
});

test('a term that begins and ends on the slot’s weekday includes both days', () => {
  const term = { fromDay: '2026-09-07', untilDay: '2026-09-21' };
  expect(daysOf(expand({}, { term }))).toEqual(['2026-09-07', '2026-09-14', '2026-09-21']);
});

test('a slot counts only while it is valid, both days included', () => {
  expect(daysOf(expand({ validFrom: '2026-09-14', validUntil: '2026-09-28' }))).toEqual([
    '2026-09-14',
    '2026-09-21',
    '2026-09-28',
  ]);
  expect(expand({ validFrom: '2026-09-15', validUntil: '2026-09-20' })).toEqual([]);
  expect(expand({ validFrom: '2026-10-01', validUntil: '2026-09-01' })).toEqual([]);
});

test('a lesson stays at its wall time when the clocks change', () => {
  const around = expand({}, { range: { fromDay: '2026-10-19', untilDay: '2026-10-26' } });
  expect(around.map(({ startsAt }) => iso(startsAt))).toEqual(['2026-10-19T07:00', '2026-10-26T08:00']);
});

const pad = (hour: number) => String(hour).padStart(2, '0');
const SUNDAY_NIGHT = { weekday: 7, startTime: '02:15', endTime: '02:45' };

test('a time that the clocks skip moves forward by the gap', () => {
  const options = {
    term: { fromDay: '2026-03-23', untilDay: '2026-04-05' },
    range: { fromDay: '2026-03-23', untilDay: '2026-04-05' },
  };
  const [skipped, ordinary] = expand(SUNDAY_NIGHT, options);
  expect([skipped?.day, iso(skipped?.startsAt), iso(skipped?.endsAt)]).toEqual([
    '2026-03-29',
    '2026-03-29T01:15',
    '2026-03-29T01:45',
  ]);
  expect(wallTimeAt(skipped?.startsAt ?? 0, 'Europe/Berlin')).toBe('03:15');
  expect(skipped).toMatchObject({ startTime: '02:15', endTime: '02:45' });
  expect(iso(ordinary?.startsAt)).toBe('2026-04-05T00:15');
});

test('a time that the clocks repeat is the first of the two', () => {
  const day = { fromDay: '2026-10-25', untilDay: '2026-10-25' };
  const [doubled] = expand(SUNDAY_NIGHT, { range: day });
  expect([iso(doubled?.startsAt), iso(doubled?.endsAt)]).toEqual(['2026-10-25T00:15', '2026-10-25T00:45']);
});

test('a meeting of which the clocks leave nothing is moved and keeps its length', () => {
  const term = { fromDay: '2026-03-29', untilDay: '2026-03-29' };
  const [moved] = expand({ weekday: 7, startTime: '02:30', endTime: '03:15' }, { term, range: term });
  expect([iso(moved?.startsAt), iso(moved?.endsAt)]).toEqual(['2026-03-29T01:30', '2026-03-29T02:15']);
  expect(movedByClock(moved ? [moved] : [], 'Europe/Berlin')).toEqual([{ day: '2026-03-29', time: '02:30', moved: '03:30' }]);
});

test('a meeting past midnight belongs to the day on which it begins, also before a closure and at the end of its term', () => {
  const night = { weekday: 7, startTime: '23:00', endTime: '00:30' };
  const term = { fromDay: '2026-10-12', untilDay: '2026-10-25' };
  const closures = [{ fromDay: '2026-10-19', untilDay: '2026-10-19' }];
  const meetings = expand(night, { term, range: term, closures });
  expect(meetings.map(({ day, startsAt, endsAt }) => [day, iso(startsAt), iso(endsAt)])).toEqual([
    ['2026-10-18', '2026-10-18T21:00', '2026-10-18T22:30'],
    ['2026-10-25', '2026-10-25T22:00', '2026-10-25T23:30'],
  ]);
});

test('closures are left out, both of their days included', () => {
  const closures = [
    { fromDay: '2026-09-14', untilDay: '2026-09-14' },
    { fromDay: '2026-09-21', untilDay: '2026-10-05' },
  ];
  const range = { fromDay: '2026-09-01', untilDay: '2026-10-18' };
  expect(daysOf(expand({}, { closures, range }))).toEqual(['2026-09-07', '2026-10-12']);
});

test('the week in which the term begins is an A week, then they alternate', () => {
  const patternOf = (day: string) => weekPatternOf(day, { term: TERM, firstWeekday: MONDAY });
  expect(['2026-09-01', '2026-09-06', '2026-09-07', '2026-09-14'].map(patternOf)).toEqual(['A', 'A', 'B', 'A']);
  const days = { a: daysOf(expand({ weeks: 'A' })), b: daysOf(expand({ weeks: 'B' })) };
  expect([...days.a, ...days.b].sort()).toEqual(daysOf(expand()));
  expect(days.b[0]).toBe('2026-09-07');
  expect(days.a[0]).toBe('2026-09-14');
});

test('where weeks begin on Sunday, a Sunday is of the week that follows it', () => {
  const sundays = { weekday: 7, weeks: 'A' } as const;
  expect(daysOf(expand(sundays)).slice(0, 2)).toEqual(['2026-09-06', '2026-09-20']);
  expect(daysOf(expand(sundays, { firstWeekday: 7 })).slice(0, 2)).toEqual(['2026-09-13', '2026-09-27']);
  expect(daysOf(expand({ weeks: 'A' }, { firstWeekday: 7 }))).toEqual(daysOf(expand({ weeks: 'A' })));
});

test('a term that begins on a Sunday begins a week with it, or ends one', () => {
  const term = { ...TERM, fromDay: '2026-09-06' };
  const first = (firstWeekday: number) => daysOf(expand({ weeks: 'A' }, { term, range: term, firstWeekday }))[0];
  expect([first(MONDAY), first(7)]).toEqual(['2026-09-14', '2026-09-07']);
});

test('A and B weeks go on over a closure and over new year as if nothing were', () => {
  const term = { fromDay: '2026-12-07', untilDay: '2027-01-31' };
  const closures = [{ fromDay: '2026-12-21', untilDay: '2027-01-03' }];
  const options = { term, range: term, closures };
  expect(daysOf(expand({ weeks: 'A', validUntil: '2027-12-31' }, options))).toEqual(['2026-12-07', '2027-01-04', '2027-01-18']);
});

test('whatever the slot, its meetings are its own: in order, on its weekday, in range, at its wall time', () => {
  const offset = fc.integer({ min: 0, max: 400 });
  const range = fc.tuple(offset, fc.integer({ min: 0, max: 120 })).map(([from, length]) => ({
    fromDay: addDays('2026-01-01', from),
    untilDay: addDays('2026-01-01', from + length),
  }));
  const hour = fc.integer({ min: 7, max: 20 });
  const slot = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), weeks: fc.constantFrom('every', 'A', 'B') });
  const firstWeekdays = fc.integer({ min: 1, max: 7 });
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
  fc.assert(
    fc.property(
      slot,
      hour,
      range,
      range,
      fc.array(range, { maxLength: 3 }),
      fc.tuple(zone, firstWeekdays),
      (some, from, term, wanted, closures, [where, firstWeekday]) => {
        const [startTime, endTime] = [`${pad(from)}:30`, `${pad(from + 1)}:15`];
        const whole = { ...MONDAYS, ...some, startTime, endTime, validUntil: '2028-01-01' };
        const meetings = expandSlot(whole, { term, closures, range: wanted, zone: where, firstWeekday });
        const days = daysOf(meetings);
        expect(days).toEqual([...new Set(days)].sort());
        for (const { day, startsAt, endsAt } of meetings) {
          expect(weekdayOf(day)).toBe(some.weekday);
          expect(isWithin(day, term) && isWithin(day, wanted)).toBe(true);
          expect(closures.some((closure) => isWithin(day, closure))).toBe(false);
          expect(some.weeks === 'every' || weekPatternOf(day, { term, firstWeekday }) === some.weeks).toBe(true);
          expect([dayAt(startsAt, where), wallTimeAt(startsAt, where)]).toEqual([day, startTime]);
          expect(endsAt - startsAt).toBe(45 * 60_000);
        }
        const everyDay = Array.from({ length: 121 }, (_, index) => addDays(wanted.fromDay, index));
        const due = everyDay.filter(
          (day) =>
            weekdayOf(day) === some.weekday &&
            isWithin(day, term) &&
            isWithin(day, wanted) &&
            !closures.some((closure) => isWithin(day, closure)) &&
            (some.weeks === 'every' || weekPatternOf(day, { term, firstWeekday }) === some.weeks),
        );
        expect(days).toEqual(due);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['the one that is on', '2026-10-01', 2],
  ['else the next', '2026-08-01', 2],
  ['else the latest that is not archived', '2028-01-01', 3],
])('the term that is meant where none is named is %s', (_, today, id) => {
  const term = (number: number, fromDay: string, untilDay: string, isArchived = false): Term => ({
    ...{ id: number, name: String(number), fromDay, untilDay, isArchived, slots: 0 },
  });
  const terms = [
    term(4, '2027-09-01', '2027-12-20', true),
    term(3, '2027-01-05', '2027-07-20'),
    term(2, '2026-09-01', '2026-12-20'),
    term(1, '2026-01-05', '2026-07-20'),
  ];
  expect(usualTerm(terms, today)?.id).toBe(id);
  expect(usualTerm([], today)).toBeNull();
});
