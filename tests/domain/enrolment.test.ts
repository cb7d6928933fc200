/** Days on a roll, and what another set of days does to registers that were held. */
import { expect, test } from 'vitest';
import { type DayRange, isOnRoll, NewEnrolmentsInput, rollEffect } from '#domain/structure/enrolment';

const range = (fromDay: string, untilDay: string | null = null): DayRange => ({ fromDay, untilDay });

test.each([
  ['2026-01-09', false],
  ['2026-01-10', true],
  ['2026-01-20', true],
  ['2026-01-21', false],
  ['2026-03-01', true],
  ['2030-01-01', true],
])('on %s the roll holds the student: %s', (day, isOn) => {
  expect(isOnRoll([range('2026-01-10', '2026-01-20'), range('2026-03-01')], day)).toBe(isOn);
});

const held = ['2026-01-05', '2026-01-12', '2026-01-19', '2026-01-26'].map((day, index) => ({
  classSessionId: index + 1,
  day,
  startsAt: index,
  status: 'present' as const,
}));
const ids = (found: { classSessionId: number }[]) => found.map(({ classSessionId }) => classSessionId);

test.each([
  ['backdating', [range('2026-01-19')], [range('2026-01-05')], [1, 2], []],
  ['beginning later', [range('2026-01-01')], [range('2026-01-12')], [], [1]],
  ['ending', [range('2026-01-01')], [range('2026-01-01', '2026-01-19')], [], [4]],
  ['moving the whole', [range('2026-01-01', '2026-01-12')], [range('2026-01-19')], [3, 4], [1, 2]],
  ['what another enrolment covers', [range('2026-01-01'), range('2026-01-12')], [range('2026-01-01')], [], []],
  ['the first', [], [range('2026-01-26')], [4], []],
] as const)('%s', (_, before, after, starts, stops) => {
  const effect = rollEffect(held, before, after);
  expect([ids(effect.starts), ids(effect.stops)]).toEqual([starts, stops]);
});

test('an enrolment does not end before it begins', () => {
  const days = { sectionId: 1, studentIds: [1], fromDay: '2026-01-02' };
  expect(NewEnrolmentsInput.safeParse({ ...days, untilDay: '2026-01-01' }).success).toBe(false);
  expect(NewEnrolmentsInput.safeParse({ ...days, untilDay: '2026-01-02' }).success).toBe(true);
  expect(NewEnrolmentsInput.parse(days).untilDay).toBeNull();
});
