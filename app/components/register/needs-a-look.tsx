/** What was done on this device and did not end as it was meant to: another's mark stands, or it was refused. Above the register until
 *  each is decided; renders nothing when there is nothing. */
import { CircleAlert } from 'lucide-react';
import { callText, verdictWords } from '#app/components/outbox/outbox-words';
import { Button } from '#app/components/ui/button';
import { type SchoolClock, Time } from '#app/components/ui/time/time';
import { type OutboxVerdict, studentOf } from '#app/offline/outbox/outbox-view';
import { useOffline } from '../pwa/offline-provider';
import { ConflictList } from './conflict-list';
import { openConflicts, openRefusals } from './model/late-answers';
import { isAbout } from './model/overlay';
import { useRegister } from './model/register-context';
import { useRegisterState } from './model/register-store';
import { type Decisions, useDecisions } from './model/use-decisions';

type RefusalProps = SchoolClock & { refusal: OutboxVerdict; name: string | undefined; decisions: Decisions };

function Refusal({ refusal, name, decisions, zone, locale }: RefusalProps) {
  return (
    <li className="flex flex-wrap items-center gap-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">
          {name && `${name}: `}
          {callText(refusal)} <span className="font-normal text-ink-muted">was not accepted</span>
        </p>
        <p className="text-sm text-ink-muted">
          {verdictWords(refusal).text} Made at{' '}
          <Time at={Number(refusal.input.at)} zone={zone} locale={locale} className="figures" />.
        </p>
      </div>
      <Button size="sm" onClick={() => decisions.putAway(refusal.id)}>
        Dismiss
      </Button>
    </li>
  );
}

/** The panel of this register's. */
export function NeedsALook() {
  const { store } = useRegister();
  const state = useRegisterState(store);
  const { zone, locale } = state.classSession;
  const decisions = useDecisions({ zone, locale });
  const own = (useOffline()?.outbox.verdicts ?? []).filter((verdict) => isAbout(state, verdict));
  const conflicts = openConflicts(own);
  const refusals = openRefusals(own);
  const count = conflicts.length + refusals.length;
  if (count === 0) return null;
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
        {count === 1 ? '1 of your changes needs a look' : `${count} of your changes need a look`}
      </h2>
      {conflicts.length > 0 && (
        <ConflictList conflicts={conflicts} nameOf={nameOf} decisions={decisions} zone={zone} locale={locale} />
      )}
      {refusals.length > 0 && (
        <ul aria-label="Not accepted" className="divide-y divide-line">
          {refusals.map((refusal) => (
            <Refusal
              key={refusal.id}
              refusal={refusal}
              name={nameOf(studentOf(refusal) ?? 0)}
              decisions={decisions}
              zone={zone}
              locale={locale}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
