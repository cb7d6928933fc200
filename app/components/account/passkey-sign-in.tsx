/** On the sign-in page: in with a passkey instead of a password. What the authenticator says goes through the page's own action. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useSubmit } from '@remix-run/react';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#app/components/ui/button';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { usePasskeys } from './use-passkeys';

/** Nothing on browsers without passkeys. */
export function PasskeySignIn({ next }: { next: string }) {
  const { i18n, t } = useLingui();
  const submit = useSubmit();
  const isThere = usePasskeys();
  const [trouble, setTrouble] = useState<string[]>();
  const [isAsking, setAsking] = useState(false);
  if (!isThere) return null;
  async function signIn(): Promise<void> {
    setTrouble(undefined);
    setAsking(true);
    const browser = await import('./passkey-browser').catch(() => null);
    try {
      if (browser) submit({ assertion: JSON.stringify(await browser.askForPasskey()), next }, { method: 'post' });
      else setTrouble([t`That did not work on this device. Try again, or use your password.`]);
    } catch (error) {
      setTrouble(browser ? [browser.passkeyTrouble(i18n, error)] : []);
    } finally {
      setAsking(false);
    }
  }
  return (
    <div className="grid gap-3">
      <p className="text-center text-sm text-ink-muted" aria-hidden="true">
        <Trans>or</Trans>
      </p>
      <Button icon={Fingerprint} isWide isPending={isAsking} onClick={signIn}>
        <Trans>Sign in with a passkey</Trans>
      </Button>
      <FormErrors errors={trouble} />
    </div>
  );
}
