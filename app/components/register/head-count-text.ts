import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
/** The head count against the register, in words. Pure. */

/** How many were counted compared with how many are present or late. Never throws. */
export function headCountText(i18n: I18n, headCount: number | null, checkedIn: number): string {
  if (headCount === null) return i18n._(msg`${checkedIn} marked present or late.`);
  const difference = headCount - checkedIn;
  if (difference === 0) return i18n._(msg`The same as marked.`);
  if (difference < 0) return i18n._(msg`${-difference} fewer than marked.`);
  return i18n._(msg`${difference} more than marked.`);
}
