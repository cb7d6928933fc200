/** What was done on this device and did not end as it was meant to: another's mark stands, or it was refused. Above the register until
 *  each is decided; renders nothing when there is nothing. */

import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert } from 'lucide-react';
import { type OutboxWords, useOutboxWords } from '#app/components/outbox/use-outbox-words';
import { Button } from '#app/components/ui/button';
import { Time } from '#app/components/ui/time/time';
import { type OutboxVerdict, studentOf } from '#app/offline/outbox/outbox-view';
import { useOffline } from '../pwa/offline-provider';
import { ConflictList } from './conflict-list';
import { openConflicts, openRefusals } from './model/late-answers';
import { isAbout } from './model/overlay';
import { useRegister } from './model/register-context';
import { useRegisterState } from './model/register-store';
import { type Decisions, useDecisions } from './model/use-decisions';

type RefusalProps = { words: OutboxWords; refusal: OutboxVerdict; name: string | undefined; decisions: Decisions };

function Refusal({ words, refusal, name, decisions }: RefusalProps) {
  const { i18n } = useLingui();
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">
          {name && `${name}: `}
          {words.callText(i18n, refusal)}{' '}
          <span className="font-normal text-ink-muted">
            <Trans>was not accepted</Trans>
          </span>
        </p>
        <p className="text-sm text-ink-muted">
          <Trans>
            {words.verdictWords(i18n, refusal).text} Made at <Time at={Number(refusal.input.at)} className="figures" />.
          </Trans>
        </p>
      </div>
      <Button size="sm" onClick={() => decisions.putAway(refusal.id)}>
        <Trans>Dismiss</Trans>
      </Button>
    </li>
  );
}

/** The panel of this register's. */
export function NeedsALook() {
  const { t } = useLingui();
  const { store } = useRegister();
  const state = useRegisterState(store);
  const decisions = useDecisions();
  const own = (useOffline()?.outbox.verdicts ?? []).filter((verdict) => isAbout(state, verdict));
  const conflicts = openConflicts(own);
  const refusals = openRefusals(own);
  const count = conflicts.length + refusals.length;
  const words = useOutboxWords(count > 0);
  if (count === 0 || !words) return null;
  const nameOf = (studentId: number) => state.views.get(studentId)?.row.name;
  return (
    <section
      aria-labelledby="look-title"
      className="overflow-hidden rounded-xl border border-absent/40 bg-surface-raised shadow-raised"
    >
      <h2
        id="look-title"
        className="flex min-h-12 items-center gap-2 bg-absent-soft px-4 py-2 text-base font-semibold text-absent sm:px-5"
      >
        <CircleAlert className="size-4 shrink-0" aria-hidden="true" />
        {t`${plural(count, { one: '# of your changes needs a look', other: '# of your changes need a look' })}`}
      </h2>
      {conflicts.length > 0 && <ConflictList conflicts={conflicts} nameOf={nameOf} decisions={decisions} />}
      {refusals.length > 0 && (
        <ul aria-label={t`Not accepted`} className="divide-y divide-line">
          {refusals.map((refusal) => (
            <Refusal
              key={refusal.id}
              words={words}
              refusal={refusal}
              name={nameOf(studentOf(refusal) ?? 0)}
              decisions={decisions}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
