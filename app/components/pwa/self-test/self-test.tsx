/** The self-test: whether this device is ready for a lesson, what to mend, and a report to send to whoever helps. */
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
const FIX_LABELS: Record<PressFix, string> = {
  update: 'Update now',
  reload: 'Load again',
  camera: 'Ask for the camera',
  persist: 'Ask to keep it',
  send: 'Send now',
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
  const offline = useOffline();
  const entries = offline?.outbox.entries;
  const occasion = `${offline?.reach} ${entries?.length}`;
  const waiting = useRef(entries);
  waiting.current = entries;
  const [checks, setChecks] = useState<Check[] | null>(null);
  const [isRunning, setRunning] = useState(true);
  const run = useCallback(async () => {
    setRunning(true);
    setChecks(judge(await readFacts(waiting.current ?? [])));
    setRunning(false);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the occasion is what starts it.
  useEffect(() => void run(), [run, occasion]);
  return { checks, isRunning, run };
}

function FixButton({ fix, onDone }: { fix: PressFix; onDone: () => Promise<void> }) {
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
      {FIX_LABELS[fix]}
    </Button>
  );
}

function FixFor({ fix, onDone }: { fix: Fix; onDone: () => Promise<void> }) {
  if (fix === 'install') return <InstallButton size="sm" />;
  return fix === 'install-by-hand' ? <StepsByHand /> : <FixButton fix={fix} onDone={onDone} />;
}

function CheckRow({ check: { name, state, text, fix }, onDone }: { check: Check; onDone: () => Promise<void> }) {
  const { icon: Icon, color } = LOOKS[state];
  return (
    <ListRow
      className="items-start!"
      leading={<Icon className={cx('mt-0.5 size-5 shrink-0', color)} aria-hidden="true" />}
      title={
        <>
          {name}
          <span className={cx('ms-2 text-sm font-medium', color)}>{STATE_WORDS[state]}</span>
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
  const showToast = useToast();
  return async () => {
    const report = reportText(checks ?? [], { at: Date.now(), userAgent: navigator.userAgent });
    const isCopied = await navigator.clipboard?.writeText(report).then(
      () => true,
      () => false,
    );
    showToast(
      isCopied
        ? { text: 'The report is copied. Paste it into a message to whoever helps you.' }
        : { text: 'This browser did not let the report be copied.', tone: 'danger' },
    );
  };
}

/** Runs when it is shown, and again after each fix. */
export function SelfTest() {
  const { checks, isRunning, run } = useChecks();
  const copy = useCopyReport(checks);
  return (
    <div className="grid max-w-2xl gap-4">
      <Card isFlush>
        {checks ? (
          <List label="Checks">
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
      <div className="flex flex-wrap gap-2">
        <Button icon={Copy} onClick={() => void copy()} disabled={!checks}>
          Copy report
        </Button>
        <Button variant="quiet" icon={RefreshCw} isPending={isRunning} onClick={() => void run()}>
          Run again
        </Button>
      </div>
    </div>
  );
}
