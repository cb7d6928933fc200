/** Settling check-ins that wait: which there are, one tap for each or for all, what is said of it, and the way back until the next. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { handIn } from '#app/components/register/model/hand-in';
import { problemText } from '#app/components/register/model/marking';
import { type RegisterParts, useRegister } from '#app/components/register/model/register-context';
import type { RegisterState } from '#app/components/register/model/register-state';
import { useToast } from '#app/components/ui/feedback/toast';
import { markText } from '#app/components/ui/status-words';
import type { QueueableCalls } from '#app/offline/calls/queueable';
import { mint } from '#app/offline/calls/queueable';
import type { WaitingClaim } from '#domain/register/register';

export type Decision = 'accept' | 'decline';
export type Waiting = { studentId: number; name: string; mark: string | null; claim: WaitingClaim };
type Answer = QueueableCalls['checkIn.settle']['output'];

/** Every waiting claim with whose it is, the earliest first. */
export function waitingOf({ views }: Pick<RegisterState, 'views'>): Waiting[] {
  const all = [...views.values()].flatMap(({ row }) =>
    row.claims.map((claim) => ({ studentId: row.studentId, name: row.name, mark: row.status, claim })),
  );
  return all.sort((a, b) => a.claim.receivedAt - b.claim.receivedAt);
}

/** What the answer to a decision means. Never throws. */
function settledText(i18n: I18n, { name, claim }: Waiting, { outcome, verdict }: Answer): string {
  if (outcome === 'already-settled')
    return verdict === 'accepted'
      ? i18n._(msg`Somebody else has already accepted the check-in of ${name}.`)
      : i18n._(msg`Somebody else has already declined the check-in of ${name}.`);
  if (verdict === 'refused') return i18n._(msg`Check-in of ${name} declined.`);
  return i18n._(msg`${name} is ${markText(i18n, claim.status ?? 'present')}.`);
}

/** One that waits to be sent will be settled as it was meant. */
async function settleOne(register: RegisterParts, { claim }: Waiting, decision: Decision): Promise<Answer> {
  const input = { ...mint(register.clock.offsetMs()), claimId: claim.claimId, decision };
  const answer = await handIn(register, { procedure: 'checkIn.settle', input });
  return answer ?? { outcome: 'settled', verdict: decision === 'accept' ? 'accepted' : 'refused' };
}

async function unsettleOne(register: RegisterParts, { claim }: Waiting): Promise<boolean> {
  const input = { ...mint(register.clock.offsetMs()), claimId: claim.claimId };
  const answer = await handIn(register, { procedure: 'checkIn.unsettle', input });
  return answer?.outcome !== 'changed-since';
}

/** What was decided last, in words, with the way back while there is one. */
export type LastDecision = { text: string; undo: (() => void) | null };

/** Settles claims and tells which are being settled. */
export function useSettling() {
  const { i18n } = useLingui();
  const register = useRegister();
  const toast = useToast();
  const [settling, setSettling] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<LastDecision | null>(null);

  const fail = (error: unknown) => toast({ tone: 'danger', text: problemText(i18n, error) });

  async function undo(settled: readonly Waiting[]): Promise<void> {
    setLast((before) => before && { ...before, undo: null });
    try {
      const undone = await Promise.all(settled.map((one) => unsettleOne(register, one)));
      if (undone.every(Boolean)) {
        setLast({ text: i18n._(msg`Undone. It waits for you again.`), undo: null });
        return;
      }
      toast({ tone: 'danger', text: i18n._(msg`Not undone: the mark has been changed since.`) });
    } catch (error) {
      fail(error);
    }
    setLast(null);
  }

  function tell(text: string, settled: readonly Waiting[]): void {
    if (settled.length === 0) {
      toast({ text });
      return;
    }
    const takeBack = () => void undo(settled);
    setLast({ text, undo: takeBack });
    toast({ text, action: { label: i18n._(msg`Undo`), onAction: takeBack } });
  }

  async function settle(waiting: readonly Waiting[], decision: Decision): Promise<void> {
    const ids = waiting.map(({ claim }) => claim.claimId);
    setSettling((before) => new Set([...before, ...ids]));
    try {
      const answers = await Promise.all(waiting.map((one) => settleOne(register, one, decision)));
      const settled = waiting.filter((_, index) => answers[index]?.outcome === 'settled');
      const [first] = waiting;
      const text =
        first && answers[0] && waiting.length === 1
          ? settledText(i18n, first, answers[0])
          : i18n._(msg`${plural(settled.length, { one: '# check-in accepted.', other: '# check-ins accepted.' })}`);
      tell(text, settled);
    } catch (error) {
      fail(error);
    } finally {
      setSettling((before) => new Set([...before].filter((id) => !ids.includes(id))));
    }
  }
  return { settling, settle, last, putAway: () => setLast(null) };
}
