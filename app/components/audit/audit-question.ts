/** What an address asks of the audit log; what it cannot mean is left out. Pure. */

import { idIn } from '#app/paths';
import { type AuditFilter, LOGGED_ACTIONS } from '#domain/audit/audit-log';
import { isDay } from '#domain/time';

function dayIn(search: URLSearchParams, name: string): string | null {
  const day = search.get(name);
  return isDay(day) ? day : null;
}

/** `?person=3&section=4&actor=5&action=user.edited&from=2026-09-01&until=2026-09-30`. Never throws. */
export function readAuditFilter(search: URLSearchParams): Required<AuditFilter> {
  return {
    personId: idIn(search, 'person'),
    sectionId: idIn(search, 'section'),
    actorId: idIn(search, 'actor'),
    action: LOGGED_ACTIONS.find((action) => action === search.get('action')) ?? null,
    from: dayIn(search, 'from'),
    until: dayIn(search, 'until'),
  };
}

/** What is looked for, to narrow the log to it; empty for nothing. Never throws. */
export function readFind(search: URLSearchParams): string {
  return (search.get('find') ?? '').trim().slice(0, 100);
}

/** Where a page goes on; null for the first. Never throws. */
export function readAfter(search: URLSearchParams): string | null {
  const after = search.get('after') ?? '';
  return /^(mark|audit)-\d{1,15}$/.test(after) ? after : null;
}
