/** A form for a new thing of a list, or for one that is changed in its place. Works before the page's script has loaded. */
import type { FormMetadata } from '@conform-to/react';
import { Trans } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { FormErrors } from './form-errors';

export type EntryFormProps = {
  form: Pick<FormMetadata, 'id' | 'errors' | 'onSubmit'>;
  /** The page of the list, whose action is the form's. */
  page: string;
  intent: string;
  /** Words of the button that sends it. */
  submit: string;
  /** Changes one that is there, which may be left as it is. */
  isInPlace: boolean;
  children: ReactNode;
};

export function EntryForm({ form, page, intent, submit, isInPlace, children }: EntryFormProps) {
  const isPending = useNavigation().formData?.get('intent') === intent;
  return (
    <Form method="post" action={page} id={form.id} onSubmit={form.onSubmit} className="grid gap-4">
      <FormErrors errors={form.errors} />
      {children}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="intent" value={intent} variant="primary" isPending={isPending}>
          {submit}
        </Button>
        {isInPlace && (
          <ButtonLink to={page}>
            <Trans>Cancel</Trans>
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
