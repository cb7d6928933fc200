/** What was amended in a register, as inspectors ask for it: the original entry, the amended one, the reason, when, and by whom in which
 *  role. On screen and on paper alike. */
import { Trans, useLingui } from '@lingui/react/macro';
import { reasonText } from '#app/components/calendar/source-words';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import type { Role } from '#domain/person/user';
import type { Amendment } from '#domain/register/amendment';

function Row({ amendment }: { amendment: Amendment }) {
  const { i18n } = useLingui();
  const { name, from, to, reason, reasonCode, at, actorName, actorRole } = amendment;
  const reasons = [reasonCode, reason && reasonText(i18n, reason)].filter(Boolean);
  const role = ROLE_WORDS[actorRole as Role];
  return (
    <tr className="break-inside-avoid border-b border-line-strong align-top">
      <th scope="row" className="py-1.5 pe-3 font-medium">
        {name}
      </th>
      <td className="py-1.5 pe-3">{i18n._(STATUS_LOOKS[from ?? 'unmarked'].word)}</td>
      <td className="py-1.5 pe-3">{i18n._(STATUS_LOOKS[to ?? 'unmarked'].word)}</td>
      <td className="py-1.5 pe-3 break-words">{reasons.join('. ') || '–'}</td>
      <td className="figures py-1.5 pe-3 whitespace-nowrap">
        <Time at={at} style="date" /> <Time at={at} />
      </td>
      <td className="py-1.5 pe-3">{actorName}</td>
      <td className="py-1.5">{role ? i18n._(role) : '–'}</td>
    </tr>
  );
}

/** A row for each entry that was put in the place of another. */
export function AmendmentSheet({ amendments }: { amendments: readonly Amendment[] }) {
  const { t } = useLingui();
  const columns = [t`Name`, t`Original entry`, t`Amended entry`, t`Reason`, t`When`, t`By`, t`Role`];
  return (
    <table className="w-full min-w-160 border-collapse text-sm print:min-w-0">
      <caption className="sr-only">{t`Amended entries`}</caption>
      <thead>
        <tr className="border-b-2 border-ink">
          {columns.map((column) => (
            <th key={column} scope="col" className="py-1.5 pe-3 font-semibold">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {amendments.map((amendment) => (
          <Row key={amendment.id} amendment={amendment} />
        ))}
      </tbody>
    </table>
  );
}

/** Where nothing was amended, which is worth saying on paper too. */
export function NothingAmended() {
  return (
    <p>
      <Trans>No entry of this register was amended.</Trans>
    </p>
  );
}
