/** `/admin/announcements`: what was announced in the whole school. */
import { msg } from '@lingui/core/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { loadAnnouncements } from '#app/actions/announcement-action.server';
import { AnnouncementsPage } from '#app/components/message/announcement-list';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Announcements`);

export const loader = (args: LoaderFunctionArgs) => loadAnnouncements(args, true);

export default function AdminAnnouncements() {
  return <AnnouncementsPage {...useLoaderData<typeof loader>()} reader="admin" />;
}
