/** What corrections say to those who decide: how a check-in came, why it was refused, who did what. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { waitingSentence } from '#app/components/register/waiting/waiting-reasons';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { REFUSED_REASONS, type RefusedReason, WAITING_REASONS } from '#domain/check-in/check-in';
import type { ClaimEvidence, Correction } from '#domain/correction/correction';
import { MINUTE_MS } from '#domain/duration';

const REFUSED: Record<RefusedReason, MessageDescriptor> = {
  'bad-code': msg`The code was wrong or of another school.`,
  future: msg`The code was ahead of its time.`,
  'outside-window': msg`Check-in was not open when this code was shown.`,
  'bad-device': msg`The phone could not vouch for the student.`,
  'too-many-tries': msg`Too many wrong codes had been typed.`,
  declined: msg`Staff did not accept it.`,
};

const VERDICTS: Record<ClaimEvidence['verdict'], MessageDescriptor> = {
  accepted: msg`Accepted.`,
  waiting: msg`Waiting for a decision.`,
  refused: msg`Refused.`,
};

function reasonSentence(i18n: I18n, reason: string): string {
  const waiting = WAITING_REASONS.find((one) => one === reason);
  const refused = REFUSED_REASONS.find((one) => one === reason);
  if (waiting) return waitingSentence(i18n, waiting);
  return refused ? i18n._(REFUSED[refused]) : reason;
}

function howText(i18n: I18n, { windows, source }: ClaimEvidence): string {
  if (windows === 0) return i18n._(msg`Typed a code.`);
  const scanned = i18n._(msg`${plural(windows, { one: 'Scanned # code.', other: 'Scanned # codes in a row.' })}`);
  return source === 'offline' ? `${scanned} ${i18n._(msg`Sent later.`)}` : scanned;
}

/** "3 minutes after the beginning". @param at epoch ms */
export function latenessText(i18n: I18n, at: number, startsAt: number): string {
  const minutes = Math.round((at - startsAt) / MINUTE_MS);
  if (minutes === 0) return i18n._(msg`at the beginning`);
  return minutes > 0
    ? i18n._(msg`${plural(minutes, { one: '# minute after the beginning', other: '# minutes after the beginning' })}`)
    : i18n._(msg`${plural(-minutes, { one: '# minute before the beginning', other: '# minutes before the beginning' })}`);
}

/** How a check-in was made, and what was found of it. Never throws. */
export function claimText(i18n: I18n, claim: ClaimEvidence): string {
  const reasons = claim.reasons.map((reason) => reasonSentence(i18n, reason));
  return [howText(i18n, claim), i18n._(VERDICTS[claim.verdict]), ...reasons].join(' ');
}

/** "Ada Mensah (teacher)", or Muster for a check-in that nobody settled. */
export function askerText(i18n: I18n, { requestedBy, studentName }: Pick<Correction, 'requestedBy' | 'studentName'>): string {
  if (!requestedBy) return 'Muster';
  if (requestedBy.name === studentName && requestedBy.role === 'student') return requestedBy.name;
  return i18n._(msg`${requestedBy.name} (${i18n._(ROLE_WORDS[requestedBy.role]).toLowerCase()})`);
}
