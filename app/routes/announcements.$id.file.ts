/** `/announcements/:id/file`: the file of an announcement, for whoever has it in the inbox and whoever may change it. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { attachmentResponse } from '#app/actions/attachment-file.server';
import { pathId } from '#app/paths';
import { withApi } from '#app/trpc/caller.server';

export async function loader(args: LoaderFunctionArgs) {
  const announcementId = pathId(args.params.id);
  const file = await withApi(args, (api) => api.announcement.file({ announcementId }));
  return attachmentResponse(file, `announcement-${announcementId}`);
}
