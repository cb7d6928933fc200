/** Check-ins that wait for staff: who, why, and one tap to settle each. Sits above the register until there are none, and what was decided
 *  last has been put away. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Check, Hourglass, Undo2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useRegister } from '#app/components/register/model/register-context';
import { useRegisterState } from '#app/components/register/model/register-store';
import { Button, IconButton } from '#app/components/ui/button';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import { type Decision, type LastDecision, useSettling, type Waiting, waitingOf } from './use-settling';
import { waitingSentence } from './waiting-reasons';

type ItemProps = { waiting: Waiting; isPending: boolean; onSettle: (decision: Decision) => void };

function Item({ waiting, isPending, onSettle }: ItemProps) {
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

/** Whether all wait for the same reasons, so that one decision can be made for all. */
function isOneCase(all: readonly Waiting[]): boolean {
  const keys = new Set(all.map(({ claim }) => claim.reasons.join()));
  return all.length > 1 && keys.size === 1;
}

/** What was decided last, and the way back: a place of its own, so that a second press never does the opposite of the first. Takes the
 *  focus of the button that is gone. */
function Decided({ last: { text, undo }, onPutAway }: { last: LastDecision; onPutAway: () => void }) {
  const { t } = useLingui();
  const line = useRef<HTMLParagraphElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each decision, and each that is taken back, removes a button.
  useEffect(() => {
    if (document.activeElement?.matches('body, [tabindex="-1"]')) line.current?.focus();
  }, [text, undo]);
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

/** The list; renders nothing when no check-in waits and none was decided. */
export function WaitingClaims() {
  const { t } = useLingui();
  const { store } = useRegister();
  const all = waitingOf(useRegisterState(store));
  const { settling, settle, last, putAway } = useSettling();
  if (all.length === 0 && !last) return null;
  return (
    <section
      aria-labelledby="waiting-title"
      className="overflow-hidden rounded-xl border border-waiting/40 bg-surface-raised shadow-raised"
    >
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-3 bg-waiting-soft px-4 py-2 text-waiting sm:px-5">
        <h2 id="waiting-title" className="flex items-center gap-2 text-base font-semibold">
          <Hourglass className="size-4" aria-hidden="true" />
          {t`${plural(all.length, { 0: 'No check-in waits for you', one: '# check-in waits for you', other: '# check-ins wait for you' })}`}
        </h2>
        {isOneCase(all) && (
          <Button size="sm" onClick={() => void settle(all, 'accept')} isPending={settling.size > 0}>
            <Trans>Accept all {all.length}</Trans>
          </Button>
        )}
      </div>
      {last && <Decided last={last} onPutAway={putAway} />}
      <ul className="divide-y divide-line">
        {all.map((waiting) => (
          <Item
            key={waiting.claim.claimId}
            waiting={waiting}
            isPending={settling.has(waiting.claim.claimId)}
            onSettle={(decision) => void settle([waiting], decision)}
          />
        ))}
      </ul>
    </section>
  );
}
