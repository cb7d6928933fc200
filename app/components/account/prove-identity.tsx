/** "Is it you?", in place of what was asked for: password or passkey, and then that goes on. Works without script, by password. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation, useSubmit } from '@remix-run/react';
import { Fingerprint } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PasswordField } from '#app/components/ui/form/password-field';
import * as paths from '#app/paths';
import { passkeyTrouble, proveByPasskey } from './passkey-browser';
import { usePasskeys } from './use-passkeys';

/** What waits for the proof: an act of the page's action with its fields, and what was wrong with the last try. */
export type WaitingAct = { act: string; passkeyId: string; endPasskeys: boolean; errors: string[] };

const QUESTIONS: Record<string, MessageDescriptor> = {
  'add-passkey': msg`Before a passkey is added, confirm that it is you.`,
  'remove-passkey': msg`Before a passkey is removed, confirm that it is you.`,
  'sign-out-others': msg`Before your passkeys are removed, confirm that it is you.`,
};

function PasskeyProof({ fields }: { fields: Record<string, string> }) {
  const { i18n } = useLingui();
  const submit = useSubmit();
  const [trouble, setTrouble] = useState<string[]>();
  async function prove(): Promise<void> {
    setTrouble(undefined);
    try {
      await proveByPasskey();
      submit(fields, { method: 'post' });
    } catch (error) {
      setTrouble([passkeyTrouble(i18n, error)]);
    }
  }
  return (
    <>
      <Button icon={Fingerprint} onClick={prove}>
        <Trans>Use a passkey</Trans>
      </Button>
      <FormErrors errors={trouble} />
    </>
  );
}

/** @param hasPasskey whether the person has one to prove it with
 *  @param email whose password it is, for password managers */
export function ProveIdentity({ waiting, hasPasskey, email }: { waiting: WaitingAct; hasPasskey: boolean; email: string }) {
  const { i18n, t } = useLingui();
  const { act, passkeyId, endPasskeys, errors } = waiting;
  const fields = { act, passkeyId, ...(endPasskeys && { endPasskeys: 'on' }) };
  const frame = useRef<HTMLDivElement>(null);
  const isThere = usePasskeys();
  // The question takes the place of what was pressed, and so does the focus; after a wrong answer it is there again.
  useEffect(() => {
    if (waiting) frame.current?.querySelector<HTMLInputElement>('input[name=current]')?.focus();
  }, [waiting]);
  return (
    <div ref={frame} className="rounded-lg border border-line bg-surface-sunken p-4">
      <Form method="post" className="grid gap-3">
        <p className="font-medium">{QUESTIONS[act] && i18n._(QUESTIONS[act])}</p>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
        <PasswordField name="current" label={t`Your password`} autoComplete="current-password" errors={errors} required />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" isPending={useNavigation().formData?.get('act') === act}>
            <Trans>Continue</Trans>
          </Button>
          {hasPasskey && isThere && <PasskeyProof fields={fields} />}
          <ButtonLink to={paths.profile()} variant="quiet">
            <Trans>Cancel</Trans>
          </ButtonLink>
        </div>
      </Form>
    </div>
  );
}
