/** How things are written for one reader: instants and days as the school's zone and the reader's locale have it, the rest as in the
 *  reader's language. Everything is given, so the server and the browser write the same. */
import type { I18n } from '@lingui/core';
import { dateFormat, listText, nameOrder, numberText, percentIn } from '#domain/words/intl';

const INSTANTS = {
  /** 09:30 */
  time: { hour: '2-digit', minute: '2-digit' },
  /** Monday 3 November */
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  /** 3 Nov 2025 */
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  /** Mon 3 Nov, 09:30 */
  moment: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeStyle = keyof typeof INSTANTS;

/** Of calendar days and wall times, which have no zone: they are written as they are. */
const DAYS = {
  /** Monday 3 November */
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  /** Mon 3 Nov */
  brief: { weekday: 'short', day: 'numeric', month: 'short' },
  /** 3 Nov 2025 */
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  /** 3 Nov */
  dayShort: { day: 'numeric', month: 'short' },
  /** Nov */
  monthShort: { month: 'short' },
  /** Mon */
  weekday: { weekday: 'short' },
  /** Monday */
  weekdayLong: { weekday: 'long' },
  /** November 2025 */
  month: { month: 'long', year: 'numeric' },
  /** 09:00 */
  hour: { hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

type DayStyle = Exclude<keyof typeof DAYS, 'hour'>;

/** A class by its calendar day and wall times. */
type MeetingTimes = { day: string; startTime: string; endTime: string };

/** Where the school's clocks are, and how its reader has dates written. */
export type Place = { zone: string; locale: string };

/** Texts that were written before, by how and of what. */
export type Written = { get: (key: string) => string | undefined; set: (key: string, text: string) => void };

const NOTHING_WRITTEN: Written = { get: () => undefined, set: () => undefined };
const MINUTE_MS = 60_000;

export type Format = Place & {
  /** The reader's words. */
  i18n: I18n;
  /** An instant. @param at epoch ms */
  time: (at: number, style?: TimeStyle) => string;
  /** A calendar day. @param day `YYYY-MM-DD` */
  day: (day: string, style: DayStyle) => string;
  /** "16–22 Nov 2026", "30 Nov – 6 Dec 2026", one day once. */
  days: (from: string, until: string) => string;
  /** A full hour of the day as clocks write it. @param hour 0 to 24 */
  hour: (hour: number) => string;
  /** "Mon 7 Sept, 09:00–10:00" */
  meeting: (meeting: MeetingTimes) => string;
  /** "1,234.5" */
  number: (value: number) => string;
  /** "82.5%" */
  percent: (percent: number) => string;
  /** "A, B, C" */
  list: (texts: readonly string[]) => string;
  /** For `sort`: names as a dictionary has them, "Room 2" before "Room 10". */
  byName: (a: string, b: string) => number;
};

/** The format of a reader.
 *  @param written is asked first, and told what is written
 *  @throws RangeError, from what writes instants and days, for a zone, a locale or a day that does not exist */
export function formatOf({ zone, locale }: Place, i18n: I18n, written = NOTHING_WRITTEN): Format {
  const once = (key: string, write: () => string) => {
    const text = written.get(key) ?? write();
    written.set(key, text);
    return text;
  };
  const days = (style: keyof typeof DAYS) => dateFormat(locale, { ...DAYS[style], timeZone: 'UTC' });
  const day = (one: string, style: DayStyle) => once(`${style} ${one}`, () => days(style).format(Date.parse(one)));
  const instant = (at: number, style: TimeStyle) => dateFormat(locale, { ...INSTANTS[style], timeZone: zone }).format(at);
  return {
    zone,
    locale,
    i18n,
    // No style is finer than a minute. Engines differ in which space they put before "am".
    time: (at, style = 'time') =>
      once(`${style} ${Math.floor(at / MINUTE_MS)}`, () => instant(at, style).replaceAll('\u202f', ' ')),
    day,
    // And between the days of a range.
    days: (from, until) =>
      once(`${from} ${until}`, () => days('short').formatRange(Date.parse(from), Date.parse(until)).replaceAll('\u2009', ' ')),
    hour: (hour) => once(`h${hour}`, () => days('hour').format(hour * 3_600_000)),
    meeting: ({ day: on, startTime, endTime }) => `${day(on, 'brief')}, ${startTime}–${endTime}`,
    number: (value) => once(`n${value}`, () => numberText(i18n.locale, value)),
    percent: (percent) => once(`%${percent}`, () => percentIn(i18n.locale, percent)),
    list: (texts) => listText(i18n.locale, texts),
    byName: nameOrder(i18n.locale),
  };
}
