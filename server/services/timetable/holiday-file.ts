/** Reads a list of public holidays: an iCalendar file (RFC 5545) as schools and ministries publish it. Knows nothing of what is stored. */
import type ICAL from 'ical.js';
import { invalidField } from '#domain/errors';
import { plainLine } from '#domain/text';
import { addDays, dayAt, daysBetween, wallTimeAt } from '#domain/time';
import { ClosureInput, MAX_CLOSURE_DAYS, MAX_IMPORTED, type UnusedHoliday, type UnusedReason } from '#domain/timetable/closure';
import type { DayRange } from '#domain/timetable/timetable';
import { componentOf, type Exceptions, eventOf, exceptionsIn, isCancelled, isException, nameIn } from './calendar-entries';
import { entriesOf } from './calendar-lines';

type Holidays = { found: ClosureInput[]; unused: UnusedHoliday[] };

/** Where the reading happens: the school's zone, and the days for which entries that repeat are written out. */
type Place = { zone: string; within: DayRange };

const MAX_ENTRIES = MAX_IMPORTED * 4;
/** Of one entry, those before `within` among them: a day of each week for a hundred years. */
const MAX_REPEATS = 5_200;
/** Of all entries of a file. */
const MAX_REPEATS_IN_ALL = 50_000;
/** Times of an entry between two yields. */
const AT_ONCE = 50;
const NOT_OF_DAYS = ['HOURLY', 'MINUTELY', 'SECONDLY'];

type Ranges = { days: DayRange[]; reason?: UnusedReason };

const unusable = (reason: UnusedReason): Ranges => ({ days: [], reason });

type Moment = { day: string; isMidnight: boolean };

/** As written for a day, a local time or a whole day of UTC; in the school's zone for any other instant. */
function momentOf(time: ICAL.Time, zone: string, isAsWritten: boolean): Moment {
  const [day = '', clock = ''] = time.toString().split('T');
  if (isAsWritten || time.zone?.tzid !== 'UTC') return { day, isMidnight: time.isDate || clock.startsWith('00:00:00') };
  const at = time.toJSDate().getTime();
  return { day: dayAt(at, zone), isMidnight: wallTimeAt(at, zone) === '00:00' };
}

/** First and last day. What ends at midnight, as whole days do, ends with the day before (RFC 5545 section 3.6.1). */
function daysOf(start: ICAL.Time, end: ICAL.Time, zone: string): DayRange {
  const isWholeDays = [start, end].every((time) => time.isDate || time.toString().includes('T00:00:00'));
  const [first, last] = [momentOf(start, zone, isWholeDays), momentOf(end, zone, isWholeDays)];
  return { fromDay: first.day, untilDay: last.isMidnight && last.day > first.day ? addDays(last.day, -1) : last.day };
}

/** Each time an entry repeats that touches `within`; those moved or cancelled by an entry of their own as that says. */
function* repeatsOf(event: ICAL.Event, { zone, within }: Place, budget: { left: number }): Generator<void, Ranges> {
  const rules = event.component.getAllProperties('rrule').map((rule) => String(rule.getFirstValue()));
  if (rules.some((rule) => NOT_OF_DAYS.some((often) => rule.includes(`FREQ=${often}`)))) return unusable('repeats-too-often');
  const days: DayRange[] = [];
  const iterator = event.iterator();
  for (let count = 0; ; count++) {
    if (count % AT_ONCE === 0) yield;
    const next = iterator.next();
    if (!next || next.toString().slice(0, 10) > within.untilDay) return days.length > 0 ? { days } : unusable('not-in-a-term');
    if (count >= MAX_REPEATS || budget.left-- <= 0) return unusable('repeats-too-often');
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    const range = daysOf(startDate, endDate, zone);
    if (!isCancelled(item) && range.untilDay >= within.fromDay) days.push(range);
  }
}

/** The days of an entry, or why it has none. */
function* rangesOf(event: ICAL.Event, place: Place, budget: { left: number }): Generator<void, Ranges> {
  if (isCancelled(event)) return unusable('cancelled');
  if (!event.startDate) return unusable('no-day');
  if (event.isRecurring()) return yield* repeatsOf(event, place, budget);
  const range = daysOf(event.startDate, event.endDate, place.zone);
  if (range.untilDay < range.fromDay) return unusable('ends-before');
  return { days: [range] };
}

/** Whether one range is a closure; if not, why. */
function refusalOf({ name, fromDay, untilDay }: ClosureInput): UnusedReason | null {
  if (ClosureInput.safeParse({ name, fromDay, untilDay }).success) return null;
  if (!name) return 'no-name';
  return daysBetween(fromDay, untilDay) >= MAX_CLOSURE_DAYS ? 'too-long' : 'no-day';
}

function* readEntry(
  component: ICAL.Component,
  exceptions: Exceptions,
  place: Place,
  budget: { left: number },
): Generator<void, Holidays> {
  const event = eventOf(component, exceptions);
  const name = plainLine(event.summary ?? '').slice(0, 120);
  const { days, reason } = yield* rangesOf(event, place, budget);
  if (reason) return { found: [], unused: [{ name, reason }] };
  const found = days.map((range) => ({ name, ...range }));
  const refused = found.map(refusalOf).find((refusal) => refusal !== null);
  return refused ? { found: [], unused: [{ name, reason: refused }] } : { found, unused: [] };
}

/** @returns what each entry holds; one that throws is named as one that cannot be read */
function* readEntries(entries: string[][], place: Place): Generator<void, Holidays[]> {
  const budget = { left: MAX_REPEATS_IN_ALL };
  const read = entries.map((lines) => ({ lines, component: componentOf(lines) }));
  const exceptions = exceptionsIn(read.flatMap(({ component }) => component ?? []));
  const holidays: Holidays[] = [];
  for (const { lines, component } of read) {
    if (component && isException(component, exceptions)) continue;
    try {
      if (!component) throw new Error('no entry');
      holidays.push(yield* readEntry(component, exceptions, place, budget));
    } catch {
      holidays.push({ found: [], unused: [{ name: nameIn(lines), reason: 'unreadable' }] });
    }
  }
  return holidays;
}

/** The holidays of a file, in order of time, each once, and the entries that cannot be used with the reason. Yields now and then.
 *  @param place.within the days for which entries that repeat are written out
 *  @throws AppError `invalid` for what is no calendar or holds too much */
export function* readHolidayFile(ics: string, place: Place): Generator<void, Holidays> {
  const entries = yield* entriesOf(ics);
  if (!entries) throw invalidField('ics', 'timetable.not-a-calendar');
  if (entries.length > MAX_ENTRIES) throw invalidField('ics', 'timetable.too-many-entries');
  const read = yield* readEntries(entries, place);
  const unique = new Map(read.flatMap(({ found }) => found).map((one) => [`${one.fromDay} ${one.untilDay} ${one.name}`, one]));
  const all = [...unique.values()].sort((a, b) => (a.fromDay < b.fromDay ? -1 : 1));
  const [found, beyond] = [all.slice(0, MAX_IMPORTED), all.slice(MAX_IMPORTED)];
  const unused = [
    ...read.flatMap((one) => one.unused),
    ...beyond.map(({ name }): UnusedHoliday => ({ name, reason: 'too-many' })),
  ];
  return { found, unused };
}
