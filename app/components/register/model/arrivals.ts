/** What is said aloud while students check in: the first by name, the others as a number, so that a full class is not a flood. */

import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { Status } from '#domain/register/attendance';

export type Arrival = { studentId: number; name: string; status: Status };

/** "Ama Mensah present, 3 more". Empty without arrivals. Never throws. */
export function arrivalText(arrivals: readonly Arrival[]): string {
  const [first] = arrivals;
  if (!first) return '';
  const said = `${first.name} ${STATUS_LOOKS[first.status].word.toLowerCase()}`;
  return arrivals.length > 1 ? `${said}, ${arrivals.length - 1} more` : said;
}
