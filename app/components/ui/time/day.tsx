/** A day of the school's calendar in words. A day has no zone; engines differ in how they shorten months, so the server's text stands. */
import { useFormat } from '#app/words/use-format';

/** 3 Nov 2025. @param day `YYYY-MM-DD` */
export function Day({ day }: { day: string }) {
  const format = useFormat();
  return (
    <time dateTime={day} suppressHydrationWarning>
      {format.day(day, 'short')}
    </time>
  );
}
