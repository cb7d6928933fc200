/** A page of people with boxes to tick, and what can be done for the ticked ones: a table on a desktop, a list on a phone. One form; its
 *  action is the page's. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation, useSearchParams } from '@remix-run/react';
import { searchLink } from '#app/components/calendar/search-link';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { Rate } from '#app/components/ui/figure';
import { type Ticks, useTicks } from '#app/components/ui/hooks/use-ticks';
import { WHOLE_ROW } from '#app/components/ui/list';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { type Order, SortHead } from '#app/components/ui/sort-head';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { ListedPerson, PeopleSort, PeopleView } from '#domain/person/person';
import { BULK, offeredIn } from './bulk';
import { PersonState } from './person-state';

type Column = { word: MessageDescriptor; sort: PeopleSort | null; isOfWide?: boolean };

const COLUMNS: readonly Column[] = [
  { word: msg`Name`, sort: 'name' },
  { word: msg`Email`, sort: 'email' },
  { word: msg`Number`, sort: null },
  { word: msg`Role`, sort: null },
  { word: msg`Classes`, sort: null },
  { word: msg`Attendance`, sort: null, isOfWide: true },
  { word: msg`Last seen`, sort: null, isOfWide: true },
  { word: msg`State`, sort: null },
];

/** A box that is as large as a thumb, over the link of its row. */
function Tick({ label, ...input }: { label: string; value?: number; checked: boolean; onChange: () => void; name?: string }) {
  return (
    <label className="touch relative z-1 grid place-items-center">
      <input type="checkbox" {...input} className="size-5" />
      <span className="sr-only">{label}</span>
    </label>
  );
}

const CELL = 'block min-w-0 max-w-72 truncate lg:table-cell lg:px-3';

function PersonRow({ person, isTicked, onToggle }: { person: ListedPerson; isTicked: boolean; onToggle: () => void }) {
  const { t } = useLingui();
  const { id, name, preferredName, email, studentNumber, role, state, archivedAt, photoAt, classes, percent, lastSeenAt } =
    person;
  return (
    <tr className="relative block py-2 ps-14 pe-4 hover:bg-surface-sunken max-sm:ps-12 lg:table-row lg:h-11 lg:p-0">
      <td className="block max-lg:absolute max-lg:inset-y-0 max-lg:start-1 max-lg:grid lg:table-cell lg:w-12 lg:ps-2">
        <Tick label={t`Select ${name}`} name="userId" value={id} checked={isTicked} onChange={onToggle} />
      </td>
      <td className={cx(CELL, 'font-medium')}>
        <span className="flex items-center gap-3">
          <Avatar name={name} userId={id} photoAt={photoAt} size="sm" />
          <Link to={paths.person(id)} className={cx(WHOLE_ROW, 'min-w-0 truncate')}>
            {name}
          </Link>
          {preferredName && <span className="truncate font-normal text-ink-muted">{t`called ${preferredName}`}</span>}
        </span>
      </td>
      <td className={cx(CELL, 'text-ink-muted max-lg:ps-11')}>{email}</td>
      <td className={cx(CELL, 'figures text-ink-muted max-lg:ps-11')}>{studentNumber}</td>
      <td className={cx(CELL, 'text-ink-muted max-lg:ps-11')}>{t(ROLE_WORDS[role])}</td>
      <td className={cx(CELL, 'text-ink-muted max-lg:ps-11')}>{classes.join(', ')}</td>
      <td className="figures hidden px-3 xl:table-cell">
        {percent !== null && <Rate percent={percent} to={paths.personSessions(id)} className="relative z-1" />}
      </td>
      <td className="figures hidden px-3 whitespace-nowrap text-ink-muted xl:table-cell">
        {lastSeenAt !== null && <Time at={lastSeenAt} style="date" />}
      </td>
      <td className={cx(CELL, 'max-lg:ps-11')}>
        <PersonState state={state} archivedAt={archivedAt} />
      </td>
    </tr>
  );
}

/** Comes when somebody is ticked and lies over the end of the list, so that nothing moves; by style alone, so that it does without script. */
function BulkBar({ view, count }: { view: PeopleView; count: number }) {
  const { i18n, t } = useLingui();
  const sent = useNavigation().formData?.get('intent');
  return (
    <fieldset className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-2 mx-3 mb-3 hidden min-w-0 flex-wrap items-center gap-2 rounded-lg border border-line bg-surface-raised p-2 shadow-float group-has-[:checked]:flex lg:bottom-4">
      <legend className="sr-only">
        <Trans>For the selected people</Trans>
      </legend>
      <span role="status" className="figures flex-1 px-2 text-sm font-medium">
        {count > 0 && t`${plural(count, { one: '# person selected', other: '# people selected' })}`}
      </span>
      {offeredIn(view).map((action) => (
        <Button key={action} type="submit" name="intent" value={action} size="sm" isPending={sent === action}>
          {i18n._(BULK[action].label)}
        </Button>
      ))}
    </fieldset>
  );
}

function TableHead({ order, ticks }: { order: Order<PeopleSort>; ticks: Ticks }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const linkTo = (sort: string) => searchLink(search, { sort, after: null });
  return (
    <thead className="block border-b border-line bg-surface-raised text-ink-muted lg:sticky lg:top-0 lg:z-2 lg:table-header-group">
      <tr className="flex items-center lg:table-row">
        <th scope="col" className="ps-1 lg:ps-2">
          <span className="flex items-center font-normal">
            <Tick label={t`Select all on this page`} checked={ticks.isAll} onChange={ticks.toggleAll} />
            <span aria-hidden="true" className="lg:hidden">{t`Select all on this page`}</span>
          </span>
        </th>
        {COLUMNS.map((column) => (
          <SortHead key={column.word.id} {...column} order={order} linkTo={linkTo} />
        ))}
      </tr>
    </thead>
  );
}

/** Works before the page's script has loaded, but for ticking all at once. */
export function PeopleList({
  people,
  view,
  order,
}: {
  people: readonly ListedPerson[];
  view: PeopleView;
  order: Order<PeopleSort>;
}) {
  const { t } = useLingui();
  const ticks = useTicks(people.map(({ id }) => id));
  return (
    <Form method="post" preventScrollReset className="group">
      <table aria-label={t`People`} className="block w-full text-sm lg:table">
        <TableHead order={order} ticks={ticks} />
        <tbody className="block divide-y divide-line lg:table-row-group">
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isTicked={ticks.isTicked(person.id)}
              onToggle={() => ticks.toggle(person.id)}
            />
          ))}
        </tbody>
      </table>
      <BulkBar view={view} count={ticks.ticked.length} />
    </Form>
  );
}
