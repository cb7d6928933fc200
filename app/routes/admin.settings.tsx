/** `/admin/settings`: the school's name, zone and policies, with a rule tried on everybody's marks before it is saved. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { BellRing, Tags } from 'lucide-react';
import { useRef } from 'react';
import { intentOf, keepTyped } from '#app/actions/sent-form.server';
import { MessageFields } from '#app/components/settings/message-fields';
import { RuleSimulator } from '#app/components/settings/rule-simulator';
import { SchoolFields } from '#app/components/settings/school-fields';
import { AccountFields, CheckInFields, RateFields, type TypedSettings } from '#app/components/settings/settings-fields';
import { Button, ButtonLink } from '#app/components/ui/button';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { UnsavedGuard, useDirty, useIsMadeAnew } from '#app/components/ui/form/unsaved-guard';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { languagesOnOffer, wordsFor } from '#app/words/request-words.server';
import { MAX_DAYS } from '#domain/report/report-filter';
import { RuleInput, SettingsInput, toSettingsForm } from '#domain/school/settings';
import { addDays, dayAt } from '#domain/time';
import { localesOnOffer } from '#domain/words/locales';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Settings`);

/** What form fields hold: text, and `on` for a ticked box. */
function toTyped(form: ReturnType<typeof toSettingsForm>): TypedSettings {
  const text = Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value === null ? '' : String(value)]));
  return { ...(text as TypedSettings), spotCheck: form.spotCheck ? 'on' : '', isZoneConfirmed: '', isWeekConfirmed: '' };
}

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const { settings, ...rest } = await api.school.settings();
    const form = toSettingsForm(settings);
    const { lateCredit, excusedCounts, thresholdPercent } = form;
    const comparison = await api.school.simulateRule({ lateCredit, excusedCounts, thresholdPercent });
    const choices = {
      zones: Intl.supportedValuesOf('timeZone'),
      languages: languagesOnOffer(args),
      locales: localesOnOffer(settings.locale),
    };
    const since = addDays(dayAt(args.context.ctx.now(), settings.zone), 1 - MAX_DAYS);
    return { ...rest, ...choices, typed: toTyped(form), comparison, since };
  });
}

export async function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const sent = args.context.form;
  if (intentOf(sent, ['simulate', 'save']) === 'simulate') {
    const { errors, value } = await submitForm(args, RuleInput, (api, input) => api.school.simulateRule(input));
    return data({ result: errors?.data ?? keepTyped(sent), comparison: value, message: null }, errors ? 400 : 200);
  }
  const { errors, value } = await submitForm(args, SettingsInput, (api, input) => api.school.changeSettings(input));
  const count = Object.keys(value?.changes ?? {}).length;
  const message = count === 0 ? i18n._(msg`Nothing was changed.`) : i18n._(msg`Settings saved. The change is in the audit log.`);
  return data({ result: errors?.data ?? null, comparison: null, message: errors ? null : message }, errors ? 400 : 200);
}

function SettingsForm() {
  const { typed, updatedAt, ahead, configuredMinutes, zones, languages, locales, comparison, since } =
    useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const element = useRef<HTMLFormElement>(null);
  const [form, fields] = useForm<TypedSettings>({ id: 'settings', lastResult: outcome?.result, defaultValue: typed });
  const sent = useNavigation().formData?.get('intent');
  const [isDirty, onChange] = useDirty(outcome);
  return (
    <Form
      ref={element}
      onChange={onChange}
      method="post"
      id={form.id}
      onSubmit={form.onSubmit}
      noValidate={form.noValidate}
      preventScrollReset
      className="grid max-w-3xl gap-4 lg:gap-6"
    >
      {/* The first button is what Enter presses. */}
      <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden="true" className="hidden" />
      <input type="hidden" name="seenAt" value={updatedAt} />
      <UnsavedGuard isDirty={isDirty} />
      <FormErrors errors={form.errors} />
      <SchoolFields fields={fields} zones={zones} languages={languages} locales={locales} ahead={ahead} />
      <CheckInFields fields={fields} configured={configuredMinutes} />
      <RateFields fields={fields}>
        <RuleSimulator form={element} comparison={outcome?.comparison ?? comparison} since={since} />
      </RateFields>
      <MessageFields fields={fields} />
      <AccountFields fields={fields} />
      <div>
        <Button type="submit" name="intent" value="save" variant="primary" isPending={sent === 'save'}>
          <Trans>Save settings</Trans>
        </Button>
      </div>
    </Form>
  );
}

export default function Settings() {
  const { t } = useLingui();
  const { updatedAt } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const isMadeAnew = useIsMadeAnew();
  return (
    <>
      <PageHeader
        title={t`Settings`}
        lead={t`Every change is kept in the audit log, with the old and the new value.`}
        actions={
          <>
            <ButtonLink to={paths.alertRules()} icon={BellRing}>
              <Trans>Alert rules</Trans>
            </ButtonLink>
            <ButtonLink to={paths.reasonCodes()} icon={Tags}>
              <Trans>Reasons for marks</Trans>
            </ButtonLink>
          </>
        }
      />
      <OutcomeNotice message={isMadeAnew ? null : outcome?.message} />
      <SettingsForm key={updatedAt} />
    </>
  );
}
