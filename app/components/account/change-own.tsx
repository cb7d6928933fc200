/** What can be done with a device or passkey of one's own: another name, and taking it off the list. Its action is the page's. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Button } from '#app/components/ui/button';
import { Disclosure } from '#app/components/ui/disclosure';
import { TextField } from '#app/components/ui/form/field';

export type ChangeOwnProps = {
  noun: 'device' | 'passkey';
  id: string;
  name: string;
  canRemove?: boolean;
  /** What is said below the buttons. */
  children?: ReactNode;
};

export function ChangeOwn({ noun, id, name, canRemove = true, children }: ChangeOwnProps) {
  const { t } = useLingui();
  return (
    <Disclosure
      summary={
        <span className="text-sm">
          <Trans>Change</Trans>
        </span>
      }
    >
      <Form method="post" className="grid gap-3">
        <input type="hidden" name={`${noun}Id`} value={id} />
        <TextField label={t`Name`} name="name" defaultValue={name} maxLength={100} required />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="act" value={`rename-${noun}`} size="sm">
            <Trans>Save name</Trans>
          </Button>
          {canRemove && (
            <Button type="submit" name="act" value={`remove-${noun}`} size="sm" aria-label={t`Remove ${name}`}>
              <Trans>Remove</Trans>
            </Button>
          )}
        </div>
        {children}
      </Form>
    </Disclosure>
  );
}
