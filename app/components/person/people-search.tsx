/** The questions a list of people is asked: words, role, order. A form that is sent by GET, so that every answer has an address. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';

import { SelectField } from '#app/components/ui/form/field';
import { SearchButton, SearchField, SearchForm } from '#app/components/ui/form/search-form';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { PEOPLE_SORTS, type PeopleSort } from '#domain/person/person';
import { ROLES, type Role } from '#domain/person/user';

const SORT_WORDS: Record<PeopleSort, [ascending: MessageDescriptor, descending: MessageDescriptor]> = {
  name: [msg`Name, A to Z`, msg`Name, Z to A`],
  email: [msg`Email, A to Z`, msg`Email, Z to A`],
  created: [msg`Oldest first`, msg`Newest first`],
};

export type PeopleQuestion = { search: string; role: Role | null; show: string; sort: PeopleSort; isDescending: boolean };

/** @param counts people of each role in the view shown */
export function PeopleSearch({ question, counts }: { question: PeopleQuestion; counts: Record<Role, number> }) {
  const { i18n, t } = useLingui();
  const { search, role, show, sort, isDescending } = question;
  return (
    <SearchForm>
      <input type="hidden" name="show" value={show} />
      <SearchField label={t`Name, email or number`} name="q" value={search} />
      <SelectField key={`role-${role}`} label={t`Role`} name="role" defaultValue={role ?? ''} required>
        <option value="">
          <Trans>All roles</Trans>
        </option>
        {ROLES.map((one) => (
          <option key={one} value={one}>{`${t(ROLE_WORDS[one])} (${counts[one]})`}</option>
        ))}
      </SelectField>
      <SelectField
        key={`sort-${sort}-${isDescending}`}
        label={t`Order`}
        name="sort"
        defaultValue={`${isDescending ? '-' : ''}${sort}`}
        required
      >
        {PEOPLE_SORTS.flatMap((one) => [
          <option key={one} value={one}>
            {i18n._(SORT_WORDS[one][0])}
          </option>,
          <option key={`-${one}`} value={`-${one}`}>
            {i18n._(SORT_WORDS[one][1])}
          </option>,
        ])}
      </SelectField>
      <SearchButton />
    </SearchForm>
  );
}
