/** The browsers a person is signed in with, and how to end them. A form of its own; its action is the page's. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Laptop, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { CheckboxField } from '#app/components/ui/form/field';
import { agentText, isHandheld } from '#app/components/ui/hooks/agent-text';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import type { OwnLoginSession } from '#domain/person/user';

function SignInRow({ signIn }: { signIn: OwnLoginSession }) {
  const { i18n, t } = useLingui();
  const { id, isCurrent, userAgent, address, lastSeenAt } = signIn;
  const Icon = isHandheld(userAgent) ? Smartphone : Laptop;
  const name = agentText(i18n, userAgent);
  return (
    <ListRow
      leading={<Icon className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />}
      title={name}
      detail={
        <Trans>
          Last used <Time at={lastSeenAt} style="moment" /> from {address}
        </Trans>
      }
      trailing={
        isCurrent ? (
          <span className="text-sm font-medium text-ink-muted">
            <Trans>This browser</Trans>
          </span>
        ) : (
          <Button type="submit" name="end" value={id} size="sm" aria-label={t`Sign out ${name} at ${address}`}>
            <Trans>Sign out</Trans>
          </Button>
        )
      }
    />
  );
}

type OwnSignInsProps = {
  /** The current one among them. */
  signIns: readonly OwnLoginSession[];
  hasPasskeys: boolean;
  /** The question whether it is the person, while ending their passkeys waits for it. */
  question: ReactNode;
};

/** Ends the other sign-ins, and the passkeys when the person says so. */
function SignOutElsewhere({ hasPasskeys }: { hasPasskeys: boolean }) {
  const { t } = useLingui();
  return (
    <div className="grid justify-items-start gap-2 border-t border-line p-4 sm:px-5">
      {hasPasskeys && (
        <CheckboxField
          name="endPasskeys"
          label={t`Remove my passkeys too`}
          hint={t`Do this if somebody else may have used your account.`}
        />
      )}
      <Button type="submit" name="act" value="sign-out-others">
        <Trans>Sign out everywhere else</Trans>
      </Button>
    </div>
  );
}

export function OwnSignIns({ signIns, hasPasskeys, question }: OwnSignInsProps) {
  const { t } = useLingui();
  return (
    <Card title={t`Where you are signed in`} isFlush>
      <Form method="post">
        <List label={t`Browsers you are signed in with`}>
          {signIns.map((signIn) => (
            <SignInRow key={signIn.id} signIn={signIn} />
          ))}
        </List>
        {!question && (signIns.length > 1 || hasPasskeys) && <SignOutElsewhere hasPasskeys={hasPasskeys} />}
      </Form>
      {question && <div className="border-t border-line p-4 sm:px-5">{question}</div>}
    </Card>
  );
}
