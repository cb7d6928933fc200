/** Signing out. A plain form: it works when no script runs. Where something is not sent yet, or nobody can be told, it says so first. */
import { Trans, useLingui } from '@lingui/react/macro';
import { LogOut } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import type { Outbox } from '#app/components/outbox/use-outbox';
import { useOutboxWords } from '#app/components/outbox/use-outbox-words';
import { Button, type ButtonProps } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import * as paths from '#app/paths';
import { useOffline } from './offline-provider';

function UnsentText({ entries }: Pick<Outbox, 'entries'>) {
  const { i18n } = useLingui();
  const words = useOutboxWords(true);
  if (!words) return null;
  const waiting = words.countText(i18n, entries);
  const isOne = entries.length === 1;
  return (
    <p>
      {isOne ? (
        <Trans>{waiting} is not sent yet. It stays on this device and is sent when you sign in again.</Trans>
      ) : (
        <Trans>{waiting} are not sent yet. They stay on this device and are sent when you sign in again.</Trans>
      )}
    </p>
  );
}

/** @param looks of the button */
export function SignOut(looks: Omit<ButtonProps, 'type' | 'icon' | 'children'>) {
  const { t } = useLingui();
  const offline = useOffline();
  const form = useRef<HTMLFormElement>(null);
  const [isAsking, setAsking] = useState(false);
  const entries = offline?.outbox.entries ?? [];
  const isOffline = offline?.reach === 'offline';

  function askFirst(event: FormEvent): void {
    if (isAsking || (entries.length === 0 && !isOffline)) return;
    event.preventDefault();
    setAsking(true);
  }

  return (
    <>
      <form ref={form} method="post" action={paths.signOut()} onSubmit={askFirst}>
        <Button {...looks} type="submit" icon={LogOut}>
          <Trans>Sign out</Trans>
        </Button>
      </form>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={isOffline ? t`You are offline` : t`Sign out?`}
        actions={
          <>
            {!isOffline && (
              <Button variant="primary" onClick={() => form.current?.submit()}>
                <Trans>Sign out</Trans>
              </Button>
            )}
            <Button onClick={() => setAsking(false)}>{isOffline ? t`Close` : t`Stay signed in`}</Button>
          </>
        }
      >
        <div className="grid gap-2">
          {isOffline && (
            <p>
              <Trans>Signing out needs a network: try again when you are connected.</Trans>
            </p>
          )}
          {entries.length > 0 && <UnsentText entries={entries} />}
        </div>
      </Dialog>
    </>
  );
}
