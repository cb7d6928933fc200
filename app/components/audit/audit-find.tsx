/** Whom or what the log is to be narrowed to: a search by GET whose results are links, so that it works by keyboard and without a script. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useSearchParams } from '@remix-run/react';
import { Search } from 'lucide-react';
import { searchLink } from '#app/components/calendar/search-link';
import { Button } from '#app/components/ui/button';
import { TextField } from '#app/components/ui/form/field';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { TextLink } from '#app/components/ui/text-link';
import type { Role } from '#domain/person/user';

/** What a search found. `isMore`: there are more than these. */
export type Found = {
  people: { id: number; name: string; role: Role }[];
  sections: { id: number; name: string }[];
  isMore: boolean;
};

/** Adds one thing to what the log is narrowed to. */
function useNarrow() {
  const [search] = useSearchParams();
  return (name: 'person' | 'actor' | 'section', id: number) =>
    searchLink(search, { [name]: String(id), find: null, after: null });
}

function PersonLinks({ person: { id, name, role } }: { person: Found['people'][number] }) {
  const { t } = useLingui();
  const narrow = useNarrow();
  return (
    <li className="flex flex-wrap items-center gap-x-4 border-t border-line py-1">
      <span className="min-w-0 flex-1 basis-40">
        <span className="font-medium">{name}</span> <span className="text-sm text-ink-muted">{t(ROLE_WORDS[role])}</span>
      </span>
      <TextLink to={narrow('person', id)} className="touch inline-flex items-center">
        <Trans>
          About them<span className="sr-only">: {name}</span>
        </Trans>
      </TextLink>
      <TextLink to={narrow('actor', id)} className="touch inline-flex items-center">
        <Trans>
          Done by them<span className="sr-only">: {name}</span>
        </Trans>
      </TextLink>
    </li>
  );
}

function SectionLink({ section: { id, name } }: { section: Found['sections'][number] }) {
  const narrow = useNarrow();
  return (
    <li className="flex flex-wrap items-center gap-x-4 border-t border-line py-1">
      <span className="min-w-0 flex-1 basis-40 font-medium">{name}</span>
      <TextLink to={narrow('section', id)} className="touch inline-flex items-center">
        <Trans>
          In this class<span className="sr-only">: {name}</span>
        </Trans>
      </TextLink>
    </li>
  );
}

function Results({ found: { people, sections, isMore } }: { found: Found }) {
  const { t } = useLingui();
  if (people.length + sections.length === 0)
    return (
      <p role="status" className="mt-3 text-sm text-ink-muted">
        <Trans>No person and no class has this name.</Trans>
      </p>
    );
  return (
    <>
      <ul aria-label={t`Found`} className="mt-3">
        {people.map((person) => (
          <PersonLinks key={person.id} person={person} />
        ))}
        {sections.map((section) => (
          <SectionLink key={section.id} section={section} />
        ))}
      </ul>
      {isMore && (
        <p className="mt-2 text-sm text-ink-muted">
          <Trans>There are more. Type more of the name.</Trans>
        </p>
      )}
    </>
  );
}

/** @param found null while nothing is looked for */
export function AuditFind({ find, found }: { find: string; found: Found | null }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const kept = [...search].filter(([name]) => name !== 'find' && name !== 'after');
  return (
    <div className="mb-4 max-w-xl">
      <Form method="get" role="search" aria-label={t`Person or class`} className="flex flex-wrap items-end gap-3">
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <TextField
          key={find}
          label={t`Person or class`}
          name="find"
          type="search"
          defaultValue={find}
          autoComplete="off"
          maxLength={100}
          required
          className="min-w-0 flex-1 basis-56"
        />
        <Button type="submit" icon={Search}>
          <Trans>Find</Trans>
        </Button>
      </Form>
      {found && <Results found={found} />}
    </div>
  );
}
