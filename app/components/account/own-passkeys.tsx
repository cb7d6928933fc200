/** One's own passkeys: added on this device, named, and removed. Adding needs the page's script, as passkeys do. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useRevalidator } from '@remix-run/react';
import { Fingerprint, KeyRound } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { useToast } from '#app/components/ui/feedback/toast';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { agentText } from '#app/components/ui/hooks/agent-text';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import type { OwnPasskey } from '#domain/person/passkey';
import { ChangeOwn } from './change-own';
import { makePasskey, passkeyTrouble } from './passkey-browser';
import { usePasskeys } from './use-passkeys';

/** Asks first whether it is the person: the page's action answers with the question. */
function AskToAdd() {
  return (
    <Form method="post">
      <Button type="submit" name="act" value="add-passkey" icon={Fingerprint}>
        <Trans>Add a passkey</Trans>
      </Button>
    </Form>
  );
}

/** Makes one on this device, named after the browser; the name can be changed. */
function AddPasskey({ isAdding }: { isAdding: boolean }) {
  const { i18n, t } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState<string[]>();
  const [isBusy, setBusy] = useState(false);
  const { revalidate } = useRevalidator();
  const show = useToast();
  // After the question the focus goes on to what it was asked for.
  useEffect(() => {
    if (isAdding) frame.current?.querySelector('button')?.focus();
  }, [isAdding]);
  async function add(): Promise<void> {
    setTrouble(undefined);
    setBusy(true);
    try {
      await makePasskey(agentText(i18n, navigator.userAgent));
      show({ text: t`Passkey added. You can sign in with it from now on.` });
      revalidate();
    } catch (error) {
      setTrouble([passkeyTrouble(i18n, error)]);
      // The proof may have run out: the button then asks for it again.
      revalidate();
    } finally {
      setBusy(false);
    }
  }
  return (
    <div ref={frame} className="grid justify-items-start gap-3">
      <Button icon={Fingerprint} onClick={add} isPending={isBusy}>
        <Trans>Add a passkey</Trans>
      </Button>
      <FormErrors errors={trouble} />
    </div>
  );
}

type OwnPasskeysProps = {
  passkeys: readonly OwnPasskey[];
  /** False where the school is reached at a number, for which browsers make none. */
  canUse: boolean;
  /** Whether the person has proved lately who they are. */
  isProved: boolean;
  /** Whether they did so a moment ago, to add one. */
  isAdding: boolean;
  /** The question whether they are, while something waits for it. */
  question: ReactNode;
};

export function OwnPasskeys({ passkeys, canUse, isProved, isAdding, question }: OwnPasskeysProps) {
  const { t } = useLingui();
  const isThere = usePasskeys();
  if (!canUse && passkeys.length === 0) return null;
  return (
    <Card title={t`Passkeys`} isFlush>
      {passkeys.length > 0 && (
        <List label={t`Passkeys`}>
          {passkeys.map((passkey) => (
            <ListRow
              key={`${passkey.id} ${passkey.name}`}
              leading={<KeyRound className="size-5 shrink-0 self-start text-ink-muted" aria-hidden="true" />}
              title={passkey.name}
              detail={
                <>
                  {passkey.lastUsedAt === null ? (
                    <Trans>
                      Since <Time at={passkey.createdAt} style="date" />, not used yet
                    </Trans>
                  ) : (
                    <Trans>
                      Since <Time at={passkey.createdAt} style="date" />, last used{' '}
                      <Time at={passkey.lastUsedAt} style="moment" />
                    </Trans>
                  )}
                  <ChangeOwn noun="passkey" id={passkey.id} name={passkey.name} />
                </>
              }
            />
          ))}
        </List>
      )}
      <div className="grid justify-items-start gap-3 p-4 sm:px-5">
        <p className="text-sm text-ink-muted">
          <Trans>
            With a passkey you sign in by finger, face or the PIN of your device, without typing your password. It works on this
            school’s address only, so nobody can trick you out of it.
          </Trans>
        </p>
        {question ?? (canUse && isThere && (isProved ? <AddPasskey isAdding={isAdding} /> : <AskToAdd />))}
      </div>
    </Card>
  );
}
