/** People who wait for approval: one by one or many at once. A form of its own; its action is the page's. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Check, UserCheck, UserX } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Dialog } from '#app/components/ui/dialog';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { useTicks } from '#app/components/ui/hooks/use-ticks';
import { List, ListRow } from '#app/components/ui/list';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { Time } from '#app/components/ui/time/time';
import type { PendingPerson } from '#domain/person/user';

export type ApprovalsProps = {
  people: readonly PendingPerson[];
  /** Counts those on later pages too. */
  total: number;
};

function RejectDialog({ people, isOpen, onClose }: { people: readonly PendingPerson[]; isOpen: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t`${plural(people.length, { one: 'Reject # person?', other: 'Reject # people?' })}`}
      actions={
        <>
          <Button type="submit" name="decision" value="reject" variant="danger" onClick={onClose}>
            <Trans>Reject</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>They cannot sign in. They may sign up again, and until then you find them under People, archived.</Trans>
      </p>
      <ul className="mt-3 max-h-48 list-disc overflow-y-auto ps-5 text-sm text-ink-muted">
        {people.map((person) => (
          <li key={person.id}>
            {person.name}, {person.email}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

type PersonRowProps = { person: PendingPerson; isTicked: boolean; isPending: boolean; onToggle: () => void };

function PersonRow({ person, isTicked, isPending, onToggle }: PersonRowProps) {
  const { i18n } = useLingui();
  return (
    <ListRow
      leading={
        <>
          <label className="touch -ms-3 grid shrink-0 place-items-center">
            <input type="checkbox" name="userId" value={person.id} checked={isTicked} onChange={onToggle} className="size-5" />
            <span className="sr-only">
              <Trans>Select {person.name}</Trans>
            </span>
          </label>
          <span className="max-sm:hidden">
            <Avatar name={person.name} userId={person.id} photoAt={person.photoAt} />
          </span>
        </>
      }
      title={person.name}
      detail={
        <>
          <span className="block truncate">{person.email}</span>
          {person.emailConfirmedAt === null && (
            <span className="block font-medium text-late">
              <Trans>Address not confirmed</Trans>
            </span>
          )}
          <Trans>
            {i18n._(ROLE_WORDS[person.role])}, asked <Time at={person.createdAt} style="moment" />
          </Trans>
        </>
      }
      trailing={
        <Button
          type="submit"
          name="approve"
          value={person.id}
          size="sm"
          icon={Check}
          isPending={isPending}
          className="max-sm:touch max-sm:px-0"
        >
          <span className="max-sm:sr-only">
            <Trans>Approve</Trans>
          </span>
          <span className="sr-only"> {person.name}</span>
        </Button>
      }
    />
  );
}

/** The waiting people, with what can be done for the ticked ones. Works without script too, except that rejecting then does not ask. */
export function Approvals({ people, total }: ApprovalsProps) {
  const { t } = useLingui();
  const { isTicked, toggle, isAll, toggleAll } = useTicks(people.map(({ id }) => id));
  const selected = people.filter(({ id }) => isTicked(id));
  const [isRejecting, setRejecting] = useState(false);
  const sent = useNavigation().formData;
  if (people.length === 0)
    return (
      <Card title={t`Approvals`}>
        <EmptyState icon={UserCheck} title={t`Nobody is waiting`}>
          <Trans>People who sign up appear here until you let them in.</Trans>
        </EmptyState>
      </Card>
    );
  const askFirst = (event: MouseEvent) => {
    event.preventDefault();
    if (selected.length > 0) setRejecting(true);
  };
  return (
    <Card title={t`Approvals (${total})`} isFlush>
      <Form method="post" preventScrollReset className="group">
        <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 pt-1 pb-3 sm:px-5">
          <label className="touch -ms-3 flex items-center gap-3 text-sm">
            <span className="grid w-11 place-items-center">
              <input type="checkbox" checked={isAll} onChange={toggleAll} className="size-5" />
            </span>
            {selected.length > 0
              ? t`${plural(selected.length, { one: '# person selected', other: '# people selected' })}`
              : t`Select all`}
          </label>
          <div className="invisible flex gap-2 group-has-[[name=userId]:checked]:visible max-sm:w-full max-sm:*:flex-1">
            <Button type="submit" name="decision" value="reject" size="sm" icon={UserX} onClick={askFirst}>
              <Trans>Reject…</Trans>
            </Button>
            <Button
              type="submit"
              name="decision"
              value="approve"
              size="sm"
              variant="primary"
              icon={UserCheck}
              isPending={sent?.get('decision') === 'approve'}
            >
              <Trans>Approve</Trans>
            </Button>
          </div>
        </div>
        <List label={t`People waiting for approval`}>
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isTicked={isTicked(person.id)}
              isPending={sent?.get('approve') === String(person.id)}
              onToggle={() => toggle(person.id)}
            />
          ))}
        </List>
        <RejectDialog people={selected} isOpen={isRejecting} onClose={() => setRejecting(false)} />
      </Form>
      {total > people.length && (
        <p className="border-t border-line px-4 py-3 text-sm text-ink-muted sm:px-5">
          {t`${total - people.length} more appear when these are decided.`}
        </p>
      )}
    </Card>
  );
}
