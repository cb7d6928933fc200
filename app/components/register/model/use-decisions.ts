/** Deciding what came back late: between one's own mark and the one that stands, or that a refusal was looked at. Kept on this device,
 *  so that nothing that was decided is asked again. */

import { msg } from '@lingui/core/macro';
import { useState } from 'react';
import { useToast } from '#app/components/ui/feedback/toast';
import { markText } from '#app/components/ui/status-words';
import { mint } from '#app/offline/calls/queueable';
import { knownOffset } from '#app/offline/device/clock-offset';
import { deliver } from '#app/offline/outbox/deliver';
import { announceChange } from '#app/offline/outbox/outbox';
import { markDecided } from '#app/offline/outbox/outbox-store';
import type { Format } from '#app/words/format';
import { useFormat } from '#app/words/use-format';
import type { Conflict } from './late-answers';
import { problemText } from './marking';

/** Sets one's own mark over the one that stands. Its reason is kept, as it has to be where the register is closed by now. */
function setMine({ i18n, time }: Format, { classSessionId, studentId, mine, theirs }: Conflict) {
  const reason = i18n._(msg`Decided between two marks: set at ${time(mine.at)}, sent later.`);
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
export function useDecisions(): Decisions {
  const format = useFormat();
  const { i18n } = format;
  const toast = useToast();
  const [pending, setPending] = useState<string | null>(null);

  async function tryMine(conflict: Conflict): Promise<void> {
    const answer = await setMine(format, conflict);
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
