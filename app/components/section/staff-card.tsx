/** Teachers and assistants of one section: who they are, and adding and removing them. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { UserMinus, UserPlus } from 'lucide-react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import type { SectionStaff } from '#domain/structure/section';
import { type FoundPerson, PersonFinder } from './person-finder';

type StaffCardProps = {
  sectionId: number;
  staff: readonly SectionStaff[];
  search: string;
  found: readonly FoundPerson[] | null;
  isArchived: boolean;
};

function AddButton({ sectionId, person }: { sectionId: number; person: FoundPerson }) {
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="sectionId" value={sectionId} />
      <input type="hidden" name="userId" value={person.id} />
      <Button type="submit" name="intent" value="staff.add" size="sm" icon={UserPlus}>
        <Trans>
          Add<span className="sr-only"> {person.name}</span>
        </Trans>
      </Button>
    </Form>
  );
}

/** Whoever is staff already is not offered again. */
export function StaffCard({ sectionId, staff, search, found, isArchived }: StaffCardProps) {
  const { t } = useLingui();
  const isHere = ({ id }: FoundPerson) => staff.some((one) => one.id === id);
  return (
    <Card title={t`Staff`} isFlush>
      <List label={t`Staff`}>
        {staff.map(({ id, name, role, photoAt }) => (
          <ListRow
            key={id}
            leading={<Avatar name={name} userId={id} photoAt={photoAt} />}
            title={name}
            detail={role === 'teacher' ? t`Teacher` : t`Assistant`}
            trailing={
              <Form method="post" preventScrollReset>
                <input type="hidden" name="sectionId" value={sectionId} />
                <input type="hidden" name="userId" value={id} />
                <Button type="submit" name="intent" value="staff.remove" size="sm" icon={UserMinus}>
                  <Trans>
                    Remove<span className="sr-only"> {name}</span>
                  </Trans>
                </Button>
              </Form>
            }
          />
        ))}
        {staff.length === 0 && (
          <li className="px-4 py-3 text-ink-muted sm:px-5">
            <Trans>Nobody teaches this section yet.</Trans>
          </li>
        )}
      </List>
      {!isArchived && (
        <div className="border-t border-line p-4 sm:px-5">
          <PersonFinder label={t`Add a teacher or an assistant`} name="staff" search={search} found={found} isHere={isHere}>
            {(person) => <AddButton sectionId={sectionId} person={person} />}
          </PersonFinder>
        </div>
      )}
    </Card>
  );
}
