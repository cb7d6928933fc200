/** Days and hours in words. A day has no zone: it is written as it is. Texts are made once, in the loader, so that the server and the
 *  browser show the same. Instants are `../time.tsx`. */

const STYLES = {
  /** Monday 3 November */
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  /** Mon */
  weekday: { weekday: 'short' },
  /** Monday */
  weekdayLong: { weekday: 'long' },
  /** November 2025 */
  month: { month: 'long', year: 'numeric' },
  /** 3 Nov 2025 */
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  /** 09:00 */
  hour: { hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

type DayStyle = Exclude<keyof typeof STYLES, 'hour'>;

function formatter(locale: string, style: keyof typeof STYLES): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone: 'UTC' });
}

/** A day in words.
 *  @param day `YYYY-MM-DD`
 *  @throws RangeError for a day or locale that does not exist */
export function dayText(day: string, style: DayStyle, locale: string): string {
  return formatter(locale, style).format(Date.parse(day));
}

/** "16–22 Nov 2026", "30 Nov – 6 Dec 2026".
 *  @throws RangeError for a day or locale that does not exist */
export function dayRangeText(from: string, until: string, locale: string): string {
  return formatter(locale, 'short').formatRange(Date.parse(from), Date.parse(until));
}

/** A full hour of the day as clocks write it. @param hour 0 to 24 */
export function hourText(hour: number, locale: string): string {
  return formatter(locale, 'hour').format(hour * 3_600_000);
}

/** A day of a calendar with its words. */
export type CalendarDay = { day: string; isToday: boolean; label: string; weekday: string; number: number };

/** A day with everything a calendar says of it.
 *  @throws RangeError for a day or locale that does not exist */
export function calendarDay(day: string, { today, locale }: { today: string; locale: string }): CalendarDay {
  return {
    day,
    isToday: day === today,
    label: dayText(day, 'long', locale),
    weekday: dayText(day, 'weekday', locale),
    number: Number(day.slice(8)),
  };
}

/** "Mon 7 Sept, 09:00–10:00" of a calendar day and wall times, in whatever zone. */
export function meetingText(meeting: { day: string; startTime: string; endTime: string }, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(`${meeting.day}T12:00Z`))}, ${meeting.startTime}–${meeting.endTime}`;
}
