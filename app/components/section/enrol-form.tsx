/** Puts students on a roll: looked for as one types, ticked one by one or all at once, and enrolled together for the same days. Who is
 *  ticked stays so while others are looked for. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { UserPlus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { TextField } from '#app/components/ui/form/field';
import { FinderField, type FoundPerson } from './person-finder';

export type EnrolFormProps = {
  sectionId: number;
  search: string;
  /** Null before anybody was looked for. */
  found: readonly FoundPerson[] | null;
  /** Those who are ticked to begin with. */
  picked: readonly FoundPerson[];
  /** Those who are here already are not offered again. */
  isHere: (person: FoundPerson) => boolean;
  today: string;
  /** Enrolments just made: with them nobody is ticked any more. */
  enrolled: readonly number[];
};

function useChosen({ picked, isHere, enrolled }: EnrolFormProps) {
  const [chosen, setChosen] = useState(picked.filter((person) => !isHere(person)));
  useEffect(() => {
    if (enrolled.length > 0) setChosen([]);
  }, [enrolled]);
  const isChosen = ({ id }: FoundPerson) => chosen.some((one) => one.id === id);
  const drop = ({ id }: FoundPerson) => setChosen(chosen.filter((one) => one.id !== id));
  const toggle = (person: FoundPerson) => (isChosen(person) ? drop(person) : setChosen([...chosen, person]));
  const addAll = (people: readonly FoundPerson[]) => setChosen([...chosen, ...people.filter((one) => !isChosen(one))]);
  return { chosen, isChosen, drop, toggle, addAll };
}

type ChoiceProps = { person: FoundPerson; isChosen: boolean; onToggle: () => void };

function Choice({ person, isChosen, onToggle }: ChoiceProps) {
  return (
    <li>
      <label className="touch flex items-center gap-3 py-1.5">
        <input type="checkbox" name="studentIds" value={person.id} checked={isChosen} onChange={onToggle} className="size-5" />
        <span className="min-w-0">
          <span className="block font-medium">{person.name}</span>
          <span className="block truncate text-sm text-ink-muted">{person.email}</span>
        </span>
      </label>
    </li>
  );
}

/** One who is ticked and not among those found. */
function ChosenPerson({ person, onDrop }: { person: FoundPerson; onDrop: () => void }) {
  return (
    <li className="flex items-center gap-1 rounded-full bg-accent-soft ps-3 text-sm">
      <input type="hidden" name="studentIds" value={person.id} />
      {person.name}
      <button type="button" onClick={onDrop} className="touch grid place-items-center rounded-full">
        <X className="size-4" aria-hidden="true" />
        <span className="sr-only">
          <Trans>Leave out {person.name}</Trans>
        </span>
      </button>
    </li>
  );
}

function Nobody({ hasFound }: { hasFound: boolean }) {
  const { t } = useLingui();
  return (
    <p className="py-2 text-sm text-ink-muted">
      {hasFound ? t`Everyone found is already here.` : t`Nobody found. Try the beginning of a name or address.`}
    </p>
  );
}

/** Works without script for those of one search. */
export function EnrolForm(props: EnrolFormProps) {
  const { t } = useLingui();
  const { sectionId, search, found, isHere, today } = props;
  const { chosen, isChosen, drop, toggle, addAll } = useChosen(props);
  const offered = found?.filter((person) => !isHere(person)) ?? [];
  const kept = chosen.filter(({ id }) => !offered.some((one) => one.id === id));
  const isPending = useNavigation().formData?.get('intent') === 'enrolment.add';
  return (
    <>
      <FinderField label={t`Enrol students`} name="student" search={search} />
      {found !== null && offered.length === 0 && <Nobody hasFound={found.length > 0} />}
      {offered.length + kept.length > 0 && (
        <Form method="post" preventScrollReset className="mt-2">
          <input type="hidden" name="sectionId" value={sectionId} />
          <ul aria-label={t`People found`} className="divide-y divide-line empty:hidden">
            {offered.map((person) => (
              <Choice key={person.id} person={person} isChosen={isChosen(person)} onToggle={() => toggle(person)} />
            ))}
          </ul>
          <ul aria-label={t`Also selected`} className="mt-2 flex flex-wrap gap-2 empty:hidden">
            {kept.map((person) => (
              <ChosenPerson key={person.id} person={person} onDrop={() => drop(person)} />
            ))}
          </ul>
          <div className="mt-3 flex flex-wrap items-end gap-2">
            <TextField label={t`From`} name="fromDay" type="date" defaultValue={today} required />
            <TextField label={t`Until`} name="untilDay" type="date" />
            <Button type="submit" name="intent" value="enrolment.add" icon={UserPlus} isPending={isPending}>
              {chosen.length > 0
                ? t`${plural(chosen.length, { one: 'Enrol # student', other: 'Enrol # students' })}`
                : t`Enrol selected`}
            </Button>
            {offered.length > 1 && (
              <Button variant="quiet" onClick={() => addAll(offered)}>
                <Trans>Select all {offered.length}</Trans>
              </Button>
            )}
          </div>
        </Form>
      )}
    </>
  );
}
