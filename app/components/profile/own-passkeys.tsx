/** One's own passkeys: added on this device, named, and removed. Adding needs the page's script, as passkeys do. */
import { Form, useRevalidator } from '@remix-run/react';
import { Fingerprint, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { agentText } from '../agent-text';
import { Button } from '../button';
import { Card } from '../card';
import { Disclosure } from '../disclosure';
import { TextField } from '../field';
import { FormErrors } from '../form-errors';
import { List, ListRow } from '../list';
import { makePasskey, passkeyTrouble } from '../passkey-browser';
import { type SchoolClock, Time } from '../time';
import { useToast } from '../toast';
import { usePasskeys } from '../use-passkeys';

export type OwnPasskey = { id: string; name: string; createdAt: number; lastUsedAt: number | null };

function Change({ id, name }: OwnPasskey) {
  return (
    <Disclosure summary={<span className="text-sm">Change</span>}>
      <Form method="post" className="grid gap-3">
        <input type="hidden" name="passkeyId" value={id} />
        <TextField label="Name" name="name" defaultValue={name} maxLength={100} required />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="act" value="rename-passkey" size="sm">
            Save name
          </Button>
          <Button type="submit" name="act" value="remove-passkey" size="sm" aria-label={`Remove ${name}`}>
            Remove
          </Button>
        </div>
      </Form>
    </Disclosure>
  );
}

/** Makes one on this device, named after the browser; the name can be changed. */
function AddPasskey() {
  const [trouble, setTrouble] = useState<string[]>();
  const [isBusy, setBusy] = useState(false);
  const { revalidate } = useRevalidator();
  const show = useToast();
  async function add(): Promise<void> {
    setTrouble(undefined);
    setBusy(true);
    try {
      await makePasskey(agentText(navigator.userAgent));
      show({ text: 'The passkey is added. You can sign in with it from now on.' });
      revalidate();
    } catch (error) {
      setTrouble([passkeyTrouble(error)]);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button icon={Fingerprint} onClick={add} isPending={isBusy}>
        Add a passkey
      </Button>
      <FormErrors errors={trouble} />
    </>
  );
}

/** @param canUse false where the school is reached at a number, for which browsers make none */
export function OwnPasskeys({ passkeys, canUse, ...clock }: SchoolClock & { passkeys: readonly OwnPasskey[]; canUse: boolean }) {
  const isThere = usePasskeys();
  if (!canUse && passkeys.length === 0) return null;
  return (
    <Card title="Passkeys" isFlush>
      {passkeys.length > 0 && (
        <List label="Passkeys">
          {passkeys.map((passkey) => (
            <ListRow
              key={`${passkey.id} ${passkey.name}`}
              leading={<KeyRound className="size-5 shrink-0 self-start text-ink-muted" aria-hidden="true" />}
              title={passkey.name}
              detail={
                <>
                  Since <Time at={passkey.createdAt} {...clock} style="date" />
                  {passkey.lastUsedAt === null ? (
                    ', not used yet'
                  ) : (
                    <>
                      , last used <Time at={passkey.lastUsedAt} {...clock} style="moment" />
                    </>
                  )}
                  <Change {...passkey} />
                </>
              }
            />
          ))}
        </List>
      )}
      <div className="grid justify-items-start gap-3 p-4 sm:px-5">
        <p className="text-sm text-ink-muted">
          With a passkey you sign in by finger, face or the PIN of your device, without typing your password. It works on this
          school’s address only, so nobody can lure it from you.
        </p>
        {canUse && isThere && <AddPasskey />}
      </div>
    </Card>
  );
}
