import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DECK_SIZE, deckRandom, drawDeck } from '#domain/check-in/spot-check';
import type { Place } from '#domain/place';
import { SOURCES, STATUSES } from '#domain/register/attendance';

const checkedIn = (studentId: number, isFlagged = false, place: Place | null = null) =>
  ({ studentId, status: 'present', source: 'qr', isFlagged, place }) as const;

test('draws at most three names', () => {
  const rows = Array.from({ length: 20 }, (_, index) => checkedIn(index));
  expect(drawDeck(rows, Math.random)).toHaveLength(DECK_SIZE);
});

test('flagged names come first', () => {
  const rows = [checkedIn(1), checkedIn(2), checkedIn(3, true), checkedIn(4), checkedIn(5, true)];
  const drawn = drawDeck(rows, Math.random).map((row) => row.studentId);
  expect(drawn.slice(0, 2).sort()).toEqual([3, 5]);
});

test('who checked in from elsewhere than the class comes first, before flagged names', () => {
  const rows = [
    checkedIn(1, false, 'together'),
    checkedIn(2, true, 'together'),
    checkedIn(3, false, 'apart'),
    checkedIn(4, true),
  ];
  expect(drawDeck(rows, Math.random)[0]?.studentId).toBe(3);
});

test('only those who checked in by themselves and count as there are drawn, each once', () => {
  const row = fc.record({
    studentId: fc.nat(50),
    status: fc.constantFrom(...STATUSES, null),
    source: fc.constantFrom(...SOURCES, null),
    isFlagged: fc.boolean(),
    place: fc.constantFrom('together' as const, 'apart' as const, null),
  });
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: (one) => one.studentId }), (rows) => {
      const drawn = drawDeck(rows, Math.random);
      expect(new Set(drawn.map((one) => one.studentId)).size).toBe(drawn.length);
      for (const { status, source } of drawn) {
        expect(['present', 'late']).toContain(status);
        expect(['qr', 'code', 'offline']).toContain(source);
      }
    }),
  );
});

test('over many draws everybody comes up', () => {
  const rows = Array.from({ length: 10 }, (_, index) => checkedIn(index));
  const seen = new Set(
    Array.from({ length: 200 }, () => drawDeck(rows, Math.random))
      .flat()
      .map((row) => row.studentId),
  );
  expect(seen.size).toBe(10);
});

test('screens of one class session draw the same names, another opening draws others', () => {
  const rows = Array.from({ length: 30 }, (_, index) => checkedIn(index));
  const draw = (id: number, openedAt: number | null) => drawDeck(rows, deckRandom({ id, openedAt })).map((row) => row.studentId);
  expect(draw(7, 1_000)).toEqual(draw(7, 1_000));
  const draws = new Set([draw(7, 1_000), draw(7, 1_001), draw(8, 1_000), draw(7, null)].map(String));
  expect(draws.size).toBe(4);
});

test('the numbers of a deck are spread over [0, 1)', () => {
  const random = deckRandom({ id: 1, openedAt: 2 });
  const numbers = Array.from({ length: 1_000 }, random);
  expect(numbers.every((one) => one >= 0 && one < 1)).toBe(true);
  const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
});
