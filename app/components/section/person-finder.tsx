/** Looks for a person to add: a search that is sent by GET, and what it finds. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { SearchButton, SearchField, SearchForm } from '#app/components/ui/form/search-form';

export type FoundPerson = { id: number; name: string; email: string };

type FinderProps = {
  label: string;
  /** Query parameter of the search. */
  name: string;
  search: string;
  /** Null before anything was searched. */
  found: readonly FoundPerson[] | null;
  /** Those who are here already are not offered again. */
  isHere: (person: FoundPerson) => boolean;
  /** What can be done with one that was found. */
  children: (person: FoundPerson) => ReactNode;
};

/** Looks for people as one types. */
export function FinderField({ label, name, search }: Pick<FinderProps, 'label' | 'name' | 'search'>) {
  return (
    <SearchForm label={label} className="flex items-end gap-2">
      <SearchField label={label} name={name} value={search} className="min-w-0 flex-1" />
      <SearchButton />
    </SearchForm>
  );
}

/** A search field, and those it finds. */
export function PersonFinder({ label, name, search, found, isHere, children }: FinderProps) {
  const { t } = useLingui();
  const offered = found?.filter((person) => !isHere(person)) ?? null;
  return (
    <>
      <FinderField label={label} name={name} search={search} />
      {offered && (
        <ul aria-label={t`People found`} className="mt-2 divide-y divide-line">
          {offered.map((person) => (
            <li key={person.id} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 py-2">
              <span className="min-w-0">
                <span className="block font-medium">{person.name}</span>
                <span className="block truncate text-sm text-ink-muted">{person.email}</span>
              </span>
              {children(person)}
            </li>
          ))}
          {offered.length === 0 && (
            <li className="py-2 text-sm text-ink-muted">
              {found?.length ? t`Everyone found is already here.` : t`Nobody found. Try the beginning of a name or address.`}
            </li>
          )}
        </ul>
      )}
    </>
  );
}
