/** The questions a list of people is asked: words, role, order. A form that is sent by GET, so that every answer has an address. */
import { Form, useSubmit } from '@remix-run/react';
import { Search } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { SelectField, TextField } from '#app/components/ui/form/field';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { PEOPLE_SORTS, type PeopleSort } from '#domain/person/person';
import { ROLES, type Role } from '#domain/person/user';

const SORT_WORDS: Record<PeopleSort, [ascending: string, descending: string]> = {
  name: ['Name, A to Z', 'Name, Z to A'],
  email: ['Email, A to Z', 'Email, Z to A'],
  created: ['Oldest first', 'Newest first'],
};

export type PeopleQuestion = { search: string; role: Role | null; show: string; sort: PeopleSort; isDescending: boolean };

/** @param counts people of each role in the view shown */
export function PeopleSearch({ question, counts }: { question: PeopleQuestion; counts: Record<Role, number> }) {
  const submit = useSubmit();
  const { search, role, show, sort, isDescending } = question;
  return (
    <Form
      method="get"
      role="search"
      noValidate
      onChange={(event) => event.target instanceof HTMLSelectElement && submit(event.currentTarget, { replace: true })}
      className="mb-4 grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto_auto_auto]"
    >
      <input type="hidden" name="show" value={show} />
      <TextField
        key={search}
        label="Name or email"
        name="q"
        type="search"
        defaultValue={search}
        autoComplete="off"
        required={false}
      />
      <SelectField key={`role-${role}`} label="Role" name="role" defaultValue={role ?? ''} required>
        <option value="">All roles</option>
        {ROLES.map((one) => (
          <option key={one} value={one}>{`${ROLE_WORDS[one]} (${counts[one]})`}</option>
        ))}
      </SelectField>
      <SelectField
        key={`sort-${sort}-${isDescending}`}
        label="Order"
        name="sort"
        defaultValue={`${isDescending ? '-' : ''}${sort}`}
        required
      >
        {PEOPLE_SORTS.flatMap((one) => [
          <option key={one} value={one}>
            {SORT_WORDS[one][0]}
          </option>,
          <option key={`-${one}`} value={`-${one}`}>
            {SORT_WORDS[one][1]}
          </option>,
        ])}
      </SelectField>
      <Button type="submit" icon={Search}>
        Search
      </Button>
    </Form>
  );
}
