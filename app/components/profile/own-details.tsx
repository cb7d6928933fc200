/** One's own details as they stand, and the ways to change them. */
import { KeyRound, Pencil } from 'lucide-react';
import type { Role } from '#domain/user';
import { ButtonLink } from '../button';
import { Card } from '../card';
import { ROLE_WORDS } from '../role-words';
import { type SchoolClock, Time } from '../time';

export type OwnDetailsProps = SchoolClock & {
  name: string;
  preferredName: string | null;
  email: string;
  phone: string | null;
  role: Role;
  createdAt: number;
};

export function OwnDetails({ name, preferredName, email, phone, role, createdAt, ...clock }: OwnDetailsProps) {
  const details = [
    ['Name', name],
    ...(preferredName ? ([['Called', preferredName]] as const) : []),
    ['Email', email],
    ['Phone', phone ?? 'None'],
    ['Role', ROLE_WORDS[role]],
    ['Account since', <Time key="since" at={createdAt} {...clock} style="date" />],
  ] as const;
  return (
    <Card title="Your details">
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[auto_1fr]">
        {details.map(([term, detail]) => (
          <div key={term} className="sm:contents">
            <dt className="text-sm text-ink-muted sm:leading-6">{term}</dt>
            <dd className="break-words">{detail}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 flex flex-wrap gap-2">
        <ButtonLink to="/profile/edit" icon={Pencil} size="sm">
          Change details
        </ButtonLink>
        <ButtonLink to="/profile/password" icon={KeyRound} size="sm">
          Change password
        </ButtonLink>
      </div>
      <p className="mt-3 text-sm text-ink-muted">
        Your school’s administrator changes the email address, which you sign in with, and the role.
      </p>
    </Card>
  );
}
