/** What was done to a day's registers on this device and waits to be sent, laid over what the server said of them. Pure. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { lineWithWaiting } from '#app/components/register/model/effects';
import { classSessionOf, type WaitingCall } from '#app/offline/outbox/outbox-view';
import type { LiveRow } from '#domain/register/day-view';

/** A row with what is known only here: how many calls wait, and whether one of them opened or closed the register. */
export type DayRow = LiveRow & { unsent: { count: number; act: 'opened' | 'closed' | null } };

function actOf(calls: readonly WaitingCall[]): DayRow['unsent']['act'] {
  const has = (procedure: WaitingCall['procedure']) => calls.some((call) => call.procedure === procedure);
  if (has('classSession.close')) return 'closed';
  return has('classSession.open') ? 'opened' : null;
}

/** Each row with what waits for it.
 *  @param calls all of the person's that wait */
export function overlayDay(rows: readonly LiveRow[], calls: readonly WaitingCall[]): DayRow[] {
  return rows.map((row) => {
    const own = calls.filter((call) => classSessionOf(call) === row.classSessionId);
    const line = own.reduce((before, call) => (call.procedure === 'unknown' ? before : lineWithWaiting(before, call)), row);
    return { ...line, unsent: { count: own.length, act: actOf(own) } };
  });
}

/** "Opened on this device, not sent yet." Null when nothing waits. Never throws. */
export function unsentText(i18n: I18n, { count, act }: DayRow['unsent']): string | null {
  if (count === 0) return null;
  if (act === 'opened') return i18n._(msg`Opened on this device, not sent yet`);
  if (act !== null) return i18n._(msg`Closed on this device, not sent yet`);
  return i18n._(msg`${plural(count, { one: '# change not sent yet', other: '# changes not sent yet' })}`);
}
