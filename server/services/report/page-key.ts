/** What a page of a report ends at: numbers of its last row, which the next page is asked after. */
import { AppError } from '#domain/errors';

/** @param count how many numbers there are
 *  @throws AppError `invalid` for an `after` that no page gave */
export function readAfter(after: string | undefined, count: number): number[] | null {
  if (after === undefined) return null;
  const numbers = after.split('.').map(Number);
  if (numbers.length !== count || !numbers.every(Number.isSafeInteger)) throw new AppError('invalid', 'form.foreign-id');
  return numbers;
}

/** A page out of rows of which one too many was read where more follow. */
export function paged<Row>(
  rows: readonly Row[],
  size: number,
  keyOf: (row: Row) => (string | number)[],
): { rows: Row[]; next: string | null } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > size && last ? keyOf(last).join('.') : null };
}
