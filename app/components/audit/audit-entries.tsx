/** The entries of the audit log: a line each, which opens to before and after and to what it is about. */
import { Trans, useLingui } from '@lingui/react/macro';
import { authorText } from '#app/components/calendar/source-words';
import { Disclosure } from '#app/components/ui/disclosure';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import { type AuditRow, type AuditSubject, MARK_CHANGED } from '#domain/audit/audit-log';
import { AuditChanges } from './audit-changes';
import { auditText, subjectText } from './audit-words';

/** Where a thing can be looked at; null where it has no page. */
function pageOf({ kind, id }: Pick<AuditSubject, 'kind' | 'id'>): string | null {
  if (id === null) return null;
  switch (kind) {
    case 'user':
      return paths.person(id);
    case 'section':
      return paths.section(id);
    case 'class-session':
      return paths.register(id);
    case 'import':
      return paths.importBatch(id);
    default:
      return null;
  }
}

function Summary({ entry }: { entry: AuditRow }) {
  const format = useFormat();
  const { action, facts, subject, person, at } = entry;
  return (
    <span className="block">
      <span className="block">{auditText(format, { action, facts })}</span>
      <span className="block text-sm font-normal text-ink-muted">
        {person?.name && `${person.name} · `}
        {`${subjectText(format, subject)} · `}
        {`${authorText(entry, format.i18n)} · `}
        <Time at={at} style="moment" className="figures" />
      </span>
    </span>
  );
}

/** Ways on from an entry: to what it is about, and to more of the same. */
function Ways({ entry }: { entry: AuditRow }) {
  const { subject, person, actorId } = entry;
  const format = useFormat();
  const page = pageOf(subject);
  const personId = person?.id ?? (subject.kind === 'user' ? subject.id : null);
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {page && subject.name && <TextLink to={page}>{subjectText(format, subject)}</TextLink>}
      {person?.name && <TextLink to={paths.person(person.id)}>{person.name}</TextLink>}
      {entry.action === MARK_CHANGED && subject.id !== null && person && (
        <TextLink to={paths.markHistory(subject.id, person.id)}>
          <Trans>All changes of this mark</Trans>
        </TextLink>
      )}
      {personId !== null && (
        <TextLink to={paths.audit({ person: personId })}>
          <Trans>All about this person</Trans>
        </TextLink>
      )}
      {subject.kind === 'section' && subject.id !== null && (
        <TextLink to={paths.audit({ section: subject.id })}>
          <Trans>All about this class</Trans>
        </TextLink>
      )}
      {actorId !== null && (
        <TextLink to={paths.audit({ actor: actorId })}>
          <Trans>All done by {entry.actorName}</Trans>
        </TextLink>
      )}
    </p>
  );
}

/** Entries in the order given. */
export function AuditEntries({ entries }: { entries: readonly AuditRow[] }) {
  const { t } = useLingui();
  return (
    <ul aria-label={t`Entries`} className="divide-y divide-line">
      {entries.map((entry) => (
        <li key={entry.id} className="px-4 py-1.5 sm:px-5">
          <Disclosure summary={<Summary entry={entry} />}>
            <div className="grid gap-3">
              <AuditChanges action={entry.action} facts={entry.facts} />
              <Ways entry={entry} />
            </div>
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
