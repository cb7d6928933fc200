/** Rates: integers to the last, the same figure everywhere, and no figure where there is no data. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bestReachable,
  isBelow,
  isChronicallyAbsent,
  isFrequentAbsentee,
  mayMiss,
  percentOf,
  pool,
  type RatePolicy,
  sumsOf,
} from '#domain/rate';
import type { Tally } from '#domain/register/attendance';

const tally = (present = 0, late = 0, absent = 0, excused = 0): Tally => ({ present, late, absent, excused });
const DEFAULTS: RatePolicy = { lateCredit: 100, excusedCounts: 'leaves' };
const percent = (counts: Tally, policy: Partial<RatePolicy> = {}) => percentOf(sumsOf(counts, { ...DEFAULTS, ...policy }));
const NONE = { earned: 0, possible: 0 };

test.for([
  ['nothing at all', tally(), null],
  ['only excused', tally(0, 0, 0, 3), null],
  ['only absent', tally(0, 0, 4), 0],
  ['only present', tally(7), 100],
  ['late counts as present', tally(1, 1), 100],
  ['half', tally(1, 0, 1), 50],
  ['excused leaves both sums', tally(1, 0, 1, 8), 50],
  ['nine of ten', tally(9, 0, 1), 90],
] as const)('%s: %o gives %s %', ([, counts, expected]) => {
  expect(percent(counts)).toBe(expected);
});

test.for([
  ['leaves', 75],
  ['absent', 60],
  ['present', 80],
] as const)('a school where excused %s shows %d % for 3 present, 1 absent, 1 excused', ([excusedCounts, expected]) => {
  expect(percent(tally(3, 0, 1, 1), { excusedCounts })).toBe(expected);
});

test.for([
  [0, 50],
  [50, 75],
  [33, 66.5],
  [100, 100],
] as const)('late with a credit of %i hundredths makes 1 present and 1 late %d %', ([lateCredit, expected]) => {
  expect(percent(tally(1, 1), { lateCredit })).toBe(expected);
});

// 90.0 % is never shown for what is below 90 %, nor called below when it is 90 %.
test.for([
  [tally(90, 0, 10), 900, 90, false],
  [tally(899, 0, 101), 900, 89.9, true],
  [tally(8_996, 0, 1_004), 900, 89.9, true],
  [tally(89_999, 0, 10_001), 900, 89.9, true],
  [tally(90_001, 0, 9_999), 900, 90, false],
  [tally(4, 0, 1), 800, 80, false],
  [tally(2, 0, 1), 670, 66.7, true],
  [tally(1, 0, 2), 330, 33.3, false],
  [tally(99_999, 0, 1), 1_000, 99.9, true],
  [tally(), 900, null, false],
] as const)('%o against %i thousandths shows %s and is below: %s', ([counts, threshold, shown, below]) => {
  const sums = sumsOf(counts, DEFAULTS);
  expect(percentOf(sums)).toBe(shown);
  expect(isBelow(sums, threshold)).toBe(below);
});

const counts = fc.record({
  present: fc.nat(2_000),
  late: fc.nat(500),
  absent: fc.nat(2_000),
  excused: fc.nat(500),
});
const policy = fc.record({
  lateCredit: fc.integer({ min: 0, max: 100 }),
  excusedCounts: fc.constantFrom('leaves' as const, 'absent' as const, 'present' as const),
});
const threshold = fc.integer({ min: 0, max: 100 }).map((percent) => percent * 10);

test('a rate below its threshold never reads as having reached it, and the other way round', () => {
  fc.assert(
    fc.property(counts, policy, threshold, (some, rules, limit) => {
      const sums = sumsOf(some, rules);
      const shown = percentOf(sums);
      if (shown === null) expect(sums).toEqual(NONE);
      else expect(Math.round(shown * 10) < limit).toBe(isBelow(sums, limit));
    }),
  );
});

test('a rate lies between 0 and 100, and every sum is whole', () => {
  fc.assert(
    fc.property(counts, policy, (some, rules) => {
      const { earned, possible } = sumsOf(some, rules);
      expect(Number.isInteger(earned) && Number.isInteger(possible)).toBe(true);
      expect(earned).toBeGreaterThanOrEqual(0);
      expect(earned).toBeLessThanOrEqual(possible);
    }),
  );
});

test('several are pooled: the sums of all, not a mean of percentages', () => {
  const one = sumsOf(tally(1), DEFAULTS);
  const many = sumsOf(tally(0, 0, 9), DEFAULTS);
  expect(percentOf(pool([one, many]))).toBe(10);
  expect(pool([])).toEqual(NONE);
  expect(percentOf(pool([NONE, one]))).toBe(100);
});

test('pooling in any order and any grouping gives the same sums', () => {
  const sums = fc.array(counts.map((some) => sumsOf(some, DEFAULTS)));
  fc.assert(
    fc.property(sums, sums, (some, more) => {
      expect(pool([...some, ...more])).toEqual(pool([pool(more), pool(some)]));
    }),
  );
});

test('the tally of everybody has the rate of everybody pooled', () => {
  const sum = (all: Tally[], key: keyof Tally) => all.reduce((total, one) => total + one[key], 0);
  fc.assert(
    fc.property(fc.array(counts), policy, (all, rules) => {
      const together = tally(sum(all, 'present'), sum(all, 'late'), sum(all, 'absent'), sum(all, 'excused'));
      expect(pool(all.map((one) => sumsOf(one, rules)))).toEqual(sumsOf(together, rules));
    }),
  );
});

test.for([
  ['nothing yet, ten to come', NONE, 10, 100],
  ['five of ten, ten to come', sumsOf(tally(5, 0, 5), DEFAULTS), 10, 75],
  ['five of ten, none to come', sumsOf(tally(5, 0, 5), DEFAULTS), 0, 50],
  ['nothing yet, none to come', NONE, 0, null],
] as const)('best still reachable with %s', ([, sums, remaining, expected]) => {
  expect(percentOf(bestReachable(sums, remaining))).toBe(expected);
});

test.for([
  ['nothing yet, ten to come, 80 %', NONE, 10, 800, 2],
  ['all ten, ten to come, 80 %', sumsOf(tally(10), DEFAULTS), 10, 800, 4],
  ['exactly at the limit in the end', sumsOf(tally(8, 0, 2), DEFAULTS), 0, 800, 0],
  ['out of reach', sumsOf(tally(0, 0, 10), DEFAULTS), 5, 800, 0],
  ['no limit at all', sumsOf(tally(0, 0, 10), DEFAULTS), 5, 0, 5],
  ['nothing to come', sumsOf(tally(10), DEFAULTS), 0, 800, 0],
] as const)('how many may be missed: %s', ([, sums, remaining, limit, expected]) => {
  expect(mayMiss(sums, remaining, limit)).toBe(expected);
});

test('missing as many as may be missed keeps the limit; one more breaks it', () => {
  fc.assert(
    fc.property(counts, fc.nat(200), threshold, (some, remaining, limit) => {
      const sums = sumsOf(some, DEFAULTS);
      const missed = mayMiss(sums, remaining, limit);
      const endsWith = (misses: number) => ({
        earned: sums.earned + (remaining - misses) * 100,
        possible: sums.possible + remaining * 100,
      });
      if (missed > 0) expect(isBelow(endsWith(missed), limit)).toBe(false);
      if (missed < remaining && !isBelow(endsWith(0), limit)) expect(isBelow(endsWith(missed + 1), limit)).toBe(true);
    }),
  );
});

test.for([
  ['4 of 5', tally(4, 0, 1), false],
  ['3 of 5', tally(3, 0, 2), true],
  ['0 of 4: too few to say', tally(0, 0, 4), false],
  ['0 of 5', tally(0, 0, 5), true],
  ['0 of 4 and one excused: still too few', tally(0, 0, 4, 1), false],
  ['799 of 1,000', tally(799, 0, 201), true],
  ['800 of 1,000', tally(800, 0, 200), false],
  ['no data', tally(), false],
] as const)('frequent absentee at 80 %: %s', ([, some, expected]) => {
  expect(isFrequentAbsentee(sumsOf(some, DEFAULTS), 800)).toBe(expected);
});

test.for([
  ['9 of 100 missed', tally(91, 0, 9), false],
  ['10 of 100 missed', tally(90, 0, 10), true],
  ['excused counts as missed', tally(90, 0, 0, 10), true],
  ['late does not', tally(0, 100), false],
  ['1 of 9', tally(8, 0, 1), true],
  ['1 of 11', tally(10, 0, 1), false],
  ['nothing held', tally(), false],
] as const)('chronically absent: %s', ([, some, expected]) => {
  expect(isChronicallyAbsent(some)).toBe(expected);
});
