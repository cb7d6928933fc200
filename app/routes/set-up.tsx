/** `/set-up`: a new school with its first administrator, by the one-time code that the server printed. Leads on to the overview. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, redirect } from '@remix-run/server-runtime';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import { CodeField } from '#app/components/account/code-field';
import { NewPasswordField } from '#app/components/account/new-password-field';
import { useLinkedCode } from '#app/components/account/use-linked-code';
import { FirstWeekdayField } from '#app/components/settings/first-weekday-field';
import { ZoneField } from '#app/components/settings/zone-field';
import { Button } from '#app/components/ui/button';
import { SelectField, type SelectFieldProps, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { SchoolLocaleOptions } from '#app/components/ui/form/language-options';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { SetUpInput } from '#domain/person/user';
import { LOCALES, localesOnOffer, type OfferedLocale } from '#domain/words/locales';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Set up`);

export function loader() {
  return { zones: Intl.supportedValuesOf('timeZone'), locales: localesOnOffer() };
}

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, SetUpInput, (api, input) => api.auth.setUp(input));
  return errors ?? redirect(paths.overview('welcome'));
}

type LocaleFieldProps = Omit<SelectFieldProps, 'label'> & { locales: readonly OfferedLocale[] };

/** How dates are written; proposed as this browser writes them, where it writes English as the words around them are. */
function LocaleField({ locales, ...field }: LocaleFieldProps) {
  const { t } = useLingui();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const select = frame.current?.querySelector('select');
    const own = LOCALES.find((locale) => locale === navigator.language);
    if (select && own) select.value = own;
  }, []);
  return (
    <div ref={frame}>
      <SelectField {...field} label={t`Dates and times are written as in`} required>
        <SchoolLocaleOptions locales={locales} />
      </SelectField>
    </div>
  );
}

export default function SetUp() {
  const { t } = useLingui();
  const { zones, locales } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<Record<keyof z.input<typeof SetUpInput>, string>>({ lastResult });
  return (
    <>
      <PageHeader
        title={t`Set up your school`}
        lead={t`Name your school and make its first administrator, who lets everybody else in.`}
      />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors errors={form.errors} />
        <CodeField
          {...fieldProps(fields.code)}
          linkedCode={useLinkedCode()}
          label={t`Set-up code`}
          hint={t`The end of the link that the server printed when it started, after the #.`}
        />
        <TextField {...fieldProps(fields.schoolName)} label={t`School name`} autoComplete="organization" required />
        <ZoneField
          {...fieldProps(fields.zone)}
          zones={zones}
          isProposed
          hint={t`All class times are in this time zone. Check that it is the school’s own.`}
        />
        <LocaleField {...fieldProps(fields.locale)} locales={locales} />
        <FirstWeekdayField {...fieldProps(fields.firstWeekday)} isProposed />
        <TextField {...fieldProps(fields.name)} label={t`Your full name`} autoComplete="name" required />
        <TextField {...fieldProps(fields.email)} label={t`Email`} type="email" autoComplete="username" required />
        <NewPasswordField {...fieldProps(fields.password)} />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          <Trans>Set up the school</Trans>
        </Button>
      </Form>
    </>
  );
}
