/** One check-in that waits, with its two buttons; and what was decided last, with the way back. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Undo2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, IconButton } from '#app/components/ui/button';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import type { Decision, LastDecision, Waiting } from './use-settling';
import { waitingSentence } from './waiting-reasons';

export type WaitingItemProps = { waiting: Waiting; isPending: boolean; onSettle: (decision: Decision) => void };

/** Who, why, and what accepting would make of it. */
export function WaitingItem({ waiting, isPending, onSettle }: WaitingItemProps) {
  const { i18n, t } = useLingui();
  const { name, claim } = waiting;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          {name}
          <span className="text-sm font-normal text-ink-muted">
            <Trans>
              arrived <Time at={claim.receivedAt} className="figures" />
            </Trans>
          </span>
        </p>
        <p className="text-sm text-ink-muted">{claim.reasons.map((one) => waitingSentence(i18n, one)).join(' ')}</p>
        <p className="mt-1.5 flex items-center gap-2 text-sm text-ink-muted">
          <Trans>If accepted:</Trans> <StatusChip status={claim.status ?? 'present'} />
        </p>
      </div>
      <div className="flex flex-1 flex-wrap gap-2 sm:flex-none">
        <Button
          icon={Check}
          isPending={isPending}
          onClick={() => onSettle('accept')}
          aria-label={t`Accept ${name}`}
          className="flex-1"
        >
          <Trans>Accept</Trans>
        </Button>
        <Button
          icon={X}
          isPending={isPending}
          onClick={() => onSettle('decline')}
          aria-label={t`Decline ${name}`}
          className="flex-1"
        >
          <Trans>Decline</Trans>
        </Button>
      </div>
    </li>
  );
}

export type DecidedProps = { last: LastDecision /** How many wait yet. */; left: number; onPutAway: () => void };

/** What was decided last, and the way back: a place of its own, so that a second press never does the opposite of the first. Takes the
 *  focus of the button that is gone. */
export function Decided({ last: { text, undo }, left, onPutAway }: DecidedProps) {
  const { t } = useLingui();
  const line = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each decision, and each that is taken back, removes a button, at once or a moment later.
  useEffect(() => {
    if (document.activeElement?.matches('body, [tabindex="-1"]')) line.current?.focus();
  }, [text, undo, left]);
  return (
    <div className="flex items-center gap-3 px-4 py-1.5 sm:px-5">
      <p ref={line} tabIndex={-1} className="min-w-0 flex-1 text-sm">
        {text}
      </p>
      {undo && (
        <Button size="sm" icon={Undo2} onClick={undo}>
          <Trans>Undo</Trans>
        </Button>
      )}
      <IconButton icon={X} label={t`Dismiss`} size="sm" onClick={onPutAway} />
    </div>
  );
}
