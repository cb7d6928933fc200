/** Repeatable randomness for made-up schools: the same seed gives the same school. Never for anything secret. */

/** The next number in [0, 1). */
export type Random = () => number;

/** Generator of a stream of its own for each list of numbers, so that one person's luck does not depend on another's. Never throws. */
export function randomFor(...seeds: number[]): Random {
  return mulberry32(seeds.reduce((state, seed) => mix(state ^ Math.trunc(seed)), 0x9e3779b9));
}

/** 32-bit finaliser of MurmurHash3: neighbouring seeds end far apart. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whole number from `min` to `max`, both included. */
export function integerFrom(random: Random, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}

/** A copy in random order (Fisher–Yates). */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const order = [...items];
  for (let index = order.length - 1; index > 0; index--) {
    const other = integerFrom(random, 0, index);
    [order[index], order[other]] = [order[other] as T, order[index] as T];
  }
  return order;
}
