/** What is said aloud while students check in: the first by name, the others as a number, so that a full class is not a flood. */

import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { Status } from '#domain/register/attendance';

export type Arrival = { studentId: number; name: string; status: Status };

/** "Ama Mensah present, 3 more". Empty without arrivals. Never throws. */
export function arrivalText(i18n: I18n, arrivals: readonly Arrival[]): string {
  const [first] = arrivals;
  if (!first) return '';
  const said = `${first.name} ${i18n._(STATUS_LOOKS[first.status].word).toLowerCase()}`;
  return arrivals.length > 1 ? i18n._(msg`${said}, ${arrivals.length - 1} more`) : said;
}
