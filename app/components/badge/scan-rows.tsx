/** The badges scanned so far: whose, what became of each, and a way back. */
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, LoaderCircle, Undo2 } from 'lucide-react';
import type { Scan, ScanState } from '#app/components/outbox/scan-list';
import { scanWords } from '#app/components/outbox/scan-words';
import { useRegister } from '#app/components/register/model/register-context';
import { useRow } from '#app/components/register/model/register-store';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';

/** The register knows whose photo there is. */
function StudentFace({ studentId, name }: { studentId: number; name: string }) {
  const { store } = useRegister();
  return <Avatar name={name} userId={studentId} photoAt={useRow(store, studentId)?.row.photoAt} />;
}

function Face({ state }: { state: ScanState }) {
  if ('studentId' in state) return <StudentFace {...state} />;
  if ('name' in state && state.name) return <Avatar name={state.name} userId={undefined} photoAt={null} />;
  const isBusy = state.step === 'checking';
  const Icon = isBusy ? LoaderCircle : CircleAlert;
  return (
    <span className="grid size-10 shrink-0 place-items-center rounded-full bg-unmarked-soft text-unmarked">
      <Icon className={cx('size-5', isBusy && 'animate-spin')} aria-hidden="true" />
    </span>
  );
}

type RowProps = { scan: Scan; isOnline: boolean; onUndo: () => void };

function Row({ scan, isOnline, onUndo }: RowProps) {
  const { i18n, t } = useLingui();
  const { state, at } = scan;
  const { title, text } = scanWords(i18n, state, isOnline);
  const hasMark = state.step === 'marked' || state.step === 'saved' || state.step === 'already';
  const isTrouble = state.step === 'refused' || state.step === 'failed' || state.step === 'unchecked';
  return (
    <li className={cx('flex min-h-16 flex-wrap items-center gap-3 px-3 py-2', isTrouble && 'bg-late-soft')}>
      <Face state={state} />
      <div className="min-w-0 flex-1 basis-32">
        <p className={cx('font-medium', state.step === 'undone' && 'text-ink-muted line-through')}>{title}</p>
        <p className={cx('text-sm', isTrouble ? 'text-ink' : 'text-ink-muted')}>
          <Time at={at} className="figures" />
          {text && ` · ${text}`}
        </p>
      </div>
      {hasMark && <StatusChip status={state.status} />}
      {(state.step === 'marked' || state.step === 'saved') && (
        <Button size="sm" icon={Undo2} onClick={onUndo} className="min-h-11" aria-label={t`Undo the scan of ${state.name}`}>
          <Trans>Undo</Trans>
        </Button>
      )}
    </li>
  );
}

export type ScanRowsProps = { scans: readonly Scan[]; isOnline: boolean; onUndo: (scan: Scan) => void };

/** Newest first; says what to do while there are none. */
export function ScanRows({ scans, isOnline, onUndo }: ScanRowsProps) {
  const { t } = useLingui();
  if (scans.length === 0)
    return (
      <p className="py-3 text-center text-ink-muted">
        <Trans>Each student who is scanned is marked at once and listed here.</Trans>
      </p>
    );
  return (
    <ul aria-label={t`Scanned badges`} className="divide-y divide-line overflow-hidden rounded-lg border border-line">
      {scans.map((scan) => (
        <Row key={scan.id} scan={scan} isOnline={isOnline} onUndo={() => onUndo(scan)} />
      ))}
    </ul>
  );
}
