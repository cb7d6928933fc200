/** What a reason says of the marks that have it. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { Counting, ReasonCode } from '#domain/correction/reason-code';
import type { Preset } from '#domain/correction/reason-code-preset';

/** What a mark with a reason counts as, in a form. */
export const COUNTING_WORDS: Record<Counting, MessageDescriptor> = {
  present: msg`As present`,
  absent: msg`As absent`,
  out: msg`Left out of the rate`,
};

const COUNTED: Record<Counting, MessageDescriptor> = {
  present: msg`counts as present`,
  absent: msg`counts as absent`,
  out: msg`left out of the rate`,
};

/** The lists a school may begin with. */
export const PRESET_WORDS: Record<Preset, MessageDescriptor> = {
  plain: msg`Plain list`,
  'england-2024': msg`England 2024`,
};

/** "Excused, counts as present, code V". Never throws. */
export function reasonCodeText(i18n: I18n, { status, countsAs, externalCode }: ReasonCode): string {
  const code = externalCode && i18n._(msg`code ${externalCode}`);
  return [i18n._(STATUS_LOOKS[status].word), countsAs && i18n._(COUNTED[countsAs]), code].filter(Boolean).join(', ');
}
