/** Instants for people, in the school's zone and locale whoever looks from wherever. Zone and locale are always given, so the
 *  server and the browser write the same. */
import { Trans } from '@lingui/react/macro';

/** Instants for people, in the school's zone and locale whoever looks from wherever. Zone and locale are always given, so the
 *  server and the browser write the same. */

const STYLES = {
  /** 09:30 */
  time: { hour: '2-digit', minute: '2-digit' },
  /** Monday 3 November */
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  /** 3 Nov 2025 */
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  /** Mon 3 Nov, 09:30 */
  moment: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeStyle = keyof typeof STYLES;

/** Where and how the school writes time. */
export type SchoolClock = { zone: string; locale: string };

/** Making a formatter costs more than using it a thousand times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter({ zone, locale }: SchoolClock, style: TimeStyle): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${style}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { ...STYLES[style], timeZone: zone });
  formatters.set(key, made);
  return made;
}

/** An instant as text.
 *  @param at epoch ms
 *  @throws RangeError for an unknown zone or locale */
export function timeText(at: number, clock: SchoolClock, style: TimeStyle = 'time'): string {
  // Engines differ in which space they put before "am".
  return formatter(clock, style).format(at).replaceAll('\u202f', ' ');
}

export type TimeProps = SchoolClock & { at: number; style?: TimeStyle; className?: string };

/** An instant as a `<time>` element. */
export function Time({ at, zone, locale, style, className }: TimeProps) {
  return (
    <time dateTime={new Date(at).toISOString()} className={className} suppressHydrationWarning>
      {timeText(at, { zone, locale }, style)}
    </time>
  );
}

export type TimeRangeProps = SchoolClock & { startsAt: number; endsAt: number; className?: string };

/** "09:30 to 10:20", with the dash people expect. */
export function TimeRange({ startsAt, endsAt, zone, locale, className }: TimeRangeProps) {
  return (
    <span className={className}>
      <Time at={startsAt} zone={zone} locale={locale} />
      <span aria-hidden="true">–</span>
      <span className="sr-only">
        {' '}
        <Trans>to</Trans>{' '}
      </span>
      <Time at={endsAt} zone={zone} locale={locale} />
    </span>
  );
}
