/** `/sign-up`: asking for an account. What happens next is told on `/pending`, the same whether or not the address is taken. */
import { useForm } from '@conform-to/react';
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
import { SignUpInput } from '#domain/person/user';

const ROLE_CARDS = [
  { value: 'student', label: 'Student', hint: 'Check in to your classes and see your attendance.', icon: GraduationCap },
  { value: 'teacher', label: 'Teacher', hint: 'Take the register of the classes you teach.', icon: BookOpen },
  { value: 'assistant', label: 'Assistant', hint: 'Help with the register of classes you are assigned to.', icon: HandHelping },
] as const;

export const meta: MetaFunction = () => [{ title: 'Ask for an account · Muster' }];

export function loader({ context }: LoaderFunctionArgs) {
  if (context.ctx.actor) throw redirect(paths.home());
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, SignUpInput, (api, input) => api.auth.signUp(input));
  return errors ?? redirect(paths.pending('new'));
}

export default function SignUp() {
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<z.input<typeof SignUpInput>>({ lastResult });
  return (
    <>
      <PageHeader title="Ask for an account" lead="An administrator of your school approves it before you can sign in." />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors errors={form.errors} />
        <RadioCards
          legend="I am a"
          name={fields.role.name}
          options={ROLE_CARDS}
          defaultValue={fields.role.initialValue as SignUpInput['role'] | undefined}
          errors={fields.role.errors}
          required
        />
        <TextField {...fieldProps(fields.name)} label="Full name" autoComplete="name" required />
        <TextField
          {...fieldProps(fields.email)}
          label="Email"
          hint="Use the address your school knows you by."
          type="email"
          autoComplete="username"
          required
        />
        <NewPasswordField {...fieldProps(fields.password)} />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          Ask for an account
        </Button>
      </Form>
      <p className="mt-6 text-center text-ink-muted">
        Have an account? <TextLink to={paths.signIn()}>Sign in</TextLink>
      </p>
    </>
  );
}
