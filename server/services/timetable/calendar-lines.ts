/** The lines of an iCalendar file (RFC 5545), entry by entry, so that what is wrong in one costs that one alone. */
import { Day } from '#domain/time';

/** A line's name, its parameters with what they quote, and its value. */
const CONTENT_LINE = /^([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^":;]*))*):(.*)$/;
/** One moment of a list: a day, or a day with a time. */
const MOMENT = /^(\d{4})(\d\d)(\d\d)(?=T|$)/;
const WITH_MOMENTS = ['DTSTART', 'DTEND', 'RDATE', 'EXDATE', 'RECURRENCE-ID'];

/** Letters of a line that is looked at: some ten thousand moments. */
export const LONGEST_LINE = 300_000;
/** Lines between two yields. */
const AT_ONCE = 100;

/** Whether a value begins with a day that is on the calendar. */
function isOnCalendar(value: string): boolean {
  const [, year, month, day] = MOMENT.exec(value) ?? [];
  return Day.safeParse(`${year}-${month}-${day}`).success;
}

/** A line as a strict reader wants it: a day is one whether or not its line says so, which programs forget.
 *  Null for what is no line of a calendar, or names a day that does not exist. */
function mendLine(line: string): string | null {
  if (line.length > LONGEST_LINE) return line;
  const [, name = '', , written = ''] = CONTENT_LINE.exec(line) ?? [];
  if (!name) return null;
  if (!WITH_MOMENTS.includes(name.toUpperCase())) return line;
  const values = written.trim().split(',');
  if (!values.every(isOnCalendar)) return null;
  return values.every((value) => value.length === 8) ? `${name};VALUE=DATE:${values}` : line;
}

/** Long lines are broken, with a blank at the next one's start (RFC 5545 section 3.1). */
function unfold(ics: string): string[] {
  return ics
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n');
}

/** The lines of each entry, from its BEGIN to its END, of all calendars in the file; null for what is no calendar or is cut off.
 *  What is no line of a calendar is left out. Yields now and then. */
export function* entriesOf(ics: string): Generator<void, string[][] | null> {
  const entries: string[][] = [];
  let open: string[] | null = null;
  let depth = 0;
  let calendars = 0;
  for (const [index, raw] of unfold(ics).entries()) {
    if (index % AT_ONCE === 0) yield;
    if (/^BEGIN:VCALENDAR\s*$/i.test(raw)) [depth, calendars] = [depth + 1, calendars + 1];
    if (/^END:VCALENDAR\s*$/i.test(raw)) depth--;
    if (/^BEGIN:VEVENT\s*$/i.test(raw)) {
      open = [];
      entries.push(open);
    }
    const line = mendLine(raw);
    if (line) open?.push(line);
    if (/^END:VEVENT\s*$/i.test(raw)) open = null;
  }
  return calendars > 0 && depth === 0 && open === null ? entries : null;
}
