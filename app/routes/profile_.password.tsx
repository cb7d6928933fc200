/** `/profile/password`: another password for one's own account. Every other sign-in ends. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import type { z } from 'zod';
import { NewPasswordField } from '#app/components/account/new-password-field';
import { Button, ButtonLink } from '#app/components/ui/button';
import { CheckboxField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PasswordField } from '#app/components/ui/form/password-field';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { ChangePasswordInput } from '#domain/person/user';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Change password`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => ({ email: (await api.user.profile()).email }));
}

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, ChangePasswordInput, (api, input) => api.profile.changePassword(input));
  return errors ?? redirect(paths.profile('password'));
}

export default function ChangePassword() {
  const { t } = useLingui();
  const { email } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<z.input<typeof ChangePasswordInput>>({ lastResult });
  return (
    <>
      <PageHeader
        title={t`Change password`}
        lead={t`You stay signed in here, and are signed out everywhere else.`}
        back={{ to: paths.profile(), label: t`Profile` }}
      />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-lg gap-5">
        <FormErrors errors={form.errors} />
        {/* Tells password managers whose password this is. */}
        <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
        <PasswordField {...fieldProps(fields.current)} label={t`Current password`} autoComplete="current-password" required />
        <NewPasswordField {...fieldProps(fields.password)} label={t`New password`} />
        <CheckboxField
          id={fields.endPasskeys.id}
          name={fields.endPasskeys.name}
          label={t`Remove my passkeys too`}
          hint={t`Do this if somebody else may have used your account.`}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" isPending={useNavigation().state === 'submitting'}>
            <Trans>Change password</Trans>
          </Button>
          <ButtonLink to={paths.profile()} variant="quiet">
            <Trans>Cancel</Trans>
          </ButtonLink>
        </div>
      </Form>
    </>
  );
}
