/** Settling check-ins that wait: which there are, one tap for each, and what is said of it. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useToast } from '#app/components/ui/feedback/toast';
import { markText } from '#app/components/ui/status-words';
import { mint } from '#app/offline/calls/queueable';
import type { WaitingClaim } from '#domain/register/register';
import { handIn } from './model/hand-in';
import { problemText } from './model/marking';
import { useRegister } from './model/register-context';
import type { RegisterState } from './model/register-state';

export type Decision = 'accept' | 'decline';
export type Waiting = { studentId: number; name: string; mark: string | null; claim: WaitingClaim };

/** Every waiting claim with whose it is, the earliest first. */
export function waitingOf({ views }: Pick<RegisterState, 'views'>): Waiting[] {
  const all = [...views.values()].flatMap(({ row }) =>
    row.claims.map((claim) => ({ studentId: row.studentId, name: row.name, mark: row.status, claim })),
  );
  return all.sort((a, b) => a.claim.receivedAt - b.claim.receivedAt);
}

/** What the answer to a decision means. Never throws. */
function settledText(
  i18n: I18n,
  { name, claim }: Waiting,
  { outcome, verdict }: { outcome: 'settled' | 'already-settled'; verdict: 'accepted' | 'refused' },
): string {
  if (outcome === 'already-settled')
    return verdict === 'accepted'
      ? i18n._(msg`Somebody else has already accepted the check-in of ${name}.`)
      : i18n._(msg`Somebody else has already declined the check-in of ${name}.`);
  if (verdict === 'refused') return i18n._(msg`Check-in of ${name} declined.`);
  return i18n._(msg`${name} is ${markText(i18n, claim.status ?? 'present')}.`);
}

/** Settles claims and tells which are being settled. */
export function useSettling() {
  const { i18n } = useLingui();
  const register = useRegister();
  const toast = useToast();
  const [settling, setSettling] = useState<ReadonlySet<string>>(new Set());
  async function settle(waiting: Waiting, decision: Decision) {
    const { claimId } = waiting.claim;
    setSettling((before) => new Set(before).add(claimId));
    try {
      const input = { ...mint(register.clock.offsetMs()), claimId, decision };
      const answer = await handIn(register, { procedure: 'checkIn.settle', input });
      if (answer) toast({ text: settledText(i18n, waiting, answer) });
    } catch (error) {
      toast({ tone: 'danger', text: problemText(i18n, error) });
    } finally {
      setSettling((before) => new Set([...before].filter((id) => id !== claimId)));
    }
  }
  return { settling, settle };
}
