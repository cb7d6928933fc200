/** `/sign-in`: email and password, and back to the page that asked for it. */
import { useForm } from '@conform-to/react';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { z } from 'zod';
import { Button } from '#app/components/button';
import { DemoLogins } from '#app/components/demo-logins';
import { TextField } from '#app/components/field';
import { fieldProps } from '#app/components/field-props';
import { FormErrors } from '#app/components/form-errors';
import { Notice } from '#app/components/notice';
import { PageHeader } from '#app/components/page-header';
import { PasswordField } from '#app/components/password-field';
import { TextLink } from '#app/components/text-link';
import { safeNextPath } from '#app/next-path';
import { submitForm } from '#app/trpc/caller.server';
import { AppError } from '#domain/errors';
import { SignInInput } from '#domain/user';

const SignInForm = SignInInput.extend({ next: z.string().optional() });

/** What has just happened elsewhere, and leads here. */
const NEWS = [
  { flag: 'set-up', title: 'Your school is set up', text: 'Sign in with the account you have just made.' },
  { flag: 'joined', title: 'Welcome', text: 'Your account is ready. Sign in with the password you have just chosen.' },
  { flag: 'reset', title: 'Your password is changed', text: 'You are signed out everywhere. Sign in with the new one.' },
];

export const meta: MetaFunction = () => [{ title: 'Sign in – Muster' }];

export function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const next = safeNextPath(searchParams.get('next'));
  if (context.ctx.actor) throw redirect(next);
  return { next, isDemo: context.ctx.policy.isDemo, news: NEWS.find(({ flag }) => searchParams.has(flag)) ?? null };
}

export async function action(args: ActionFunctionArgs) {
  const { errors, value } = await submitForm(args, SignInForm, async (api, { next, ...pair }) => {
    const { outcome } = await api.auth.signIn(pair);
    if (outcome === 'suspended') throw new AppError('forbidden', 'This account is suspended. Ask your school’s administrator.');
    return outcome === 'pending' ? '/pending' : safeNextPath(next);
  });
  return errors ?? redirect(value);
}

export default function SignIn() {
  const { next, isDemo, news } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<z.input<typeof SignInForm>>({ lastResult });
  return (
    <>
      <PageHeader title="Sign in" />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        {news && (
          <Notice tone="success" title={news.title}>
            {news.text}
          </Notice>
        )}
        <FormErrors errors={form.errors} />
        <TextField {...fieldProps(fields.email)} label="Email" type="email" autoComplete="username" required />
        <PasswordField {...fieldProps(fields.password)} label="Password" autoComplete="current-password" required />
        <input type="hidden" name={fields.next.name} value={fields.next.initialValue ?? next} />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          Sign in
        </Button>
        {isDemo && <DemoLogins />}
      </Form>
      <p className="mt-6 text-center">
        <TextLink to="/forgot-password">Forgotten your password?</TextLink>
      </p>
      <p className="mt-3 text-center text-ink-muted">
        New here? <TextLink to="/sign-up">Ask for an account</TextLink>
      </p>
    </>
  );
}
