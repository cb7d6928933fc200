/** One rate beside another, in words. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { percentOf, type Sums } from '#domain/rate';
import { numberText } from '#domain/words/intl';

/** "1.2 points more than in the weeks before"; null where either says nothing. */
export function changeText(i18n: I18n, now: Sums, before: Sums): string | null {
  const [percent, former] = [percentOf(now), percentOf(before)];
  if (percent === null || former === null) return null;
  const tenths = Math.round((percent - former) * 10);
  const points = numberText(i18n.locale, Math.abs(tenths) / 10);
  if (tenths === 0) return i18n._(msg`As in the weeks before`);
  return tenths > 0
    ? i18n._(msg`${points} points more than in the weeks before`)
    : i18n._(msg`${points} points less than in the weeks before`);
}

/** "3 missed of 20" */
export function missedText(i18n: I18n, missed: number, all: number): string {
  return i18n._(msg`${numberText(i18n.locale, missed)} missed of ${numberText(i18n.locale, all)}`);
}
