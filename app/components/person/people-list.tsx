/** A page of people with boxes to tick, and what can be done for the ticked ones. One form; its action is the page's. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { useTicks } from '#app/components/ui/hooks/use-ticks';
import { List, ListRow } from '#app/components/ui/list';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import * as paths from '#app/paths';
import type { PeopleView, Person } from '#domain/person/person';
import { BULK, offeredIn } from './bulk';
import { PersonState } from './person-state';

type RowProps = { person: Person; isTicked: boolean; onToggle: () => void };

function PersonRow({ person, isTicked, onToggle }: RowProps) {
  const { t } = useLingui();
  const { id, name, preferredName, email, studentNumber, role, state, archivedAt, photoAt } = person;
  return (
    <ListRow
      to={paths.person(id)}
      leading={
        <>
          <label className="touch relative z-1 -ms-3 grid shrink-0 place-items-center">
            <input type="checkbox" name="userId" value={id} checked={isTicked} onChange={onToggle} className="size-5" />
            <span className="sr-only">
              <Trans>Select {name}</Trans>
            </span>
          </label>
          <span className="max-sm:hidden">
            <Avatar name={name} userId={id} photoAt={photoAt} />
          </span>
        </>
      }
      title={name}
      detail={
        <>
          <span className="block truncate">{email}</span>
          {t(ROLE_WORDS[role])}
          {studentNumber && <span className="figures">{`, ${studentNumber}`}</span>}
          {preferredName && `, ${t`called ${preferredName}`}`}
        </>
      }
      trailing={<PersonState state={state} archivedAt={archivedAt} />}
    />
  );
}

/** Works before the page's script has loaded, but for ticking all at once. */
export function PeopleList({ people, view }: { people: readonly Person[]; view: PeopleView }) {
  const { i18n, t } = useLingui();
  const { ticked, isTicked, toggle, isAll, toggleAll } = useTicks(people.map(({ id }) => id));
  const sent = useNavigation().formData?.get('intent');
  return (
    <Form method="post" preventScrollReset>
      <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2 sm:px-5">
        <label className="touch -ms-3 flex items-center gap-3 text-sm">
          <span className="grid w-11 place-items-center">
            <input type="checkbox" checked={isAll} onChange={toggleAll} className="size-5" />
          </span>
          {ticked.length > 0
            ? t`${plural(ticked.length, { one: '# person selected', other: '# people selected' })}`
            : t`Select all on this page`}
        </label>
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">
            <Trans>For the selected people</Trans>
          </legend>
          {offeredIn(view).map((action) => (
            <Button key={action} type="submit" name="intent" value={action} size="sm" isPending={sent === action}>
              {i18n._(BULK[action].label)}
            </Button>
          ))}
        </fieldset>
      </div>
      <List label={t`People`}>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} isTicked={isTicked(person.id)} onToggle={() => toggle(person.id)} />
        ))}
      </List>
    </Form>
  );
}
