/** `/admin/people/new`: adds one person, then goes to their page. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { DetailsFields, type TypedDetails } from '#app/components/person/details-fields';
import { Button, ButtonLink } from '#app/components/ui/button';
import { SelectField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PageHeader } from '#app/components/ui/page-header';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { NewPersonInput } from '#domain/person/person';
import { ROLES } from '#domain/person/user';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Add a person`);

/** Nothing to read, but the page is for administrators only. */
export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    await api.person.list({ limit: 1 });
    return null;
  });
}

export async function action(args: ActionFunctionArgs) {
  const { errors, value } = await submitForm(args, NewPersonInput, (api, input) => api.person.add(input));
  return errors ?? redirect(paths.person(value.personId, 'added'));
}

export default function NewPerson() {
  const { i18n, t } = useLingui();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<TypedDetails & { role: string }>({ lastResult });
  return (
    <>
      <PageHeader
        title={t`Add a person`}
        lead={t`They can sign in once they have chosen a password.`}
        back={{ to: paths.people(), label: t`People` }}
      />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-xl gap-5">
        <FormErrors errors={form.errors} />
        <DetailsFields fields={fields} />
        <SelectField {...fieldProps(fields.role)} label={t`Role`} required>
          <option value="">
            <Trans>Choose a role</Trans>
          </option>
          {[...ROLES].reverse().map((role) => (
            <option key={role} value={role}>
              {i18n._(ROLE_WORDS[role])}
            </option>
          ))}
        </SelectField>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" isPending={useNavigation().state === 'submitting'}>
            <Trans>Add person</Trans>
          </Button>
          <ButtonLink to={paths.people()}>
            <Trans>Cancel</Trans>
          </ButtonLink>
        </div>
      </Form>
    </>
  );
}
