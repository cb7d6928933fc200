/** `/admin/corrections/leave`: leave that students ask for, in the whole school. */
import { msg } from '@lingui/core/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { decideLeave, loadLeaves } from '#app/actions/leave-action.server';
import { LeaveQueuePage } from '#app/components/correction/leave-queue';
import { mint } from '#app/offline/calls/queueable';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Leave`);

export const loader = (args: LoaderFunctionArgs) => loadLeaves(args, mint(), true);

export const action = (args: ActionFunctionArgs) => decideLeave(args);

export default function AdminLeave() {
  return <LeaveQueuePage {...useLoaderData<typeof loader>()} reader="admin" told={useActionData<typeof action>()} />;
}
