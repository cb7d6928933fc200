/** Which rows a filter shows. Pure. */
import type { Status } from '#domain/register/attendance';
import { type RowView, shownStatus } from './register-state';

export type StatusFilter = Status | 'unmarked' | null;

/** Letters without their accents, lower case, so that "zoe" finds "Zoë". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whether every word of `query` begins or lies within the name. An empty query fits all. Never throws. */
export function fitsName(name: string, query: string): boolean {
  const folded = fold(name);
  return fold(query)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

/** Whether a row has the mark that is asked for. Null fits all. Never throws. */
export function fitsStatus(view: RowView, filter: StatusFilter): boolean {
  return filter === null || (shownStatus(view) ?? 'unmarked') === filter;
}
