/** A day of the school's calendar in words. A day has no zone; engines differ in how they shorten months, so the server's text stands. */
import { dayText } from './calendar-text';

/** 3 Nov 2025. @param day `YYYY-MM-DD` */
export function Day({ day, locale }: { day: string; locale: string }) {
  return (
    <time dateTime={day} suppressHydrationWarning>
      {dayText(day, 'short', locale)}
    </time>
  );
}
