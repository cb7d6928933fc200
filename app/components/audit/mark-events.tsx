/** The changes of one mark, in the words of the audit log, each with the check-in it rests on. */
import { useLingui } from '@lingui/react/macro';
import { sourceText } from '#app/components/calendar/source-words';
import { Claim } from '#app/components/correction/evidence';
import { Time } from '#app/components/ui/time/time';
import { useFormat } from '#app/words/use-format';
import { MARK_CHANGED } from '#domain/audit/audit-log';
import type { MarkEvent } from '#domain/correction/correction';
import { AuditChanges } from './audit-changes';
import { auditText } from './audit-words';

/** What the log keeps of a change. */
function factsOf({ from, to, reasonCode, reason, note }: MarkEvent) {
  return {
    changes: { status: { from, to } },
    ...(reasonCode !== null && { reasonCode }),
    ...(reason !== null && { reason }),
    ...(note !== null && { note }),
  };
}

function Event({ event, startsAt }: { event: MarkEvent; startsAt: number }) {
  const format = useFormat();
  const facts = factsOf(event);
  return (
    <li id={`event-${event.id}`} className="grid gap-2 px-4 py-4 sm:px-5">
      <h2 className="font-semibold">{auditText(format, { action: MARK_CHANGED, facts })}</h2>
      <p className="text-sm text-ink-muted">
        <Time at={event.at} style="moment" className="figures" /> · {sourceText(event, format.i18n, 'staff')}
      </p>
      <AuditChanges action={MARK_CHANGED} facts={facts} />
      {event.claim && (
        <ul className="rounded-lg bg-surface-sunken p-3 text-sm">
          <Claim claim={event.claim} startsAt={startsAt} />
        </ul>
      )}
    </li>
  );
}

/** The original entry first. @param startsAt of the class session, epoch ms */
export function MarkEvents({ events, startsAt }: { events: readonly MarkEvent[]; startsAt: number }) {
  const { t } = useLingui();
  return (
    <ol aria-label={t`Changes of this mark`} className="divide-y divide-line">
      {events.map((event) => (
        <Event key={event.id} event={event} startsAt={startsAt} />
      ))}
    </ol>
  );
}
