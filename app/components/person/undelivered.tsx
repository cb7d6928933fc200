/** People whom no mail has brought a link, for the administrator: each leads to where one is made. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { KeyRound } from 'lucide-react';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { PasswordLinkKind } from '#domain/one-time-code';

export type UndeliveredPerson = { userId: number; name: string; email: string; kind: PasswordLinkKind; createdAt: number };

const WHAT: Record<PasswordLinkKind, MessageDescriptor> = { invite: msg`Invited`, reset: msg`Asked for a new password` };

/** Nothing when nobody waits. */
export function Undelivered({ people }: { people: readonly UndeliveredPerson[] }) {
  const { t } = useLingui();
  if (people.length === 0) return null;
  return (
    <Card title={t`Links to send`} isFlush className="mb-6">
      <List label={t`People waiting for a link`}>
        {people.map(({ userId, name, email, kind, createdAt }) => (
          <ListRow
            key={`${userId}-${kind}`}
            to={paths.invitePerson(userId)}
            leading={<KeyRound className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />}
            title={name}
            detail={
              <>
                {t(WHAT[kind])} <Time at={createdAt} style="moment" /> · {email}
              </>
            }
          />
        ))}
      </List>
    </Card>
  );
}
