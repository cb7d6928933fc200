/** Figures of reports, told apart. */
import { expect, test } from 'vitest';
import { type RateRules, weekdayFigures } from '#domain/report/figures';
import { daysBetween } from '#domain/time';

const RULES: RateRules = { lateCredit: 100, excusedCounts: 'leaves', threshold: 800, reasons: new Map() };

/** One class session on the day, with so many present. */
const held = (day: string, present: number) => ({
  ...{ day, reasonCodeId: 0, classSessions: 1, present, late: 0, absent: 0, excused: 0 },
});

test.each([
  [1, [1, 5, 7]],
  [6, [7, 1, 5]],
  [7, [7, 1, 5]],
])('in weeks that begin on %d weekdays come in their order', (firstWeekday, keys) => {
  const days = ['2026-09-04', '2026-09-06', '2026-09-07', '2026-09-14'];
  const tallies = days.map((day) => held(day, daysBetween('2026-09-01', day)));
  const figures = weekdayFigures(tallies, RULES, firstWeekday);
  expect(figures.map(({ key }) => key)).toEqual(keys);
  expect(figures.find(({ key }) => key === 1)).toMatchObject({ classSessions: 2, present: 6 + 13 });
});
