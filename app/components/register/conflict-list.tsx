/** Marks of one's own that met somebody else's: both facts side by side, with one tap for either. Used by the register and the outbox. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '#app/components/ui/button';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import type { Conflict } from './model/late-answers';
import type { Decisions } from './model/use-decisions';

type FactProps = { who: string; status: Conflict['mine']['status']; at: number | null };

function Fact({ who, status, at }: FactProps) {
  return (
    <div className="rounded-md border border-line bg-surface-raised px-3 py-2">
      <dt className="text-sm text-ink-muted">
        {at === null ? (
          who
        ) : (
          <Trans>
            {who} at <Time at={at} className="figures" />
          </Trans>
        )}
      </dt>
      <dd className="mt-1">
        <StatusChip status={status} />
      </dd>
    </div>
  );
}

type Words = { text: string; who: string; keep: string };

/** A student's own check-in stands against a mark as somebody else's does. */
function wordsOf(i18n: I18n, { isOutranked, theirs }: Conflict, name: string): Words {
  const isOwn = theirs.by === name;
  const who = isOwn
    ? i18n._(msg`Checked in`)
    : theirs.by === null
      ? i18n._(msg`Somebody else marked`)
      : i18n._(msg`${theirs.by} marked`);
  if (isOutranked) return { who, text: i18n._(msg`Only an administrator can change this mark.`), keep: i18n._(msg`Dismiss`) };
  const text = isOwn
    ? i18n._(msg`A check-in came before your mark`)
    : i18n._(msg`Changed by somebody else before your mark arrived`);
  return {
    who,
    text: i18n._(msg`${text}. It stands until you decide.`),
    keep: isOwn ? i18n._(msg`Keep the check-in`) : i18n._(msg`Keep theirs`),
  };
}

type ItemProps = { conflict: Conflict; name: string; decisions: Decisions };

function Item({ conflict, name, decisions }: ItemProps) {
  const { i18n, t } = useLingui();
  const { mine, theirs, isOutranked, verdictId, studentId } = conflict;
  const { text, who, keep } = wordsOf(i18n, conflict, name);
  return (
    <li className="grid gap-3 px-4 py-4 sm:px-5">
      <div>
        <p className="font-medium">{name}</p>
        <p className="text-sm text-ink-muted">{text}</p>
      </div>
      <dl className="grid grid-cols-2 gap-2">
        <Fact who={t`You marked`} status={mine.status} at={mine.at} />
        <Fact who={who} status={theirs.status} at={theirs.at} />
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => decisions.keepTheirs(conflict)}>
          {keep}
          <span className="sr-only">
            {' '}
            <Trans>for {name}</Trans>
          </span>
        </Button>
        {!isOutranked && (
          <Button
            size="sm"
            isPending={decisions.pending === `${verdictId}/${studentId}`}
            onClick={() => decisions.takeMine(conflict)}
          >
            <Trans>
              Use mine
              <span className="sr-only"> for {name}</span>
            </Trans>
          </Button>
        )}
      </div>
    </li>
  );
}

export type ConflictListProps = {
  conflicts: readonly Conflict[];
  nameOf: (studentId: number) => string | undefined;
  decisions: Decisions;
};

/** One item a student. */
export function ConflictList({ conflicts, nameOf, ...item }: ConflictListProps) {
  const { t } = useLingui();
  return (
    <ul aria-label={t`Marks to decide`} className="divide-y divide-line">
      {conflicts.map((conflict) => (
        <Item
          key={`${conflict.verdictId}/${conflict.studentId}`}
          conflict={conflict}
          name={nameOf(conflict.studentId) ?? t`A student`}
          {...item}
        />
      ))}
    </ul>
  );
}
