/** Deciding what came back late: between one's own mark and the one that stands, or that a refusal was looked at. Kept on this device,
 *  so that nothing that was decided is asked again. */

import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useToast } from '#app/components/ui/feedback/toast';
import { markText } from '#app/components/ui/status-words';
import { type SchoolClock, timeText } from '#app/components/ui/time/time';
import { mint } from '#app/offline/calls/queueable';
import { knownOffset } from '#app/offline/device/clock-offset';
import { deliver } from '#app/offline/outbox/deliver';
import { announceChange } from '#app/offline/outbox/outbox';
import { markDecided } from '#app/offline/outbox/outbox-store';
import type { Conflict } from './late-answers';
import { problemText } from './marking';

/** Sets one's own mark over the one that stands. Its reason is kept, as it has to be where the register is closed by now. */
function setMine(i18n: I18n, { classSessionId, studentId, mine, theirs }: Conflict, clock: SchoolClock) {
  const reason = i18n._(msg`Decided between two marks: set at ${timeText(mine.at, clock)}, sent later.`);
  const input = { ...mint(knownOffset() ?? 0), classSessionId, studentId, status: mine.status, version: theirs.version, reason };
  return deliver('attendance.mark', input);
}

async function decide(verdictId: string, of: number | 'all'): Promise<void> {
  await markDecided(verdictId, of).then(announceChange, () => undefined);
}

export type Decisions = {
  /** Verdict and student of what is being decided. */
  pending: string | null;
  keepTheirs: (conflict: Conflict) => void;
  takeMine: (conflict: Conflict) => void;
  putAway: (verdictId: string) => void;
};

/** The ways to decide. */
export function useDecisions(clock: SchoolClock): Decisions {
  const { i18n } = useLingui();
  const toast = useToast();
  const [pending, setPending] = useState<string | null>(null);

  async function tryMine(conflict: Conflict): Promise<void> {
    const answer = await setMine(i18n, conflict, clock);
    await decide(conflict.verdictId, conflict.studentId);
    if (answer.outcome !== 'conflict') return;
    const word = markText(i18n, answer.status);
    const { changedBy } = answer;
    const text = changedBy
      ? i18n._(msg`Changed once more by ${changedBy}: ${word} stands.`)
      : i18n._(msg`Changed once more: ${word} stands.`);
    toast({ tone: 'danger', text });
  }

  function takeMine(conflict: Conflict): void {
    setPending(`${conflict.verdictId}/${conflict.studentId}`);
    tryMine(conflict)
      .catch((error: unknown) => toast({ tone: 'danger', text: problemText(i18n, error) }))
      .finally(() => setPending(null));
  }

  return {
    pending,
    takeMine,
    keepTheirs: ({ verdictId, studentId }) => void decide(verdictId, studentId),
    putAway: (verdictId) => void decide(verdictId, 'all'),
  };
}
