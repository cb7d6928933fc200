/** `/admin/announcements/new`: writes one, then goes to it. `?section=` has a class ticked. */
import { msg } from '@lingui/core/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { loadNewAnnouncement, publish } from '#app/actions/announcement-action.server';
import { NewAnnouncementPage } from '#app/components/message/announcement-form';
import { mint } from '#app/offline/calls/queueable';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`New announcement`);

export const loader = (args: LoaderFunctionArgs) => loadNewAnnouncement(args, mint(), true);

export const action = (args: ActionFunctionArgs) => publish(args);

export default function AdminNewAnnouncement() {
  return <NewAnnouncementPage {...useLoaderData<typeof loader>()} reader="admin" lastResult={useActionData<typeof action>()} />;
}
