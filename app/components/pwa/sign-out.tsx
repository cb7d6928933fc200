/** Signing out. A plain form: it works when no script runs. Where something is not sent yet, or nobody can be told, it says so first. */
import { LogOut } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { countText } from '#app/components/outbox/outbox-words';
import type { Outbox } from '#app/components/outbox/use-outbox';
import { Button, type ButtonProps } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import * as paths from '#app/paths';
import { useOffline } from './offline-provider';

function UnsentText({ entries }: Pick<Outbox, 'entries'>) {
  const isOne = entries.length === 1;
  return (
    <p>
      {countText(entries)} {isOne ? 'is' : 'are'} not sent yet. {isOne ? 'It stays' : 'They stay'} on this device and{' '}
      {isOne ? 'is' : 'are'} sent when you sign in again.
    </p>
  );
}

/** @param looks of the button */
export function SignOut(looks: Omit<ButtonProps, 'type' | 'icon' | 'children'>) {
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
          Sign out
        </Button>
      </form>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={isOffline ? 'You are offline' : 'Sign out?'}
        actions={
          <>
            {!isOffline && (
              <Button variant="primary" onClick={() => form.current?.submit()}>
                Sign out
              </Button>
            )}
            <Button onClick={() => setAsking(false)}>{isOffline ? 'Close' : 'Stay signed in'}</Button>
          </>
        }
      >
        <div className="grid gap-2">
          {isOffline && <p>Signing out needs a network: try again when you are connected.</p>}
          {entries.length > 0 && <UnsentText entries={entries} />}
        </div>
      </Dialog>
    </>
  );
}
