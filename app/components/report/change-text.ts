/** One rate beside another, in words. */
import { msg } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import { percentOf, type Sums } from '#domain/rate';

/** "1.2 points more than in the weeks before"; null where either says nothing. */
export function changeText({ i18n, number }: Format, now: Sums, before: Sums): string | null {
  const [percent, former] = [percentOf(now), percentOf(before)];
  if (percent === null || former === null) return null;
  const tenths = Math.round((percent - former) * 10);
  const points = number(Math.abs(tenths) / 10);
  if (tenths === 0) return i18n._(msg`As in the weeks before`);
  return tenths > 0
    ? i18n._(msg`${points} points more than in the weeks before`)
    : i18n._(msg`${points} points less than in the weeks before`);
}

/** "3 missed of 20" */
export function missedText({ i18n, number }: Format, missed: number, all: number): string {
  return i18n._(msg`${number(missed)} missed of ${number(all)}`);
}
