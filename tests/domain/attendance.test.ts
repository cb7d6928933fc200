/** Precedence of marks, as a whole matrix, and the shapes of marking inputs. */
import { expect, test } from 'vitest';
import {
  LIFTED_BY_ARRIVAL,
  MarkInput,
  MarkManyInput,
  replacedBy,
  SOURCES,
  type Source,
  sourceOfStaff,
} from '#domain/register/attendance';
import { streakOf } from '#domain/register/student-sheet';

/** From the contract: admin > teacher > badge > qr = code > offline > leave > auto. */
const ORDER: Source[][] = [['admin'], ['teacher'], ['badge'], ['qr', 'code'], ['offline'], ['leave'], ['auto']];
const rank = (source: Source) => ORDER.findIndex((level) => level.includes(source));

test('every source has one place in the order of precedence', () => {
  expect([...SOURCES].sort()).toEqual(ORDER.flat().sort());
});

test.for(SOURCES)('%s takes the place of marks of equal or lower rank, and of no others', (comes) => {
  expect(replacedBy(comes)).toEqual(SOURCES.filter((stands) => rank(comes) <= rank(stands)));
});

test('any check-in or badge lifts what nobody saw, and only that', () => {
  expect(LIFTED_BY_ARRIVAL).toEqual(['leave', 'auto']);
});

test('staff mark with a teacher’s authority, administrators with their own', () => {
  expect(sourceOfStaff('admin')).toBe('admin');
  expect(sourceOfStaff('teacher')).toBe('teacher');
  expect(sourceOfStaff('assistant')).toBe('teacher');
});

const MARK = { id: '0190a000-0000-7000-8000-000000000001', at: 0, classSessionId: 1, studentId: 2, status: 'late', version: 0 };

test.for([
  ['as the screen sends it', {}, true],
  ['that takes the mark back', { status: null }, true],
  ['with reason and note', { reason: ' ill ', note: ' came by bus ' }, true],
  ['with a status that does not exist', { status: 'here' }, false],
  ['without a status', { status: undefined }, false],
  ['with a version below 0', { version: -1 }, false],
  ['with half a version', { version: 0.5 }, false],
  ['with an id that no device minted', { id: '7b0e1f64-6d3a-4a44-9d2b-1f64d3a4a441' }, false],
  ['with a student 0', { studentId: 0 }, false],
  ['with a class session beyond six bytes', { classSessionId: 2 ** 48 }, false],
  ['with a note of 501 characters', { note: 'x'.repeat(501) }, false],
] as const)('a mark %s is parsed or refused', ([, given, isValid]) => {
  expect(MarkInput.safeParse({ ...MARK, ...given }).success).toBe(isValid);
});

test('many marks are 1 to 1,000', () => {
  const one = { studentId: 1, status: 'present', version: 0 };
  const many = (length: number) => ({ ...MARK, marks: Array.from({ length }, () => one) });
  expect([0, 1, 1_000, 1_001].map((length) => MarkManyInput.safeParse(many(length)).success)).toEqual([false, true, true, false]);
});

test('a streak counts the newest marks of one kind: late is present, excused is passed over', () => {
  expect(streakOf([])).toBeNull();
  expect(streakOf(['excused'])).toBeNull();
  expect(streakOf(['late', 'excused', 'present', 'absent', 'present'])).toEqual({ kind: 'present', count: 2 });
  expect(streakOf(['excused', 'absent', 'absent'])).toEqual({ kind: 'absent', count: 2 });
});
