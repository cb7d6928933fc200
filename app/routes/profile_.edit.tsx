/** `/profile/edit`: one's own name, which the school approves, what one is called, phone, and how dates are written. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import type { z } from 'zod';
import { Button, ButtonLink } from '#app/components/ui/button';
import { SelectField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { LanguageOptions, LocaleOptions } from '#app/components/ui/form/language-options';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { languagesOnOffer } from '#app/words/request-words.server';
import { ProfileInput } from '#domain/person/profile';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Your details`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => ({ ...(await api.user.profile()), languages: languagesOnOffer(args) }));
}

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, ProfileInput, (api, input) => api.profile.edit(input));
  return errors ?? redirect(paths.profile('saved'));
}

/** Every field as it is typed. */
type Typed = Record<keyof z.input<typeof ProfileInput>, string>;

export default function EditProfile() {
  const { t } = useLingui();
  const profile = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<Typed>({
    lastResult,
    defaultValue: {
      name: profile.requestedName ?? profile.name,
      preferredName: profile.preferredName ?? '',
      phone: profile.phone ?? '',
      locale: profile.ownLocale ?? '',
      language: profile.language ?? '',
    },
  });
  return (
    <>
      <PageHeader title={t`Your details`} back={{ to: paths.profile(), label: t`Profile` }} />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid max-w-lg gap-5">
        <FormErrors errors={form.errors} />
        <TextField
          {...fieldProps(fields.name)}
          label={t`Full name`}
          hint={
            profile.role === 'admin'
              ? t`As it stands in registers. Changes are kept in your school’s log.`
              : t`As it stands in registers. Your school approves a change of your name.`
          }
          autoComplete="name"
          required
        />
        <TextField
          {...fieldProps(fields.preferredName)}
          label={t`What you like to be called`}
          hint={t`Muster uses it when addressing you.`}
          autoComplete="nickname"
        />
        <TextField
          {...fieldProps(fields.phone)}
          label={t`Phone`}
          hint={t`For your school’s administrators only.`}
          type="tel"
          autoComplete="tel"
        />
        <SelectField
          id={fields.locale.id}
          name={fields.locale.name}
          defaultValue={fields.locale.initialValue}
          errors={fields.locale.errors}
          label={t`How dates and times are written`}
          required
        >
          <option value="">
            <Trans>Same as your school</Trans>
          </option>
          <LocaleOptions />
        </SelectField>
        {profile.languages.length > 1 && (
          <SelectField
            id={fields.language.id}
            name={fields.language.name}
            defaultValue={fields.language.initialValue}
            errors={fields.language.errors}
            label={t`Language`}
          >
            <option value="">
              <Trans>Same as your school</Trans>
            </option>
            <LanguageOptions languages={profile.languages} />
          </SelectField>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" isPending={useNavigation().state === 'submitting'}>
            <Trans>Save</Trans>
          </Button>
          <ButtonLink to={paths.profile()} variant="quiet">
            <Trans>Cancel</Trans>
          </ButtonLink>
        </div>
      </Form>
    </>
  );
}
