/** Which names a spot check asks about, and the figure that its answers make. */
import { expect, test } from 'vitest';
import { dealDeck, mismatchOf, withAnswers } from '#app/components/spot-check/deck';
import { deckText } from '#app/components/spot-check/spot-check-deck';
import { i18nOf } from '#app/words/i18n';
import { percentOf } from '#domain/rate';
import { NOW, row } from './register-builders';

const ENGLISH = i18nOf('en');

const CLASS_SESSION = { id: 7, day: '2026-09-07', startsAt: NOW, openedAt: NOW };
const DAY_MS = 24 * 3_600_000;

const checkedIn = (studentId: number, isFlagged = false) =>
  row(studentId, { status: 'present', source: 'qr', version: 1, isFlagged });
const class30 = Array.from({ length: 30 }, (_, index) => checkedIn(index + 1, index === 20));
const idsOf = (cards: readonly { studentId: number }[]) => cards.map(({ studentId }) => studentId);

test('three names are dealt, flagged first, the same each time', () => {
  const cards = dealDeck(class30, [], CLASS_SESSION);
  expect(cards).toHaveLength(3);
  expect(cards[0]).toEqual({ studentId: 21, name: 'Student 21', isFlagged: true });
  expect(idsOf(dealDeck(class30, [], CLASS_SESSION))).toEqual(idsOf(cards));
});

test('who checked in from elsewhere than the class is dealt first, and kept as one worth a look', () => {
  const class31 = [...class30, { ...checkedIn(31), place: 'apart' as const }];
  expect(dealDeck(class31, [], CLASS_SESSION)[0]).toEqual({ studentId: 31, name: 'Student 31', isFlagged: true });
});

test('who was asked about is shown with their answer and not replaced, and only the rest is drawn', () => {
  const answers = [
    { studentId: 5, isHere: true },
    { studentId: 9, isHere: false },
  ];
  const cards = dealDeck(class30, answers, CLASS_SESSION);
  expect(idsOf(cards).slice(0, 2)).toEqual([5, 9]);
  expect(cards).toHaveLength(3);
  const all = [...answers, { studentId: 11, isHere: true }];
  expect(idsOf(dealDeck(class30, all, CLASS_SESSION)).sort()).toEqual([11, 5, 9]);
});

test('a class that nobody checked in to by themselves has nobody to look for', () => {
  expect(dealDeck([row(1), row(2, { status: 'present', source: 'teacher' })], [], CLASS_SESSION)).toEqual([]);
  expect(deckText(ENGLISH, [], new Map())).toBe('Nobody is left to look for.');
});

test('the figure counts this class session’s answers as they stand here, once', () => {
  const before = { classSessionId: 3, day: '2026-09-04', startsAt: NOW - 3 * DAY_MS, asked: 3, missing: 1 };
  const stale = { classSessionId: 7, day: '2026-09-07', startsAt: NOW, asked: 1, missing: 1 };
  const answers = new Map([
    [1, true],
    [2, false],
  ]);
  const figures = withAnswers([stale, before], CLASS_SESSION, answers);
  expect(figures).toEqual([{ ...stale, asked: 2, missing: 1 }, before]);
  expect(percentOf(mismatchOf(figures))).toBe(40);
});

test('without answers there is no data, not zero', () => {
  expect(percentOf(mismatchOf(withAnswers([], CLASS_SESSION, new Map())))).toBeNull();
});
