/** How long it is until a class. Pure. */
import { MINUTE_MS } from '#domain/duration';

/** "in 25 min", "in 2 h 5 min"; a minute at least. */
export function untilText(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS));
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  return `in ${[h > 0 && `${h} h`, m > 0 && `${m} min`].filter(Boolean).join(' ')}`;
}
