/** People who ask for another name in registers, for the administrator. Each has a form of its own; its action is the page's. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Check, X } from 'lucide-react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import type { Role } from '#domain/person/user';

export type NameRequest = {
  userId: number;
  name: string;
  requestedName: string;
  email: string;
  role: Role;
  photoAt: number | null;
};

function Decision({ userId, name, requestedName }: NameRequest) {
  const sent = useNavigation().formData;
  const isSent = (decision: string) => sent?.get('nameOf') === String(userId) && sent.get('decision') === decision;
  return (
    <Form method="post" preventScrollReset className="flex gap-2">
      <input type="hidden" name="nameOf" value={userId} />
      <input type="hidden" name="name" value={name} />
      <input type="hidden" name="requestedName" value={requestedName} />
      <Button type="submit" name="decision" value="decline" size="sm" icon={X} isPending={isSent('decline')}>
        <Trans>
          Decline<span className="sr-only"> {requestedName}</span>
        </Trans>
      </Button>
      <Button type="submit" name="decision" value="approve" size="sm" icon={Check} isPending={isSent('approve')}>
        <Trans>
          Approve<span className="sr-only"> {requestedName}</span>
        </Trans>
      </Button>
    </Form>
  );
}

/** Nothing when nobody asks. */
export function NameRequests({ requests }: { requests: readonly NameRequest[] }) {
  const { t } = useLingui();
  if (requests.length === 0) return null;
  return (
    <Card title={t`Name changes (${requests.length})`} isFlush className="mb-6">
      <List label={t`People who ask for another name`}>
        {requests.map((request) => (
          <ListRow
            key={`${request.userId} ${request.requestedName}`}
            leading={
              <span className="max-sm:hidden">
                <Avatar name={request.name} userId={request.userId} photoAt={request.photoAt} />
              </span>
            }
            title={`${request.name} → ${request.requestedName}`}
            detail={
              <>
                <span className="block truncate">{request.email}</span>
                {t(ROLE_WORDS[request.role])}
                <div className="mt-2">
                  <Decision {...request} />
                </div>
              </>
            }
          />
        ))}
      </List>
    </Card>
  );
}
