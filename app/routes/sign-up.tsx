/** `/sign-up`: asking for an account. What happens next is told on `/pending`, the same whether or not the address is taken. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { BookOpen, GraduationCap, HandHelping } from 'lucide-react';
import type { z } from 'zod';
import { NewPasswordField } from '#app/components/account/new-password-field';
import { Button } from '#app/components/ui/button';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { submitForm } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { SignUpInput } from '#domain/person/user';

const ROLE_CARDS = [
  { value: 'student', label: msg`Student`, hint: msg`Check in to your classes and see your attendance.`, icon: GraduationCap },
  { value: 'teacher', label: msg`Teacher`, hint: msg`Take the register of the classes you teach.`, icon: BookOpen },
  {
    value: 'assistant',
    label: msg`Assistant`,
    hint: msg`Help with the register of classes you are assigned to.`,
    icon: HandHelping,
  },
] as const;

export const meta: MetaFunction = (page) => pageTitle(page, msg`Request an account`);

export function loader({ context }: LoaderFunctionArgs) {
  if (context.ctx.actor) throw redirect(paths.home());
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, SignUpInput, (api, input) => api.auth.signUp(input));
  return errors ?? redirect(paths.pending('new'));
}

export default function SignUp() {
  const { t } = useLingui();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<z.input<typeof SignUpInput>>({ lastResult });
  return (
    <>
      <PageHeader title={t`Request an account`} lead={t`An administrator of your school approves it before you can sign in.`} />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors errors={form.errors} />
        <RadioCards
          legend={t`I am a`}
          name={fields.role.name}
          options={ROLE_CARDS.map((card) => ({ ...card, label: t(card.label), hint: t(card.hint) }))}
          defaultValue={fields.role.initialValue as SignUpInput['role'] | undefined}
          errors={fields.role.errors}
          required
        />
        <TextField {...fieldProps(fields.name)} label={t`Full name`} autoComplete="name" required />
        <TextField
          {...fieldProps(fields.email)}
          label={t`Email`}
          hint={t`Use the address your school knows you by.`}
          type="email"
          autoComplete="username"
          required
        />
        <NewPasswordField {...fieldProps(fields.password)} />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          <Trans>Request an account</Trans>
        </Button>
      </Form>
      <p className="mt-6 text-center text-ink-muted">
        <Trans>
          Have an account? <TextLink to={paths.signIn()}>Sign in</TextLink>
        </Trans>
      </p>
    </>
  );
}
