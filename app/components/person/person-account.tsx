/** Whether and how somebody signs in, and what an administrator can do about the account. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { KeyRound, Link2, Merge } from 'lucide-react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { Role, UserState } from '#domain/person/user';
import { BULK, type BulkAction } from './bulk';

type Account = {
  id: number;
  role: Role;
  state: UserState;
  archivedAt: number | null;
  createdAt: number;
  hasPassword: boolean;
  signIns: number;
  lastSeenAt: number | null;
  marks: number;
};

function offered({ state, archivedAt }: Account): BulkAction[] {
  if (archivedAt !== null) return ['restore'];
  if (state === 'pending') return ['approve', 'reject'];
  return [state === 'suspended' ? 'reactivate' : 'suspend', 'archive'];
}

const HINTS: Partial<Record<BulkAction, MessageDescriptor>> = {
  suspend: msg`Suspending signs them out and keeps them out, and leaves their classes as they are.`,
  archive: msg`Archiving also ends their enrolments and classes today. Marks are kept, and restoring brings classes back.`,
  restore: msg`Restoring brings back the classes that ended when they were archived.`,
};

/** Whether there can be a link with which they choose a password. */
function canHaveLink({ state, archivedAt, hasPassword }: Account): boolean {
  return archivedAt === null && (state === 'active' || (state === 'pending' && !hasPassword));
}

/** Whether another account of theirs may go over into this one. */
const canBeMerged = ({ role, archivedAt }: Account) => role !== 'admin' && archivedAt === null;

/** The way to that link. */
function AccessLink({ id, hasPassword }: Account) {
  const { t } = useLingui();
  return (
    <ButtonLink to={paths.invitePerson(id)} icon={hasPassword ? KeyRound : Link2}>
      {hasPassword ? t`New password` : t`Invite`}
    </ButtonLink>
  );
}

/** Facts of signing in, and buttons. */
export function PersonAccount({ person, isOwn }: { person: Account; isOwn: boolean }) {
  const { i18n, t } = useLingui();
  const actions = offered(person);
  const { id, createdAt, hasPassword, signIns, lastSeenAt } = person;
  return (
    <Card title={t`Account`}>
      <p>
        <Trans>
          Since <Time at={createdAt} style="date" />.
        </Trans>{' '}
        {hasPassword ? t`Signed in on ${plural(signIns, { one: '# browser', other: '# browsers' })}` : t`No password chosen yet`}
        {lastSeenAt !== null && (
          <Trans>
            , last seen <Time at={lastSeenAt} style="moment" />
          </Trans>
        )}
        .
      </p>
      {isOwn ? (
        <p className="mt-3 text-sm text-ink-muted">
          <Trans>This is your own account: another administrator has to change its role and state.</Trans>
        </p>
      ) : (
        <Form method="post" preventScrollReset className="mt-4">
          <input type="hidden" name="userId" value={id} />
          <input type="hidden" name="personId" value={id} />
          <div className="flex flex-wrap gap-2">
            {canHaveLink(person) && <AccessLink {...person} />}
            {canBeMerged(person) && (
              <ButtonLink to={paths.mergePerson(id)} icon={Merge}>
                <Trans>Merge with…</Trans>
              </ButtonLink>
            )}
            {actions.map((action) => (
              <Button key={action} type="submit" name="intent" value={action}>
                {i18n._(BULK[action].label)}
              </Button>
            ))}
            {person.marks === 0 && (
              <Button type="submit" name="intent" value="remove">
                <Trans>Delete</Trans>
              </Button>
            )}
          </div>
          <p className="mt-3 text-sm text-ink-muted">
            {actions.flatMap((action) => (HINTS[action] ? [t(HINTS[action])] : [])).join(' ')}
            {person.marks === 0 && ` ${t`An account that belongs to no class can be deleted. This cannot be undone.`}`}
          </p>
        </Form>
      )}
    </Card>
  );
}
