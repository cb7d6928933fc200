/** Correcting somebody's details. A form of its own; its action is the page's. */

import { type SubmissionResult, useForm } from '@conform-to/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { DetailsFields, type TypedDetails } from './details-fields';

type DetailsProps = {
  person: {
    id: number;
    name: string;
    familyName: string | null;
    preferredName: string | null;
    email: string;
    phone: string | null;
    studentNumber: string | null;
  };
  /** What the last attempt came to, when it was this form's. */
  lastResult: SubmissionResult<string[]> | undefined;
};

/** Name, number, address and phone. */
export function PersonDetails({ person, lastResult }: DetailsProps) {
  const { t } = useLingui();
  const { name, familyName, preferredName, email, phone, studentNumber } = person;
  const [form, fields] = useForm<TypedDetails>({
    id: 'details',
    lastResult,
    defaultValue: {
      ...{ name, familyName: familyName ?? '', preferredName: preferredName ?? '' },
      ...{ email, phone: phone ?? '', studentNumber: studentNumber ?? '' },
    },
  });
  return (
    <Card title={t`Details`}>
      <Form
        method="post"
        id={form.id}
        onSubmit={form.onSubmit}
        noValidate={form.noValidate}
        className="grid gap-4"
        preventScrollReset
      >
        <input type="hidden" name="personId" value={person.id} />
        <FormErrors errors={form.errors} />
        <DetailsFields fields={fields} />
        <div>
          <Button type="submit" name="intent" value="edit" isPending={useNavigation().formData?.get('intent') === 'edit'}>
            <Trans>Save details</Trans>
          </Button>
        </div>
      </Form>
    </Card>
  );
}
