/** `/sign-in`: email and password or a passkey, and back to the page that asked for it. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { z } from 'zod';
import { DemoLogins } from '#app/components/account/demo-logins';
import { PasskeySignIn } from '#app/components/account/passkey-sign-in';
import { Button } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PasswordField } from '#app/components/ui/form/password-field';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { AppError } from '#domain/errors';
import { PasskeyAssertion, passkeyHost } from '#domain/person/passkey';
import { SignInInput } from '#domain/person/user';

const SignInForm = SignInInput.extend({ next: z.string().optional() });

/** What has just happened elsewhere, and leads here. */
const NEWS = [
  { flag: 'joined', title: msg`Welcome`, text: msg`Your account is ready. Sign in with the password you have just chosen.` },
  { flag: 'reset', title: msg`Your password is changed`, text: msg`You are signed out everywhere. Sign in with the new one.` },
  { flag: 'approved', title: msg`Your account is approved`, text: msg`Sign in with the password you have chosen.` },
  {
    flag: 'confirmed',
    title: msg`Your address is confirmed`,
    text: msg`As soon as an administrator of your school has let you in, you can sign in.`,
  },
];

/** What the authenticator said travels as one field. */
const PasskeyForm = z.object({
  assertion: z.string().max(20_000).transform(parseJson).pipe(PasskeyAssertion),
  next: z.string().optional(),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const meta: MetaFunction = (page) => pageTitle(page, msg`Sign in`);

export async function loader(args: LoaderFunctionArgs) {
  const { request, context } = args;
  const { searchParams } = new URL(request.url);
  const next = paths.safeNext(searchParams.get('next'));
  if (context.ctx.actor) throw redirect(next);
  await withApi(args, (api) => api.auth.greet());
  const { isDemo, baseUrl } = context.ctx.policy;
  const news = NEWS.find(({ flag }) => searchParams.has(flag)) ?? null;
  return { next, isDemo, canUsePasskeys: passkeyHost(baseUrl) !== null, news };
}

/** Where to after signing in, whichever way.
 *  @throws AppError `forbidden` for a suspended account */
function pathAfter({ outcome }: { outcome: string }, next: string | undefined): string {
  if (outcome === 'suspended') throw new AppError('forbidden', 'sign-in.suspended');
  return outcome === 'pending' ? paths.pending() : paths.safeNext(next);
}

export async function action(args: ActionFunctionArgs) {
  const isPasskey = args.context.form.has('assertion');
  const { errors, value } = isPasskey
    ? await submitForm(args, PasskeyForm, async (api, { assertion, next }) =>
        pathAfter(await api.auth.signInWithPasskey(assertion), next),
      )
    : await submitForm(args, SignInForm, async (api, { next, ...pair }) => pathAfter(await api.auth.signIn(pair), next));
  return errors ?? redirect(value);
}

export default function SignIn() {
  const { t } = useLingui();
  const { next, isDemo, canUsePasskeys, news } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<z.input<typeof SignInForm>>({ lastResult });
  return (
    <>
      <PageHeader title={t`Sign in`} />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        {news && (
          <Notice tone="success" title={t(news.title)}>
            {t(news.text)}
          </Notice>
        )}
        <FormErrors errors={form.errors} />
        <TextField {...fieldProps(fields.email)} label={t`Email`} type="email" autoComplete="username" required />
        <PasswordField {...fieldProps(fields.password)} label={t`Password`} autoComplete="current-password" required />
        <input type="hidden" name={fields.next.name} value={fields.next.initialValue ?? next} />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          <Trans>Sign in</Trans>
        </Button>
        {canUsePasskeys && <PasskeySignIn next={next} />}
        {isDemo && <DemoLogins />}
      </Form>
      <p className="mt-6 text-center">
        <TextLink to={paths.forgotPassword()}>
          <Trans>Forgotten your password?</Trans>
        </TextLink>
      </p>
      <p className="mt-3 text-center text-ink-muted">
        <Trans>
          New here? <TextLink to={paths.signUp()}>Request an account</TextLink>
        </Trans>
      </p>
    </>
  );
}
