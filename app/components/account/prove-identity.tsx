/** "Is it you?", in place of what was asked for: password or passkey, and then that goes on. Works without script, by password. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation, useSubmit } from '@remix-run/react';
import { Fingerprint } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PasswordField } from '#app/components/ui/form/password-field';
import { passkeyTrouble, proveByPasskey } from './passkey-browser';
import { usePasskeys } from './use-passkeys';

/** An act of the page's action with its fields, which are sent again with the proof. */
type Fields = Record<string, string> & { act: string };

function PasskeyProof({ fields }: { fields: Fields }) {
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

export type ProveIdentityProps = {
  question: string;
  /** What waits for the proof. */
  fields: Fields;
  /** What was wrong with the last try: each answer is another list. */
  errors: string[];
  /** Whether the person has one to prove it with. */
  hasPasskey: boolean;
  /** Whose password it is, for password managers. */
  email: string;
  /** Where giving up leads. */
  cancelTo: string;
};

export function ProveIdentity({ question, fields, errors, hasPasskey, email, cancelTo }: ProveIdentityProps) {
  const { t } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  const isThere = usePasskeys();
  // The question takes the place of what was pressed, and so does the focus; after a wrong answer it is there again.
  useEffect(() => {
    if (errors) frame.current?.querySelector<HTMLInputElement>('input[name=current]')?.focus();
  }, [errors]);
  return (
    <div ref={frame} className="rounded-lg border border-line bg-surface-sunken p-4">
      <Form method="post" className="grid gap-3">
        <p className="font-medium">{question}</p>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
        <PasswordField name="current" label={t`Your password`} autoComplete="current-password" errors={errors} required />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" isPending={useNavigation().formData?.get('act') === fields.act}>
            <Trans>Continue</Trans>
          </Button>
          {hasPasskey && isThere && <PasskeyProof fields={fields} />}
          <ButtonLink to={cancelTo} variant="quiet">
            <Trans>Cancel</Trans>
          </ButtonLink>
        </div>
      </Form>
    </div>
  );
}
