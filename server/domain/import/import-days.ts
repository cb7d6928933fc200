/** Days as files write them. */
import { Day } from '#domain/time';

const DATE_FORM = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T ].*)?$/i;
const DENSE_FORM = /^(\d{4})(\d{2})(\d{2})(T.*)?$/i;
/** Where days are written with points, the day comes first. */
const POINTS = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/;
/** What databases write for no day. */
const NO_DAY = /^0000-00-00/;

function dayOf(year = '', month = '', day = ''): string | undefined {
  return Day.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`).data;
}

/** A day as files write it: `2026-09-01`, `2026/9/1`, `20260901`, or the beginning of a moment. Null for an empty cell and for
 *  `0000-00-00`, undefined for what is no date or could be several (`1/9/2026`). */
export function readDay(text: string): string | null | undefined {
  if (text === '' || NO_DAY.test(text)) return null;
  const [, year, month, day] = DATE_FORM.exec(text) ?? DENSE_FORM.exec(text) ?? [];
  return dayOf(year, month, day);
}

/** The same for a list that people write: also `1.9.2026`, and `NULL` is none. */
export function readListedDay(text: string): string | null | undefined {
  if (text === 'NULL') return null;
  const [, day, month, year] = POINTS.exec(text) ?? [];
  return year === undefined ? readDay(text) : dayOf(year, month, day);
}
