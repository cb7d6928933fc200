/** `/teach/announcements/:id`: one announcement, who has not read it, and changing it. */

import { msg } from '@lingui/core/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { changeAnnouncement, loadAnnouncement } from '#app/actions/announcement-action.server';
import { AnnouncementPage } from '#app/components/message/announcement-page';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) =>
  pageTitle({ matches }, page?.announcement.title ?? msg`Announcement`);

export const loader = (args: LoaderFunctionArgs) => loadAnnouncement(args, false);

export const action = (args: ActionFunctionArgs) => changeAnnouncement(args);

export default function TeachAnnouncement() {
  return <AnnouncementPage {...useLoaderData<typeof loader>()} reader="teacher" answer={useActionData<typeof action>()} />;
}
