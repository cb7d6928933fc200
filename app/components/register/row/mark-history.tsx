/** How one mark came to be what it is, read when it is asked for: every entry with its reason, when, and by whom in which role. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { authorText, reasonText } from '#app/components/calendar/source-words';
import { Button } from '#app/components/ui/button';
import { StatusChip } from '#app/components/ui/status-chip';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { loadApi } from '#app/trpc/load';
import type { MarkRef } from '#domain/register/attendance';
import type { MarkChange } from '#domain/register/attendance-view';

function Entry({ entry }: { entry: MarkChange }) {
  const { i18n, t } = useLingui();
  const { to, at, reason, reasonCode, note } = entry;
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      <StatusChip status={to} size="compact" />
      <span>{authorText(entry, i18n)}</span>
      <Time at={at} style="moment" className="figures text-ink-muted" />
      {reasonCode && <span className="w-full">{t`Reason: ${reasonCode}`}</span>}
      {reason && <span className="w-full">{t`Reason: ${reasonText(i18n, reason)}`}</span>}
      {note && <span className="w-full">{t`Note: ${note}`}</span>}
    </li>
  );
}

/** What was read. Takes the focus that the button before it had. */
function Shown({ entries, mark }: { entries: readonly MarkChange[] | null; mark: MarkRef }) {
  const { t } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.focus(), []);
  return (
    <div ref={frame} tabIndex={-1} className="mb-4 grid gap-2 text-sm">
      {entries ? (
        <ol aria-label={t`History of this mark`} className="grid gap-2">
          {entries.map((entry) => (
            <Entry key={entry.at} entry={entry} />
          ))}
        </ol>
      ) : (
        <p>
          <Trans>The history could not be read. Try again with a network.</Trans>
        </p>
      )}
      <p className="flex flex-wrap gap-x-4">
        <TextLink to={paths.markHistory(mark.classSessionId, mark.studentId)}>
          <Trans>Each change with its evidence</Trans>
        </TextLink>
        <TextLink to={paths.amendments(mark.classSessionId)}>
          <Trans>All amendments of this register</Trans>
        </TextLink>
      </p>
    </div>
  );
}

/** A button, and in its place the entries: the original first. */
export function MarkHistory({ mark }: { mark: MarkRef }) {
  const [loaded, setLoaded] = useState<'no' | 'loading' | 'failed' | MarkChange[]>('no');
  const load = async () => {
    setLoaded('loading');
    const answer = await loadApi()
      .then((api) => api.attendance.history.query(mark))
      .catch(() => null);
    setLoaded(answer ?? 'failed');
  };
  if (loaded !== 'no' && loaded !== 'loading') return <Shown entries={loaded === 'failed' ? null : loaded} mark={mark} />;
  return (
    <Button size="sm" variant="quiet" className="-ms-3 mb-2" isPending={loaded === 'loading'} onClick={() => void load()}>
      <Trans>History of this mark</Trans>
    </Button>
  );
}
