/** `/admin/people/new`: adds one person, then goes to their page. */
import { useForm } from '@conform-to/react';
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
import { NewPersonInput } from '#domain/person/person';
import { ROLES } from '#domain/person/user';

export const meta: MetaFunction = () => [{ title: 'Add a person · Muster' }];

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
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<TypedDetails & { role: string }>({ lastResult });
  return (
    <>
      <PageHeader
        title="Add a person"
        lead="They can sign in once they have chosen a password."
        back={{ to: paths.people(), label: 'People' }}
      />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-xl gap-5">
        <FormErrors errors={form.errors} />
        <DetailsFields fields={fields} />
        <SelectField {...fieldProps(fields.role)} label="Role" required>
          <option value="">Choose a role</option>
          {[...ROLES].reverse().map((role) => (
            <option key={role} value={role}>
              {ROLE_WORDS[role]}
            </option>
          ))}
        </SelectField>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" isPending={useNavigation().state === 'submitting'}>
            Add person
          </Button>
          <ButtonLink to={paths.people()}>Cancel</ButtonLink>
        </div>
      </Form>
    </>
  );
}
