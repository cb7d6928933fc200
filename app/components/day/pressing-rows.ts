/** Which of a day's registers ask for attention. Pure. */
import { isOpenable, OPEN_EARLY_MS } from '#domain/register/class-session';
import type { LiveRow } from '#domain/register/day-view';

/** What asks for attention at `now`: what is open; what can be opened; else what comes next. Empty when the day is done. */
export function upNow<Row extends LiveRow>(rows: readonly Row[], now: number): Row[] {
  const open = rows.filter((row) => row.state === 'open');
  const openable = rows.filter((row) => row.state === 'scheduled' && isOpenable(row, now));
  const next = rows.filter((row) => row.state === 'scheduled' && row.startsAt - OPEN_EARLY_MS > now).slice(0, 1);
  const pressing = [...open, ...openable];
  return pressing.length > 0 ? pressing : next;
}
