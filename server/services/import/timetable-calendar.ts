/** The classes of an iCalendar file: events that repeat by a rule or by hand, as days of one weekday and time in the school's zone. */
import type ICAL from 'ical.js';
import { DAY_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import { refuseFile } from '#domain/import/import';
import type { SlotDraft } from '#domain/import/timetable/slot-draft';
import { instantOf } from '#domain/instant';
import { plainLine } from '#domain/text';
import { addDays, dayAt, daysBetween, wallTimeAt, weekdayOf } from '#domain/time';
import type { DayRange } from '#domain/timetable/timetable';
import { isZone } from '#domain/words/intl';
import type { MessageId } from '#domain/words/message';
import {
  alignTimes,
  componentOf,
  type Exceptions,
  eventOf,
  exceptionsIn,
  isCancelled,
  isException,
  isUtc,
  nameIn,
} from '#server/services/timetable/calendar-entries';
import { entriesOf } from '#server/services/timetable/calendar-lines';

/** Where the reading happens: the school's zone, the days for which events that repeat are written out, and how often they still may. */
type Place = { zone: string; within: DayRange; budget: { left: number } };

/** Entries of a file: some hundred classes, each on every day of a year. */
const MAX_ENTRIES = 50_000;
/** Times of one event, those before `within` among them: each day of fifty years. */
const MAX_REPEATS = 20_000;
/** Of all events of a file. */
const MAX_REPEATS_IN_ALL = 300_000;
/** Letters of what a class or a room may be called. */
const NAME_MOST = 255;
/** Times of an event between two yields. */
const AT_ONCE = 50;

type Wall = { day: string; time: string };
type Meeting = { day: string; startTime: string; endTime: string };
/** An event with its times, or why it has none. */
type Read = { line: number; name: string; room: string } & ({ meetings: Meeting[] } | { refusal: MessageId });

/** Whether a file is a calendar. */
export const isCalendar = (text: string) => /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text);

function asWritten(time: ICAL.Time): Wall {
  const [day = '', clock = ''] = time.toString().split('T');
  return { day, time: clock.slice(0, 5) };
}

/** A moment in the school's wall time. Without a zone it is written in it already. */
function wallOf(time: ICAL.Time, zone: string | undefined, schoolZone: string): Wall {
  const written = asWritten(time);
  if (!isUtc(time) && (zone === undefined || zone === schoolZone)) return written;
  const at = instantOf(written.day, written.time, isUtc(time) ? 'UTC' : (zone ?? schoolZone));
  return { day: dayAt(at, schoolZone), time: wallTimeAt(at, schoolZone) };
}

/** Rules that can come to a day of each week, at the time of the first. */
const OF_WEEKS = /^(FREQ=(WEEKLY|DAILY)|(INTERVAL|COUNT|UNTIL|BYDAY|WKST)=.*)$/;

const isOfWeeks = ({ component }: ICAL.Event) =>
  component.getAllProperties('rrule').every((rule) =>
    String(rule.getFirstValue())
      .split(';')
      .every((part) => OF_WEEKS.test(part)),
  );

/** The zone that an event names, if anybody knows it. */
function zoneOf(component: ICAL.Component): string | undefined {
  const zone = component.getFirstProperty('dtstart')?.getParameter('tzid');
  return typeof zone === 'string' && isZone(zone) ? zone : undefined;
}

function meetingOf(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, zone: string): Meeting {
  const own = zoneOf(event.component);
  const [from, until] = [wallOf(start, own, zone), wallOf(end, own, zone)];
  return { day: from.day, startTime: from.time, endTime: until.time };
}

/** One time of an event as an entry of its own has it. */
function movedIn(event: ICAL.Event, time: ICAL.Time) {
  const details = event.getOccurrenceDetails(time);
  return details.item === event ? null : details;
}

/** Each time an event repeats. A class stays at its wall time, so that all are at that of the first, whatever zone wrote them.
 *  @throws AppError `invalid` when the file repeats too much in all; Error when the event does */
function* repeatsOf(event: ICAL.Event, { zone, within, budget }: Place): Generator<void, Meeting[]> {
  const first = meetingOf(event, event.startDate, event.endDate, zone);
  const shift = daysBetween(asWritten(event.startDate).day, first.day);
  const hasExceptions = Object.keys(event.exceptions).length > 0;
  const iterator = event.iterator();
  const meetings: Meeting[] = [];
  for (let count = 0; ; count++) {
    if (count % AT_ONCE === 0) yield;
    const next = iterator.next();
    if (!next) return meetings;
    const written = asWritten(next).day;
    const day = shift === 0 ? written : addDays(written, shift);
    if (day > within.untilDay) return meetings;
    if (count >= MAX_REPEATS) throw new Error('too many times');
    if (budget.left-- <= 0) refuseFile('timetable.too-many-entries');
    const moved = hasExceptions ? movedIn(event, next) : null;
    if (!moved) meetings.push({ ...first, day });
    else if (!isCancelled(moved.item)) meetings.push(meetingOf(moved.item, moved.startDate, moved.endDate, zone));
  }
}

function* meetingsOf(event: ICAL.Event, place: Place): Generator<void, { meetings: Meeting[] } | { refusal: MessageId }> {
  if (isCancelled(event)) return { refusal: 'import.entry-cancelled' };
  const { startDate, endDate } = event;
  if (!startDate || startDate.isDate || !endDate) return { refusal: 'import.entry-without-time' };
  if (!isOfWeeks(event)) return { refusal: 'import.not-weekly' };
  const length = endDate.toUnixTime() - startDate.toUnixTime();
  if (length <= 0 || length * 1_000 >= DAY_MS) return { refusal: 'import.entry-without-time' };
  const all = event.isRecurring() ? yield* repeatsOf(event, place) : [meetingOf(event, startDate, endDate, place.zone)];
  const meetings = all.filter(({ day }) => day >= place.within.fromDay && day <= place.within.untilDay);
  return meetings.length > 0 ? { meetings } : { refusal: 'import.no-term-of-days' };
}

type Entry = { lines: string[]; line: number; component: ICAL.Component | null };

function* entriesIn(ics: string, schoolZone: string): Generator<void, Entry[]> {
  const all = (yield* entriesOf(ics)) ?? refuseFile('timetable.not-a-calendar');
  if (all.length > MAX_ENTRIES) refuseFile('timetable.too-many-entries');
  const begins = ics.split('\n').flatMap((line, index) => (/^BEGIN:VEVENT\s*$/i.test(line) ? [index + 1] : []));
  const entries: Entry[] = [];
  for (const [index, lines] of all.entries()) {
    const component = componentOf(lines);
    if (component) alignTimes(component, zoneOf(component) ?? schoolZone);
    entries.push({ lines, line: begins[index] ?? 0, component });
    yield;
  }
  return entries;
}

const nameOf = (text: string | null) => plainLine(text ?? '').slice(0, NAME_MOST);

/** What an entry holds; one that throws is named as one that cannot be read. */
function* readEntry({ lines, line, component }: Entry, exceptions: Exceptions, place: Place): Generator<void, Read> {
  try {
    if (!component) throw new Error('no entry');
    const event = eventOf(component, exceptions);
    return { line, name: nameOf(event.summary), room: nameOf(event.location), ...(yield* meetingsOf(event, place)) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    return { line, name: nameIn(lines), room: '', refusal: 'import.entry-unreadable' };
  }
}

function* readEntries(ics: string, place: Place): Generator<void, Read[]> {
  const entries = yield* entriesIn(ics, place.zone);
  const exceptions = exceptionsIn(entries.flatMap(({ component }) => component ?? []));
  const read: Read[] = [];
  for (const entry of entries) {
    if (!entry.component || !isException(entry.component, exceptions)) read.push(yield* readEntry(entry, exceptions, place));
    yield;
  }
  return read;
}

/** What of an event a list would have. */
const cellsOf = (name: string, room: string, { day, startTime, endTime }: Partial<Meeting> = {}) => ({
  ...{ section: name, weekday: day ? String(weekdayOf(day)) : '', start: startTime ?? '', end: endTime ?? '', room },
  ...{ weeks: '', from: day ?? '', until: day ?? '' },
});

type Dated = Meeting & Pick<Read, 'line' | 'name' | 'room'>;

/** The meetings of one class, weekday, time and room. */
function draftOf(meetings: Dated[]): SlotDraft {
  const [{ line, name, room, startTime, endTime, day }] = meetings as [Dated];
  const days = [...new Set(meetings.map((one) => one.day))].sort();
  const cells = { ...cellsOf(name, room, { day, startTime, endTime }), from: days[0] ?? day, until: days.at(-1) ?? day };
  return { line, names: name ? [name] : [], room, term: '', cells, meets: { startTime, endTime, days } };
}

/** The meetings of events, those of one class, weekday, time and room together. */
function* togetherOf(read: readonly Read[]): Generator<void, Dated[][]> {
  const groups = new Map<string, Dated[]>();
  for (const event of read) {
    if ('refusal' in event) continue;
    const { line, name, room } = event;
    for (const [index, meeting] of event.meetings.entries()) {
      const key = JSON.stringify([name, room, weekdayOf(meeting.day), meeting.startTime, meeting.endTime]);
      const group = groups.get(key);
      const dated = { line, name, room, ...meeting };
      if (group) group.push(dated);
      else groups.set(key, [dated]);
      if (index % AT_ONCE === 0) yield;
    }
  }
  return [...groups.values()];
}

function refusedOf(event: Read): SlotDraft[] {
  if (!('refusal' in event)) return [];
  const { line, name, room, refusal } = event;
  return [{ line, names: name ? [name] : [], room, term: '', cells: cellsOf(name, room), meets: { refusal } }];
}

/** The slots that a calendar's events make, however they repeat, in the order of the file. What cannot be used is among them with the
 *  reason. Yields now and then.
 *  @throws AppError `invalid` for what is no calendar or holds too much */
export function* readTimetableCalendar(ics: string, place: Omit<Place, 'budget'>): Generator<void, SlotDraft[]> {
  const read = yield* readEntries(ics, { ...place, budget: { left: MAX_REPEATS_IN_ALL } });
  const drafts = read.flatMap(refusedOf);
  for (const meetings of yield* togetherOf(read)) {
    drafts.push(draftOf(meetings));
    yield;
  }
  return drafts.sort((a, b) => a.line - b.line);
}
