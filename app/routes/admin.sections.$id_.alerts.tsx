/** `/admin/sections/:id/alerts`: what a class has in the place of the school's rules of alerts. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { tryOrSaveRules } from '#app/actions/alert-action.server';
import { toTypedRules } from '#app/components/alert/rule-fields';
import { RulesForm } from '#app/components/alert/rules-form';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { SectionRulesInput, toSectionForm } from '#domain/alert/rule-form';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Alert rules of a class`);

export function loader(args: LoaderFunctionArgs) {
  const sectionId = paths.pathId(args.params.id);
  return withApi(args, async (api) => {
    const { section, own, school, threshold } = await api.alert.sectionRules({ sectionId });
    return { section, threshold, typed: toTypedRules(toSectionForm(own, school)) };
  });
}

/** The class is the address's, whatever the form says. */
export function action(args: ActionFunctionArgs) {
  args.context.form.set('sectionId', String(paths.pathId(args.params.id)));
  return tryOrSaveRules(args, () =>
    submitForm(args, SectionRulesInput, async (api, input) => (await api.alert.changeSectionRules(input)).isChanged),
  );
}

export default function SectionAlertRules() {
  const { t } = useLingui();
  const { section, threshold, typed } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const { id, courseTitle, courseCode, code } = section;
  return (
    <>
      <PageHeader
        title={t`Alert rules`}
        lead={`${courseTitle}, ${courseCode} ${code}`}
        back={{ to: paths.section(id), label: `${courseTitle} ${code}` }}
      />
      <OutcomeNotice message={outcome?.message} />
      <RulesForm {...{ typed, threshold, outcome }} isOfSection hidden={{}} />
    </>
  );
}
