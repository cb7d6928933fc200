/** Check-ins that wait for staff: who, why, and one tap to settle each. They are counted beside the register's figures and open over its
 *  rows, so that no row moves when one comes or goes. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Hourglass } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { CountFace, FIGURE } from '#app/components/register/counts';
import { useRegister } from '#app/components/register/model/register-context';
import { useRegisterState } from '#app/components/register/model/register-store';
import { Button } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { useSettling, type Waiting, waitingOf } from './use-settling';
import { Decided, WaitingItem } from './waiting-item';

const PANEL_ID = 'waiting';

type Settling = ReturnType<typeof useSettling>;

/** Whether all wait for the same reasons, so that one decision can be made for all. */
function isOneCase(all: readonly Waiting[]): boolean {
  const keys = new Set(all.map(({ claim }) => claim.reasons.join()));
  return all.length > 1 && keys.size === 1;
}

type PanelProps = { all: readonly Waiting[]; settling: Settling; onPutAway: () => void };

/** The list, over the rows that are below it. */
function Panel({ all, settling: { settling, settle, last }, onPutAway }: PanelProps) {
  const { t } = useLingui();
  return (
    <section
      id={PANEL_ID}
      aria-labelledby="waiting-title"
      className="absolute inset-x-0 top-full max-h-[calc(100dvh-14rem)] overflow-y-auto border-y border-waiting/40 bg-surface-raised shadow-float"
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
      {last && <Decided last={last} left={all.length} onPutAway={onPutAway} />}
      <ul className="divide-y divide-line">
        {all.map((waiting) => (
          <WaitingItem
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

export type WaitingClaimsProps = {
  /** Whether the count has its place before anything waits. */
  isExpected: boolean;
  /** Whether the list is shown. */
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  /** The register's figures. */
  children: ReactNode;
};

/** How many wait, at the end of the figures, and the list when it is asked for. */
export function WaitingClaims({ isExpected, isOpen, onOpen, children }: WaitingClaimsProps) {
  const { t } = useLingui();
  const { store } = useRegister();
  const all = waitingOf(useRegisterState(store));
  const settling = useSettling();
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    onOpen(false);
    button.current?.focus();
  };
  const onKeyDown = ({ key }: KeyboardEvent) => key === 'Escape' && isOpen && close();
  const putAway = () => {
    settling.putAway();
    if (all.length === 0) close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what the button in it has opened.
    <div onKeyDown={onKeyDown}>
      <div className="flex divide-x divide-line">
        {children}
        {(isExpected || isOpen || settling.last || all.length > 0) && (
          <button
            ref={button}
            type="button"
            aria-expanded={isOpen}
            aria-controls={PANEL_ID}
            onClick={() => onOpen(!isOpen)}
            className={cx(
              FIGURE,
              'flex-1',
              isOpen ? 'border-b-waiting' : 'border-b-transparent',
              all.length > 0 && 'bg-waiting-soft',
            )}
          >
            <CountFace count={all.length} ink="text-waiting" word={t`Waiting`} />
          </button>
        )}
      </div>
      {isOpen && <Panel all={all} settling={settling} onPutAway={putAway} />}
    </div>
  );
}
