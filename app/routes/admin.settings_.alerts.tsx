/** `/admin/settings/alerts`: the school's rules of alerts, tried before they are saved. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { tryOrSaveRules } from '#app/actions/alert-action.server';
import { toTypedRules } from '#app/components/alert/rule-fields';
import { RulesForm } from '#app/components/alert/rules-form';
import { NumberField } from '#app/components/settings/settings-fields';
import { Card } from '#app/components/ui/card';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { useIsMadeAnew } from '#app/components/ui/form/unsaved-guard';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { SchoolRulesInput, toSchoolForm } from '#domain/alert/rule-form';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Alert rules`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const { rules, escalateAfterDays, threshold, updatedAt } = await api.alert.rules();
    const typed = { ...toTypedRules(toSchoolForm(rules)), escalateAfterDays: String(escalateAfterDays ?? '') };
    return { typed, threshold, updatedAt };
  });
}

export const action = (args: ActionFunctionArgs) =>
  tryOrSaveRules(args, () =>
    submitForm(args, SchoolRulesInput, async (api, input) => (await api.alert.changeRules(input)).changed > 0),
  );

export default function AlertRules() {
  const { t } = useLingui();
  const { typed, threshold, updatedAt } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const isMadeAnew = useIsMadeAnew();
  return (
    <>
      <PageHeader
        title={t`Alert rules`}
        lead={t`Each rule tells a student once a term, and their teachers. Only closed registers count.`}
        back={{ to: paths.settings(), label: t`Settings` }}
      />
      <OutcomeNotice message={isMadeAnew ? null : outcome?.message} />
      <RulesForm key={updatedAt} {...{ typed, threshold, outcome }} isOfSection={false} hidden={{ seenAt: updatedAt }}>
        {(fields) => (
          <Card title={t`When nobody looks into one`}>
            <NumberField
              field={fields.escalateAfterDays}
              label={t`Administrators are told after`}
              unit={t`days`}
              hint={t`One message a day, with how many there are. Empty for never.`}
              min={1}
              max={365}
              isOptional
            />
          </Card>
        )}
      </RulesForm>
    </>
  );
}
