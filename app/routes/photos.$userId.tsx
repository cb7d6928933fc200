/** `/photos/:userId`: a person's photo, for those who may see the person. The address changes with the photo, so it may be kept. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';
import { fromBase64Url } from '#domain/encoding';

/** Only in this person's own browser; a day, because who may see whom changes. */
const CACHING = 'private, max-age=86400';

const idOf = (text = '') => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

export async function loader(args: LoaderFunctionArgs) {
  const userId = idOf(args.params.userId);
  if (userId === null) throw new Response('Not found', { status: 404 });
  const { type, bytes } = await withApi(args, (api) => api.profile.photo({ userId }));
  return new Response(fromBase64Url(bytes), { headers: { 'Content-Type': type, 'Cache-Control': CACHING } });
}
