/** The classes of an iCalendar file: events that repeat by a rule or by hand, as days of one weekday and time in the school's zone. */
import type ICAL from 'ical.js';
import { DAY_MS } from '#domain/duration';
import { groupBy } from '#domain/group';
import { refuseFile } from '#domain/import/import';
import type { SlotDraft } from '#domain/import/timetable/slot-draft';
import { plainLine } from '#domain/text';
import { addDays, dayAt, daysBetween, instantOf, wallTimeAt, weekdayOf } from '#domain/time';
import type { DayRange } from '#domain/timetable/timetable';
import { isZone } from '#domain/words/intl';
import type { MessageId } from '#domain/words/message';
import { componentOf, eventOf, exceptionsIn, isCancelled, nameIn } from '#server/services/timetable/calendar-entries';
import { entriesOf } from '#server/services/timetable/calendar-lines';

/** Where the reading happens: the school's zone, and the days for which events that repeat are written out. */
type Place = { zone: string; within: DayRange };

/** Entries of a file: some hundred classes, each on every day of a year. */
const MAX_ENTRIES = 50_000;
/** Times of one event, those before `within` among them. */
const MAX_REPEATS = 5_200;

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

/** A moment in the school's wall time. Without a zone, or with one that nobody knows, it is written in it already. */
function wallOf(time: ICAL.Time, zone: string | undefined, schoolZone: string): Wall {
  const written = asWritten(time);
  const isUtc = time.zone?.tzid === 'UTC';
  if (!isUtc && (zone === undefined || zone === schoolZone || !isZone(zone))) return written;
  const at = instantOf(written.day, written.time, isUtc ? 'UTC' : (zone ?? schoolZone));
  return { day: dayAt(at, schoolZone), time: wallTimeAt(at, schoolZone) };
}

/** Rules that can come to a day of each week. */
const OF_WEEKS = /FREQ=(WEEKLY|DAILY)/;

const rulesOf = ({ component }: ICAL.Event) => component.getAllProperties('rrule').map((rule) => String(rule.getFirstValue()));

function zoneOf({ component }: ICAL.Event): string | undefined {
  const zone = component.getFirstProperty('dtstart')?.getParameter('tzid');
  return typeof zone === 'string' ? zone : undefined;
}

function meetingOf(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, zone: string): Meeting {
  const [from, until] = [wallOf(start, zoneOf(event), zone), wallOf(end, zoneOf(event), zone)];
  return { day: from.day, startTime: from.time, endTime: until.time };
}

/** Each time an event repeats. A class stays at its wall time, so that all are at that of the first, whatever zone wrote them. */
function repeatsOf(event: ICAL.Event, { zone, within }: Place): Meeting[] {
  const first = meetingOf(event, event.startDate, event.endDate, zone);
  const shift = daysBetween(asWritten(event.startDate).day, first.day);
  const iterator = event.iterator();
  const meetings: Meeting[] = [];
  for (let count = 0; count < MAX_REPEATS; count++) {
    const next = iterator.next();
    if (!next || asWritten(next).day > within.untilDay) break;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    const isMoved = item !== event;
    if (isMoved && isCancelled(item)) continue;
    meetings.push(isMoved ? meetingOf(item, startDate, endDate, zone) : { ...first, day: addDays(asWritten(next).day, shift) });
  }
  return meetings;
}

function meetingsOf(event: ICAL.Event, place: Place): { meetings: Meeting[] } | { refusal: MessageId } {
  if (isCancelled(event)) return { refusal: 'import.entry-cancelled' };
  const { startDate, endDate } = event;
  if (!startDate || startDate.isDate || !endDate) return { refusal: 'import.entry-without-time' };
  if (rulesOf(event).some((rule) => !OF_WEEKS.test(rule))) return { refusal: 'import.not-weekly' };
  const length = endDate.toUnixTime() - startDate.toUnixTime();
  if (length <= 0 || length * 1_000 >= DAY_MS) return { refusal: 'import.entry-without-time' };
  const all = event.isRecurring() ? repeatsOf(event, place) : [meetingOf(event, startDate, endDate, place.zone)];
  const meetings = all.filter(({ day }) => day >= place.within.fromDay && day <= place.within.untilDay);
  return meetings.length > 0 ? { meetings } : { refusal: 'import.no-term-of-days' };
}

function readEntries(ics: string, place: Place): Read[] {
  const entries = entriesOf(ics) ?? refuseFile('timetable.not-a-calendar');
  if (entries.length > MAX_ENTRIES) refuseFile('timetable.too-many-entries');
  const lines = ics.split('\n').flatMap((line, index) => (/^BEGIN:VEVENT\s*$/i.test(line) ? [index + 1] : []));
  const read = entries.map((entry, index) => ({ entry, line: lines[index] ?? 0, component: componentOf(entry) }));
  const exceptions = exceptionsIn(read.flatMap(({ component }) => component ?? []));
  return read.flatMap(({ entry, line, component }): Read[] => {
    if (component && exceptions.includes(component)) return [];
    try {
      if (!component) throw new Error('no entry');
      const event = eventOf(component, exceptions);
      return [{ line, name: plainLine(event.summary ?? ''), room: plainLine(event.location ?? ''), ...meetingsOf(event, place) }];
    } catch {
      return [{ line, name: nameIn(entry), room: '', refusal: 'import.entry-unreadable' }];
    }
  });
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

/** The slots that a calendar's events make, however they repeat, in the order of the file. What cannot be used is among them with the
 *  reason.
 *  @throws AppError `invalid` for what is no calendar or holds too much */
export function readTimetableCalendar(ics: string, place: Place): SlotDraft[] {
  const read = readEntries(ics, place);
  const dated = read.flatMap((event): Dated[] => {
    if ('refusal' in event) return [];
    const { line, name, room } = event;
    return event.meetings.map((meeting) => ({ line, name, room, ...meeting }));
  });
  const groups = groupBy(dated, ({ name, room, day, startTime, endTime }) =>
    JSON.stringify([name, room, weekdayOf(day), startTime, endTime]),
  );
  const refused = read.flatMap((event): SlotDraft[] => {
    if (!('refusal' in event)) return [];
    const { line, name, room, refusal } = event;
    return [{ line, names: name ? [name] : [], room, term: '', cells: cellsOf(name, room), meets: { refusal } }];
  });
  return [...[...groups.values()].map(draftOf), ...refused].sort((a, b) => a.line - b.line);
}
