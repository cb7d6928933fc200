/** `/teach/corrections`: requests for corrections in one’s own classes. */
import { msg } from '@lingui/core/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { decideCorrections, loadCorrections } from '#app/actions/correction-action.server';
import { CorrectionQueuePage } from '#app/components/correction/correction-queue';
import { mint } from '#app/offline/calls/queueable';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Corrections`);

export const loader = (args: LoaderFunctionArgs) => loadCorrections(args, mint(), false);

export const action = (args: ActionFunctionArgs) => decideCorrections(args);

export default function TeachCorrections() {
  return <CorrectionQueuePage {...useLoaderData<typeof loader>()} reader="teacher" told={useActionData<typeof action>()} />;
}
