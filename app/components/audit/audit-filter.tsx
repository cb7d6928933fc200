/** The questions the audit log is asked: action and days in a form sent by GET, and whom or what it is narrowed to, each to be taken out. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useSearchParams } from '@remix-run/react';
import { Search, X } from 'lucide-react';
import { searchLink } from '#app/components/calendar/search-link';
import { Button } from '#app/components/ui/button';
import { SelectField, TextField } from '#app/components/ui/form/field';
import { SearchForm } from '#app/components/ui/form/search-form';
import type { AuditFilter as Filter, LoggedAction } from '#domain/audit/audit-log';
import { ACTION_WORDS, AREA_WORDS, type AuditArea } from './audit-words';

export type FilterNames = { person: string | null; section: string | null; actor: string | null };

const AREAS = Object.keys(AREA_WORDS) as AuditArea[];
const ACTIONS = Object.keys(ACTION_WORDS) as LoggedAction[];

function ActionOptions() {
  const { t } = useLingui();
  return (
    <>
      <option value="">
        <Trans>Everything</Trans>
      </option>
      {AREAS.map((area) => (
        <optgroup key={area} label={t(AREA_WORDS[area])}>
          {ACTIONS.filter((action) => action.startsWith(`${area}.`)).map((action) => (
            <option key={action} value={action}>
              {t(ACTION_WORDS[action])}
            </option>
          ))}
        </optgroup>
      ))}
    </>
  );
}

/** What the log is narrowed to by links, as links that take it out again. */
function Narrowed({ names }: { names: FilterNames }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const said = {
    person: t`About ${names.person ?? ''}`,
    section: t`In ${names.section ?? ''}`,
    actor: t`By ${names.actor ?? ''}`,
  };
  const shown = (['person', 'section', 'actor'] as const).filter((name) => search.has(name));
  if (shown.length === 0) return null;
  return (
    <ul aria-label={t`Narrowed to`} className="mb-4 flex flex-wrap gap-2">
      {shown.map((name) => (
        <li key={name}>
          <Link
            to={searchLink(search, { [name]: null, after: null })}
            className="touch inline-flex items-center gap-1.5 rounded-full bg-accent-soft px-3 text-sm font-medium text-accent"
          >
            {said[name]}
            <X className="size-4" aria-hidden="true" />
            <span className="sr-only">{t`Take out`}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** @param names of whom and what the address narrows to */
export function AuditFilter({ filter, names }: { filter: Filter; names: FilterNames }) {
  const { t } = useLingui();
  const { personId, sectionId, actorId, action, from, until } = filter;
  const hidden = { person: personId, section: sectionId, actor: actorId };
  return (
    <>
      <SearchForm>
        {Object.entries(hidden).map(([name, id]) => id && <input key={name} type="hidden" name={name} value={id} />)}
        <SelectField
          key={`action-${action}`}
          label={t`What was done`}
          name="action"
          defaultValue={action ?? ''}
          required
          className="max-sm:col-span-full"
        >
          <ActionOptions />
        </SelectField>
        <TextField key={`from-${from}`} label={t`From`} name="from" type="date" defaultValue={from ?? ''} required />
        <TextField key={`until-${until}`} label={t`Until`} name="until" type="date" defaultValue={until ?? ''} required />
        <Button type="submit" icon={Search} className="max-sm:col-span-full">
          <Trans>Show</Trans>
        </Button>
      </SearchForm>
      <Narrowed names={names} />
    </>
  );
}
