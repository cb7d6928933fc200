/** Reads a list of public holidays: an iCalendar file (RFC 5545) as schools and ministries publish it. Knows nothing of what is stored. */
import ICAL from 'ical.js';
import { invalidField } from '#domain/errors';
import { plainLine } from '#domain/text';
import { addDays, dayAt } from '#domain/time';
import { ClosureInput, MAX_IMPORTED } from '#domain/timetable/closure';

type Holidays = { found: ClosureInput[]; unread: number };

/** The calendar day a time means: as written for a date or a local time, in the school's zone for an instant. */
function dayOf(time: ICAL.Time, zone: string): string {
  if (time.isDate || time.zone?.tzid !== 'UTC') return time.toString().slice(0, 10);
  return dayAt(time.toJSDate().getTime(), zone);
}

/** First and last day. The end of an event of whole days is the day after its last (RFC 5545 section 3.6.1). */
function daysOf(event: ICAL.Event, zone: string): { fromDay: string; untilDay: string } {
  const fromDay = dayOf(event.startDate, zone);
  const end = dayOf(event.endDate, zone);
  const untilDay = event.startDate.isDate && end > fromDay ? addDays(end, -1) : end;
  return { fromDay, untilDay };
}

/** An entry as a closure; null for one that repeats, is cancelled or has no usable days or name. */
function toClosure(component: ICAL.Component, zone: string): ClosureInput | null {
  try {
    const event = new ICAL.Event(component);
    if (event.isRecurring() || component.getFirstPropertyValue('status') === 'CANCELLED') return null;
    const name = plainLine(event.summary ?? '').slice(0, 120);
    return ClosureInput.safeParse({ name, ...daysOf(event, zone) }).data ?? null;
  } catch {
    return null;
  }
}

function parse(ics: string): ICAL.Component {
  try {
    return new ICAL.Component(ICAL.parse(ics.replace(/^\uFEFF/, '')) as ConstructorParameters<typeof ICAL.Component>[0]);
  } catch (cause) {
    throw invalidField('ics', 'timetable.not-a-calendar', cause);
  }
}

/** The holidays of a file, in order of time, each once. Entries that cannot be used are counted.
 *  @throws AppError `invalid` for what is no calendar or holds too much */
export function readHolidayFile(ics: string, zone: string): Holidays {
  const calendar = parse(ics);
  const events = calendar.name === 'vcalendar' ? calendar.getAllSubcomponents('vevent') : [];
  if (events.length > MAX_IMPORTED * 4) {
    throw invalidField('ics', 'timetable.too-many-entries');
  }
  const read = events.flatMap((event) => toClosure(event, zone) ?? []);
  const unique = new Map(read.map((one) => [`${one.fromDay} ${one.untilDay} ${one.name}`, one]));
  const found = [...unique.values()].sort((a, b) => (a.fromDay < b.fromDay ? -1 : 1)).slice(0, MAX_IMPORTED);
  return { found, unread: events.length - read.length };
}
