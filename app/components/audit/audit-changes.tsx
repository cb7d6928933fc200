/** What an entry of the audit log tells: what was before and after, field by field, and what else there is to know. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#app/words/use-format';
import { type Fact, type FieldChange, readAuditDetail } from '#domain/audit/audit-detail';
import { fieldText, isTechnical, valueText } from './audit-fields';

function ChangeRow({ change }: { change: FieldChange }) {
  const format = useFormat();
  const { field, from, to, isHidden } = change;
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-1.5 pe-4 font-medium">
        {fieldText(format, field)}
      </th>
      {isHidden ? (
        <td colSpan={2} className="py-1.5 text-ink-muted">
          <Trans>Changed; what it was is not kept.</Trans>
        </td>
      ) : (
        <>
          <td className="py-1.5 pe-4 break-words">{valueText(format, field, from)}</td>
          <td className="py-1.5 break-words">{valueText(format, field, to)}</td>
        </>
      )}
    </tr>
  );
}

function ChangeTable({ changes }: { changes: readonly FieldChange[] }) {
  const { t } = useLingui();
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t`What changed`}</caption>
      <thead className="text-ink-muted">
        <tr>
          <th scope="col" className="w-1/4 py-1 pe-4 font-normal">
            <Trans>Field</Trans>
          </th>
          <th scope="col" className="py-1 pe-4 font-normal">
            <Trans>Before</Trans>
          </th>
          <th scope="col" className="py-1 font-normal">
            <Trans>After</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <ChangeRow key={change.field} change={change} />
        ))}
      </tbody>
    </table>
  );
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  const format = useFormat();
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      {facts.map(({ field, value }) => (
        <div key={field} className="contents">
          <dt className="text-ink-muted">{fieldText(format, field)}</dt>
          <dd className="break-words">{valueText(format, field, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Before and after of one entry. Nothing where it tells no more than its action. */
export function AuditChanges({ action, facts: detail }: { action: string; facts: unknown }) {
  const { changes, facts } = readAuditDetail(action, detail);
  const told = facts.filter(({ field }) => !isTechnical(field));
  return (
    <>
      {changes.length > 0 && <ChangeTable changes={changes} />}
      {told.length > 0 && <Facts facts={told} />}
    </>
  );
}
