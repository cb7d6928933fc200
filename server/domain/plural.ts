/** Counts in English sentences. Pure. */

/** "1 class", "3 classes". */
export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
