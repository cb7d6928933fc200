/** What was done to a day's registers on this device and waits to be sent, laid over what the server said of them. Pure. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { OutboxEntry } from '#app/offline/device/database';
import type { LiveRow } from '#domain/register/register';

/** A row with what is known only here: how many calls wait, and whether one of them opened or closed the register. */
export type DayRow = LiveRow & { unsent: { count: number; act: 'opened' | 'closed' | null } };

type Call = Pick<OutboxEntry, 'procedure' | 'input'>;

function actOf(calls: readonly Call[]): DayRow['unsent']['act'] {
  const has = (procedure: string) => calls.some((call) => call.procedure === procedure);
  if (has('classSession.close')) return 'closed';
  return has('classSession.open') ? 'opened' : null;
}

function stateOf({ state, isNotTaken, isCheckInOpen }: LiveRow, act: DayRow['unsent']['act']) {
  if (act === 'closed') return { state: 'closed' as const, isNotTaken: false, isCheckInOpen: false };
  if (act === 'opened') return { state: 'open' as const, isNotTaken: false, isCheckInOpen: false };
  return { state, isNotTaken, isCheckInOpen };
}

/** Each row with what waits for it.
 *  @param calls all of the person's that wait */
export function overlayDay(rows: readonly LiveRow[], calls: readonly Call[]): DayRow[] {
  return rows.map((row) => {
    const own = calls.filter(({ input }) => input.classSessionId === row.classSessionId);
    const act = actOf(own);
    return { ...row, ...stateOf(row, act), unsent: { count: own.length, act } };
  });
}

/** "Opened on this device, not sent yet." Null when nothing waits. Never throws. */
export function unsentText(i18n: I18n, { count, act }: DayRow['unsent']): string | null {
  if (count === 0) return null;
  if (act === 'opened') return i18n._(msg`Opened on this device, not sent yet`);
  if (act !== null) return i18n._(msg`Closed on this device, not sent yet`);
  return i18n._(msg`${plural(count, { one: '# change not sent yet', other: '# changes not sent yet' })}`);
}
