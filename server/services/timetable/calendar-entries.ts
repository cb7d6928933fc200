/** The entries of an iCalendar file by ical.js: each by itself, and those that move or cancel one time of another. */
import ICAL from 'ical.js';
import { plainLine } from '#domain/text';

/** Letters of an entry's name. */
const NAME_MOST = 120;

/** An entry by itself; null for one that cannot be read. */
export function componentOf(lines: string[]): ICAL.Component | null {
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

/** The entries that are about one time of an entry that repeats. */
export function exceptionsIn(components: readonly ICAL.Component[]): ICAL.Component[] {
  const repeating = new Set(components.flatMap((component) => (component.hasProperty('rrule') ? uidOf(component) : [])));
  return components.filter((component) => component.hasProperty('recurrence-id') && repeating.has(uidOf(component)));
}

/** An entry with the times of it that another entry moves or cancels. */
export function eventOf(component: ICAL.Component, exceptions: readonly ICAL.Component[]): ICAL.Event {
  return new ICAL.Event(component, { exceptions: exceptions.filter((one) => uidOf(one) === uidOf(component)) });
}

/** Whether an entry says that it does not take place. */
export function isCancelled({ component }: ICAL.Event): boolean {
  return String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';
}
