/** `/teach/sessions/:id/correction`: staff ask for a correction of a locked register, for the student that `?student=` names. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { askForCorrection } from '#app/actions/correction-action.server';
import { CorrectionFormPage } from '#app/components/correction/correction-form';
import { StudentChoice } from '#app/components/register/student-choice';
import { PageHeader } from '#app/components/ui/page-header';
import { mint } from '#app/offline/calls/queueable';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Ask for a correction`);

/** The student an address names; undefined for none. */
function studentIn({ request }: LoaderFunctionArgs): number | undefined {
  const student = new URL(request.url).searchParams.get('student');
  return student === null ? undefined : paths.pathId(student);
}

/** Administrators change the mark itself. */
export function loader(args: LoaderFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  const studentId = studentIn(args);
  return withApi(args, async (api, actor) => {
    if (actor?.role === 'admin') throw redirect(paths.register(classSessionId));
    if (studentId === undefined)
      return { classSessionId, mark: null, form: null, rows: (await api.classSession.register({ classSessionId })).rows };
    return { classSessionId, mark: await api.correction.about({ classSessionId, studentId }), form: mint(), rows: [] };
  });
}

export function action(args: ActionFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  return askForCorrection(args, { classSessionId, studentId: studentIn(args) ?? 0 });
}

export default function AskForCorrection() {
  const { t } = useLingui();
  const { classSessionId, mark, form, rows } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const back = { to: paths.register(classSessionId), label: t`Register` };
  if (!mark || !form)
    return (
      <>
        <PageHeader title={t`Ask for a correction`} lead={t`Whose mark is wrong?`} back={back} />
        <StudentChoice rows={rows} to={(studentId) => paths.askCorrectionAsStaff(classSessionId, studentId)} />
      </>
    );
  return <CorrectionFormPage mark={mark} form={form} answer={answer} back={back} isOwn={false} />;
}
