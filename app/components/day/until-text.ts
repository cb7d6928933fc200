/** How long it is until a class. Pure. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { MINUTE_MS } from '#domain/duration';

/** "in 25 min", "in 2 h 5 min"; a minute at least. */
export function untilText(i18n: I18n, ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS));
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  if (h === 0) return i18n._(msg`in ${m} min`);
  return m === 0 ? i18n._(msg`in ${h} h`) : i18n._(msg`in ${h} h ${m} min`);
}
