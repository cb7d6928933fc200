/** `/attendance/:id/correction`: a student says that the mark of a class session is wrong. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { askForCorrection } from '#app/actions/correction-action.server';
import { CorrectionFormPage } from '#app/components/correction/correction-form';
import { mint } from '#app/offline/calls/queueable';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`This is wrong`);

export function loader(args: LoaderFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  return withApi(args, async (api, actor) => ({
    mark: await api.correction.about({ classSessionId, studentId: actor?.id ?? 0 }),
    form: mint(),
  }));
}

export function action(args: ActionFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  return askForCorrection(args, { classSessionId, studentId: args.context.ctx.actor?.id ?? 0 });
}

export default function ThisIsWrong() {
  const { t } = useLingui();
  const { mark, form } = useLoaderData<typeof loader>();
  const back = { to: paths.attendance(mark.day), label: t`Attendance` };
  return <CorrectionFormPage mark={mark} form={form} answer={useActionData<typeof action>()} back={back} isOwn />;
}
