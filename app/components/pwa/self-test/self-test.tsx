/** The self-test: whether this device is ready for a lesson, what to mend, and a report to send to whoever helps. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, CircleHelp, Copy, type LucideIcon, RefreshCw, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { Skeleton } from '#app/components/ui/feedback/skeleton';
import { useToast } from '#app/components/ui/feedback/toast';
import { List, ListRow } from '#app/components/ui/list';
import { InstallButton, StepsByHand } from '../install-card';
import { useOffline } from '../offline-provider';
import { askToPersist } from '../persist';
import { applyUpdate } from '../worker';
import { askForCamera, readFacts } from './facts';
import { type Check, type CheckState, type Fix, judge, reportText, STATE_WORDS } from './judge';

const LOOKS: Record<CheckState, { icon: LucideIcon; color: string }> = {
  good: { icon: CircleCheck, color: 'text-present' },
  attention: { icon: TriangleAlert, color: 'text-late' },
  problem: { icon: CircleAlert, color: 'text-absent' },
  unknown: { icon: CircleHelp, color: 'text-ink-muted' },
};

/** Fixes that are one press and nothing else. */
type PressFix = Exclude<Fix, 'install' | 'install-by-hand'>;
const FIX_LABELS: Record<PressFix, MessageDescriptor> = {
  update: msg`Update now`,
  reload: msg`Load again`,
  camera: msg`Ask for the camera`,
  persist: msg`Ask to keep it`,
  send: msg`Send now`,
};

/** What each press does. Resolves when the test can be run again. */
function useFixes(): Record<PressFix, () => Promise<unknown>> {
  const outbox = useOffline()?.outbox;
  return {
    update: applyUpdate,
    reload: async () => window.location.reload(),
    camera: askForCamera,
    persist: askToPersist,
    send: async () => outbox?.sendNow(),
  };
}

/** The newest facts' checks; null while they are gathered for the first time. Gathered anew when the network or the outbox changes. */
function useChecks() {
  const { i18n } = useLingui();
  const offline = useOffline();
  const entries = offline?.outbox.entries;
  const occasion = `${offline?.reach} ${entries?.length}`;
  const waiting = useRef(entries);
  waiting.current = entries;
  const [checks, setChecks] = useState<Check[] | null>(null);
  const [isRunning, setRunning] = useState(true);
  const run = useCallback(async () => {
    setRunning(true);
    setChecks(judge(i18n, await readFacts(waiting.current ?? [])));
    setRunning(false);
  }, [i18n]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the occasion is what starts it.
  useEffect(() => void run(), [run, occasion]);
  return { checks, isRunning, run };
}

function FixButton({ fix, onDone }: { fix: PressFix; onDone: () => Promise<void> }) {
  const { i18n } = useLingui();
  const fixes = useFixes();
  const [isPending, setPending] = useState(false);
  async function press(): Promise<void> {
    setPending(true);
    await fixes[fix]().catch(() => undefined);
    await onDone();
    setPending(false);
  }
  return (
    <Button size="sm" isPending={isPending} onClick={() => void press()}>
      {i18n._(FIX_LABELS[fix])}
    </Button>
  );
}

function FixFor({ fix, onDone }: { fix: Fix; onDone: () => Promise<void> }) {
  if (fix === 'install') return <InstallButton size="sm" />;
  return fix === 'install-by-hand' ? <StepsByHand /> : <FixButton fix={fix} onDone={onDone} />;
}

function CheckRow({ check: { name, state, text, fix }, onDone }: { check: Check; onDone: () => Promise<void> }) {
  const { i18n } = useLingui();
  const { icon: Icon, color } = LOOKS[state];
  return (
    <ListRow
      className="items-start!"
      leading={<Icon className={cx('mt-0.5 size-5 shrink-0', color)} aria-hidden="true" />}
      title={
        <>
          {name}
          <span className={cx('ms-2 text-sm font-medium', color)}>{i18n._(STATE_WORDS[state])}</span>
        </>
      }
      detail={
        <>
          <p>{text}</p>
          {fix && (
            <div className="mt-2 text-ink">
              <FixFor fix={fix} onDone={onDone} />
            </div>
          )}
        </>
      }
    />
  );
}

function useCopyReport(checks: readonly Check[] | null) {
  const { i18n, t } = useLingui();
  const showToast = useToast();
  return async () => {
    const report = reportText(i18n, checks ?? [], { at: Date.now(), userAgent: navigator.userAgent });
    const isCopied = await navigator.clipboard?.writeText(report).then(
      () => true,
      () => false,
    );
    showToast(
      isCopied
        ? { text: t`The report is copied. Paste it into a message to the person helping you.` }
        : { text: t`This browser did not let the report be copied.`, tone: 'danger' },
    );
  };
}

/** Runs when it is shown, and again after each fix. It takes the room there is, so that nothing above moves when the checks come. */
export function SelfTest() {
  const { t } = useLingui();
  const { checks, isRunning, run } = useChecks();
  const copy = useCopyReport(checks);
  return (
    <div className="grid max-w-2xl flex-1 content-start gap-4">
      <Card isFlush>
        {checks ? (
          <List label={t`Checks`}>
            {checks.map((check) => (
              <CheckRow key={check.name} check={check} onDone={run} />
            ))}
          </List>
        ) : (
          <div className="grid gap-4 p-5">
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </div>
        )}
      </Card>
      {checks && (
        <div className="flex flex-wrap gap-2">
          <Button icon={Copy} onClick={() => void copy()}>
            <Trans>Copy report</Trans>
          </Button>
          <Button variant="quiet" icon={RefreshCw} isPending={isRunning} onClick={() => void run()}>
            <Trans>Run again</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
