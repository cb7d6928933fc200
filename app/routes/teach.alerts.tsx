/** `/teach/alerts`: alerts about students of one’s own classes. */
import { msg } from '@lingui/core/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { handleAlert, loadAlerts } from '#app/actions/alert-action.server';
import { AlertsPage } from '#app/components/alert/alert-list';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Alerts`);

export const loader = (args: LoaderFunctionArgs) => loadAlerts(args, false);

export const action = (args: ActionFunctionArgs) => handleAlert(args);

export default function TeachAlerts() {
  return <AlertsPage {...useLoaderData<typeof loader>()} reader="teacher" told={useActionData<typeof action>()} />;
}
