/** Overlapping class sessions side by side. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overlapColumns, type Span } from '#app/components/calendar/overlap-columns';

const span = (from: number, until: number): Span => ({ from, until });
const places = (...spans: Span[]) => overlapColumns(spans).map(({ column, columns }) => `${column + 1}/${columns}`);

test('nothing needs no place', () => {
  expect(overlapColumns([])).toEqual([]);
});

test('what follows without a gap takes the whole width', () => {
  expect(places(span(0, 60), span(60, 120))).toEqual(['1/1', '1/1']);
});

test('two at the same time share the width, in the order given', () => {
  expect(places(span(0, 60), span(0, 60))).toEqual(['1/2', '2/2']);
});

test('the longer of two that begin together comes first', () => {
  expect(places(span(0, 30), span(0, 60))).toEqual(['2/2', '1/2']);
});

test('a column is taken again once it is free', () => {
  expect(places(span(0, 60), span(30, 90), span(60, 120))).toEqual(['1/2', '2/2', '1/2']);
});

test('only those that overlap share, however full the rest of the day is', () => {
  expect(places(span(0, 60), span(10, 50), span(20, 40), span(100, 160))).toEqual(['1/3', '2/3', '3/3', '1/1']);
});

test('places come in the order of what they are for', () => {
  expect(places(span(100, 160), span(0, 60), span(30, 90))).toEqual(['1/1', '1/2', '2/2']);
});

test('no two that overlap are ever in the same column, and no column is beyond the last', () => {
  const spans = fc.array(
    fc.tuple(fc.nat(600), fc.integer({ min: 1, max: 200 })).map(([from, length]) => span(from, from + length)),
  );
  fc.assert(
    fc.property(spans, (given) => {
      const found = overlapColumns(given);
      expect(found).toHaveLength(given.length);
      for (const [index, { column, columns }] of found.entries()) {
        expect(column).toBeLessThan(columns);
        const one = given[index] as Span;
        const others = given.filter((other, at) => at !== index && other.from < one.until && one.from < other.until);
        expect(others.some((other) => found[given.indexOf(other)]?.column === column && given.indexOf(other) !== index)).toBe(
          false,
        );
        if (others.length === 0) expect(columns).toBe(1);
      }
    }),
  );
});
