/** One's own details as they stand, and the ways to change them. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { KeyRound, Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Notice } from '#app/components/ui/feedback/notice';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { Role } from '#domain/person/user';

export type OwnDetailsProps = {
  name: string;
  /** The name asked for, while it waits. */
  requestedName: string | null;
  preferredName: string | null;
  email: string;
  phone: string | null;
  role: Role;
  createdAt: number;
  /** Stands above them. */
  photo: ReactNode;
};

function NameRequest({ requestedName }: { requestedName: string }) {
  return (
    <Form method="post" className="mt-4">
      <Notice
        tone="info"
        action={
          <Button type="submit" name="act" value="withdraw-name" size="sm">
            <Trans>Withdraw</Trans>
          </Button>
        }
      >
        <Trans>You asked for the name “{requestedName}”. Your school has to approve it.</Trans>
      </Notice>
    </Form>
  );
}

export function OwnDetails({ name, requestedName, preferredName, email, phone, role, createdAt, photo }: OwnDetailsProps) {
  const { t } = useLingui();
  const details = [
    [t`Name`, name],
    ...(preferredName ? ([[t`Called`, preferredName]] as const) : []),
    [t`Email`, email],
    [t`Phone`, phone ?? t`None`],
    [t`Role`, t(ROLE_WORDS[role])],
    [t`Account since`, <Time key="since" at={createdAt} style="date" />],
  ] as const;
  return (
    <Card title={t`Your details`}>
      {photo}
      <dl className="mt-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 sm:gap-x-6 border-t border-line pt-4">
        {details.map(([term, detail]) => (
          <div key={term} className="contents">
            <dt className="text-sm leading-6 text-ink-muted">{term}</dt>
            <dd className="wrap-anywhere">{detail}</dd>
          </div>
        ))}
      </dl>
      {requestedName && <NameRequest requestedName={requestedName} />}
      <div className="mt-4 flex flex-wrap gap-2">
        <ButtonLink to={paths.editProfile()} icon={Pencil} size="sm">
          <Trans>Change details</Trans>
        </ButtonLink>
        <ButtonLink to={paths.changePassword()} icon={KeyRound} size="sm">
          <Trans>Change password</Trans>
        </ButtonLink>
      </div>
      <p className="mt-3 text-sm text-ink-muted">
        <Trans>Your school’s administrator changes the email address, which you sign in with, and the role.</Trans>
      </p>
    </Card>
  );
}
