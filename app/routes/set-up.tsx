/** `/set-up`: the first administrator of a new school, with the one-time code that the server printed. */
import { useForm } from '@conform-to/react';
import { Form, type MetaFunction, useActionData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, redirect } from '@remix-run/server-runtime';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { Button } from '#app/components/button';
import { TextField } from '#app/components/field';
import { fieldProps } from '#app/components/field-props';
import { FormErrors } from '#app/components/form-errors';
import { PageHeader } from '#app/components/page-header';
import { PasswordField } from '#app/components/password-field';
import { submitForm } from '#app/trpc/caller.server';
import { SetUpInput } from '#domain/user';

export const meta: MetaFunction = () => [{ title: 'Set up · Muster' }];

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, SetUpInput, (api, input) => api.auth.setUp(input));
  return errors ?? redirect('/sign-in?set-up');
}

/** The code in the address, which the server never sees. It stays there for a reload, and is worthless once used. */
function useLinkedCode(): string | undefined {
  const [code, setCode] = useState<string>();
  useEffect(() => setCode(window.location.hash.slice(1) || undefined), []);
  return code;
}

export default function SetUp() {
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<z.input<typeof SetUpInput>>({ lastResult });
  const linkedCode = useLinkedCode();
  const code = fieldProps(fields.code);
  return (
    <>
      <PageHeader title="Set up your school" lead="Make the first administrator. They can let everybody else in." />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors errors={form.errors} />
        <TextField
          {...code}
          // An uncontrolled field takes its first value once; a new key makes it take the link's.
          key={linkedCode}
          defaultValue={linkedCode ?? code.defaultValue}
          label="Set-up code"
          hint="The end of the link that the server printed when it started, after the #."
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
        />
        <TextField {...fieldProps(fields.name)} label="Full name" autoComplete="name" required />
        <TextField {...fieldProps(fields.email)} label="Email" type="email" autoComplete="username" required />
        <PasswordField
          {...fieldProps(fields.password)}
          label="Password"
          hint="At least 10 characters. A few words together are easy to remember."
          autoComplete="new-password"
          minLength={10}
          required
        />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          Make the administrator
        </Button>
      </Form>
    </>
  );
}
