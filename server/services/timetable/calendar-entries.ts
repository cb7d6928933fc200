/** The entries of an iCalendar file by ical.js: each by itself, and those that move or cancel one time of another. */
import ICAL from 'ical.js';
import { groupBy } from '#domain/group';
import { plainLine } from '#domain/text';
import { dayAt, wallTimeAt } from '#domain/time';
import { LONGEST_LINE } from './calendar-lines';

/** Letters of an entry's name. */
const NAME_MOST = 120;

/** Moments by the hundred thousand keep the reader, and so everybody, for long. */
const isOverlong = (lines: string[]) =>
  lines.filter((line) => /^(RDATE|EXDATE)\b/i.test(line)).reduce((letters, line) => letters + line.length, 0) > LONGEST_LINE;

/** An entry by itself; null for one that cannot be read. */
export function componentOf(lines: string[]): ICAL.Component | null {
  if (isOverlong(lines)) return null;
  try {
    return new ICAL.Component(ICAL.parse(lines.join('\r\n')) as ConstructorParameters<typeof ICAL.Component>[0]);
  } catch {
    return null;
  }
}

/** What an entry is called, for one that cannot be read. */
export function nameIn(lines: string[]): string {
  const [, name = ''] = lines.map((line) => /^SUMMARY[^:]*:(.*)$/i.exec(line)).find((match) => match !== null) ?? [];
  return plainLine(name).slice(0, NAME_MOST);
}

const uidOf = (component: ICAL.Component) => component.getFirstPropertyValue('uid');

/** Entries that are about one time of an entry that repeats, by the id that both have. */
export type Exceptions = ReadonlyMap<unknown, ICAL.Component[]>;

/** Those of them that are about one time of another. */
export function exceptionsIn(components: readonly ICAL.Component[]): Exceptions {
  const repeating = new Set(components.flatMap((component) => (component.hasProperty('rrule') ? uidOf(component) : [])));
  const about = components.filter((component) => component.hasProperty('recurrence-id') && repeating.has(uidOf(component)));
  return groupBy(about, uidOf);
}

/** Whether an entry is one of them. */
export const isException = (component: ICAL.Component, exceptions: Exceptions) =>
  component.hasProperty('recurrence-id') && exceptions.has(uidOf(component));

/** Longer than anything at a school pauses: the reader goes through the days between one by one. */
const LONGEST_INTERVAL = 1_000;

const rulesOf = (component: ICAL.Component) =>
  component.getAllProperties('rrule').map((rule) => rule.getFirstValue() as ICAL.Recur);

/** Whether the reader could look for the next day of a rule for ever: one of each day that may come to none ("each seventh day, if it is
 *  a Tuesday", "each 30 February"). */
function isEndless({ freq, interval, parts }: ICAL.Recur): boolean {
  const { BYDAY = [], BYMONTH: _, ...others } = parts as Record<string, unknown[]>;
  const isPlain = Object.keys(others).length === 0 && !BYDAY.some((day) => /\d/.test(String(day)));
  return interval > LONGEST_INTERVAL || (freq === 'DAILY' && (!isPlain || (BYDAY.length > 0 && interval % 7 === 0)));
}

/** An entry with the times of it that another entry moves or cancels.
 *  @throws Error for a rule that cannot be read to its end */
export function eventOf(component: ICAL.Component, exceptions: Exceptions): ICAL.Event {
  if (rulesOf(component).some(isEndless)) throw new Error('endless rule');
  return new ICAL.Event(component, { exceptions: exceptions.get(uidOf(component)) ?? [] });
}

export const isUtc = (time: ICAL.Time) => time.zone?.tzid === 'UTC';

function wallTimeOf(time: ICAL.Time, zone: string): ICAL.Time {
  const at = time.toJSDate().getTime();
  return ICAL.Time.fromDateTimeString(`${dayAt(at, zone)}T${wallTimeAt(at, zone)}:00`);
}

/** The end of a day, as a rule until then has it. */
function endOf({ year, month, day }: ICAL.Time, zone: ICAL.Time['zone']): ICAL.Time {
  return new ICAL.Time({ year, month, day, hour: 23, minute: 59, second: 59, isDate: false }, zone);
}

/** The reader compares times as they are written. So what an entry that begins at a wall time leaves out, adds or ends with in UTC, as
 *  RFC 5545 wants of its last time, is brought to its wall time; and a rule until a day holds that day.
 *  @param zone the entry's own */
export function alignTimes(component: ICAL.Component, zone: string): void {
  const start = component.getFirstPropertyValue('dtstart');
  if (!(start instanceof ICAL.Time) || start.isDate) return;
  const aligned = <Value>(value: Value) =>
    value instanceof ICAL.Time && isUtc(value) && !isUtc(start) ? wallTimeOf(value, zone) : value;
  for (const property of ['exdate', 'rdate', 'recurrence-id'].flatMap((name) => component.getAllProperties(name))) {
    if (property.isMultiValue) property.setValues(property.getValues().map(aligned));
    else property.setValue(aligned(property.getFirstValue()));
  }
  for (const rule of rulesOf(component))
    if (rule.until) rule.until = rule.until.isDate ? endOf(rule.until, start.zone) : aligned(rule.until);
}

/** Whether an entry says that it does not take place. */
export function isCancelled({ component }: ICAL.Event): boolean {
  return String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';
}
