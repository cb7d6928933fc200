/** `/teach/sections/:id/remind`: reminds chosen students of a class. `?students=` has some ticked. */
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ReminderForm } from '#app/components/message/reminder-form';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import { mint } from '#app/offline/calls/queueable';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { WriteReminderInput } from '#domain/message/reminder';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Remind students`);

export function loader(args: LoaderFunctionArgs) {
  const sectionId = paths.pathId(args.params.id);
  const chosen = (new URL(args.request.url).searchParams.get('students') ?? '').split(',').map(Number);
  return withApi(args, async (api) => {
    const { holders, courseTitle, sectionCode } = await api.badge.cards({ sectionId });
    const students = holders.map(({ studentId, name }) => ({ studentId, name }));
    return { sectionId, name: `${courseTitle} ${sectionCode}`, students, chosen, form: mint() };
  });
}

const ReminderForms = WriteReminderInput.omit({ sectionId: true });

export async function action(args: ActionFunctionArgs) {
  const sectionId = paths.pathId(args.params.id);
  const { errors, value } = await submitForm(args, ReminderForms, (api, input) => api.reminder.write({ ...input, sectionId }));
  if (errors) return data({ result: errors.data, message: null }, errors.init ?? undefined);
  const told = msg`${plural(value.recipients, { one: '# student told.', other: '# students told.' })}`;
  return data({ result: null, message: wordsFor(args)._(told) });
}

/** A form that was accepted begins anew; one that was refused stays as it is, and whoever filled it in stays where they were. */
function useFormKey(isAccepted: boolean, mintedId: string): string {
  const [key, setKey] = useState(mintedId);
  useEffect(() => {
    if (isAccepted) setKey(mintedId);
  }, [isAccepted, mintedId]);
  return key;
}

export default function RemindStudents() {
  const { t } = useLingui();
  const { sectionId, name, students, chosen, form } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const formKey = useFormKey(Boolean(answer?.message), form.id);
  return (
    <>
      <PageHeader title={t`Remind students`} lead={name} back={{ to: paths.classOverview(sectionId), label: name }} />
      <OutcomeNotice message={answer?.message} />
      {students.length === 0 ? (
        <Card>
          <EmptyState icon={Users} title={t`Nobody is on this roll today`}>
            <Trans>Students are reminded of classes they are in.</Trans>
          </EmptyState>
        </Card>
      ) : (
        <ReminderForm key={formKey} {...{ students, chosen, form }} lastResult={answer?.result} />
      )}
    </>
  );
}
