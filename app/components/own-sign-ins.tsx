/** The browsers a person is signed in with, and how to end them. A form of its own; its action is the page's. */
import { Form } from '@remix-run/react';
import { Laptop, Smartphone } from 'lucide-react';
import { agentText, isHandheld } from './agent-text';
import { Button } from './button';
import { Card } from './card';
import { List, ListRow } from './list';
import { type SchoolClock, Time } from './time';

export type OwnSignIn = {
  id: string;
  isCurrent: boolean;
  userAgent: string;
  address: string;
  createdAt: number;
  lastSeenAt: number;
};

function SignInRow({ signIn, clock }: { signIn: OwnSignIn; clock: SchoolClock }) {
  const { id, isCurrent, userAgent, address, lastSeenAt } = signIn;
  const Icon = isHandheld(userAgent) ? Smartphone : Laptop;
  const name = agentText(userAgent);
  return (
    <ListRow
      leading={<Icon className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />}
      title={name}
      detail={
        <>
          Last used <Time at={lastSeenAt} {...clock} style="moment" /> from {address}
        </>
      }
      trailing={
        isCurrent ? (
          <span className="text-sm font-medium text-ink-muted">This browser</span>
        ) : (
          <Button type="submit" name="end" value={id} size="sm" aria-label={`Sign out ${name} at ${address}`}>
            Sign out
          </Button>
        )
      }
    />
  );
}

/** @param signIns the current one among them */
export function OwnSignIns({ signIns, ...clock }: SchoolClock & { signIns: readonly OwnSignIn[] }) {
  return (
    <Form method="post">
      <Card title="Where you are signed in" isFlush>
        <List label="Browsers you are signed in with">
          {signIns.map((signIn) => (
            <SignInRow key={signIn.id} signIn={signIn} clock={clock} />
          ))}
        </List>
        {signIns.length > 1 && (
          <div className="border-t border-line p-4 sm:px-5">
            <Button type="submit" name="end" value="others">
              Sign out everywhere else
            </Button>
          </div>
        )}
      </Card>
    </Form>
  );
}
