/** A term's slots on the grid of hours: however many meet at the same time, the week is as wide as it was. */
import { expect, test } from 'vitest';
import { HOUR_REM } from '#app/components/calendar/week-scale';
import { laySlots } from '#app/components/timetable/slot-layout';
import { MONDAY } from '#domain/time';
import type { ListedSlot } from '#domain/timetable/slot-clash';

type Times = Pick<ListedSlot, 'weekday' | 'startTime' | 'endTime'>;

let lastId = 0;
const slot = (times: Partial<Times> = {}) =>
  ({ id: ++lastId, weekday: 1, startTime: '09:00', endTime: '10:00', ...times }) as ListedSlot;
const slots = (count: number) => Array.from({ length: count }, () => slot());

test.each([
  { count: 1, perRow: 1 },
  { count: 2, perRow: 1 },
  { count: 5, perRow: 2 },
  { count: 8, perRow: 2 },
  { count: 30, perRow: 2 },
])('$count at the same time are one box', ({ count, perRow }) => {
  const { days } = laySlots(slots(count), MONDAY);
  expect(days.map((day) => day.columns)).toEqual([perRow, 1, 1, 1, 1]);
  expect(days[0]?.boxes).toMatchObject([{ column: 0, columns: 1, perRow }]);
  expect(days[0]?.boxes[0]?.slots).toHaveLength(count);
});

test.each([
  { firstWeekday: 1, shown: [1, 2, 3, 4, 5, 7] },
  { firstWeekday: 6, shown: [7, 1, 2, 3, 4, 5] },
  { firstWeekday: 7, shown: [7, 1, 2, 3, 4, 5] },
])('in weeks from $firstWeekday a Sunday with classes has its place', ({ firstWeekday, shown }) => {
  const { days } = laySlots([...slots(2), slot({ weekday: 7 })], firstWeekday);
  expect(days.map(({ weekday }) => weekday)).toEqual(shown);
});

test('an hour is as high as the lines of a box need, and no higher than can be read', () => {
  expect(laySlots(slots(1), MONDAY).hourRem).toBe(HOUR_REM);
  const [five, eight, thirty] = [5, 8, 30].map((count) => laySlots(slots(count), MONDAY).hourRem);
  expect([five, eight, thirty]).toEqual([7, 8.75, 12]);
});

test('those that overlap only in part stand side by side', () => {
  const { days } = laySlots([...slots(3), slot({ startTime: '09:30', endTime: '10:30' })], MONDAY);
  expect(days[0]?.columns).toBe(2);
  expect(days[0]?.boxes).toMatchObject([
    { column: 0, columns: 2, perRow: 1 },
    { column: 1, columns: 2, perRow: 1 },
  ]);
});
