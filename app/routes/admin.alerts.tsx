/** `/admin/alerts`: alerts of the whole school. */
import { msg } from '@lingui/core/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { handleAlert, loadAlerts } from '#app/actions/alert-action.server';
import { AlertsPage } from '#app/components/alert/alert-list';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Alerts`);

export const loader = (args: LoaderFunctionArgs) => loadAlerts(args, true);

export const action = (args: ActionFunctionArgs) => handleAlert(args);

export default function AdminAlerts() {
  return <AlertsPage {...useLoaderData<typeof loader>()} reader="admin" told={useActionData<typeof action>()} />;
}
