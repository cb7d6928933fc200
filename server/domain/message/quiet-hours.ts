/** Hours of the night in which nothing is sent, by the school's clocks. */
import { instantOf } from '#domain/instant';
import { addDays, dayAt, wallTimeAt } from '#domain/time';

/** Wall times; the same twice is no quiet hours. Over midnight when `quietFrom` is later than `quietUntil`. */
export type QuietHours = { quietFrom: string; quietUntil: string /** IANA name. */; zone: string };

/** When the quiet hours that an instant lies in end; null outside of them. Epoch ms. */
export function quietEnd(at: number, { quietFrom, quietUntil, zone }: QuietHours): number | null {
  const [now, today] = [wallTimeAt(at, zone), dayAt(at, zone)];
  if (quietFrom > quietUntil && now >= quietFrom) return instantOf(addDays(today, 1), quietUntil, zone);
  const isAfterBegin = quietFrom > quietUntil || now >= quietFrom;
  return isAfterBegin && now < quietUntil ? instantOf(today, quietUntil, zone) : null;
}

/** When the next quiet hours end: when what was too much for a day comes, as one. Epoch ms. */
export function nextMorning(at: number, { quietUntil, zone }: QuietHours): number {
  const today = dayAt(at, zone);
  const morning = instantOf(today, quietUntil, zone);
  return morning > at ? morning : instantOf(addDays(today, 1), quietUntil, zone);
}

/** When the day began that an instant lies in. Epoch ms. */
export function dayStart(at: number, zone: string): number {
  return instantOf(dayAt(at, zone), '00:00', zone);
}
