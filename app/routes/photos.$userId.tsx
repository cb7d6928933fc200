/** `/photos/:userId`: a person's photo, for those who may see the person. A browser may keep it, and asks each time whether this sign-in
 *  may see it; what it kept goes at sign-out. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { pathId } from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { fromBase64Url, sha256Hex } from '#domain/encoding';

const CACHING = 'private, no-cache';

export async function loader(args: LoaderFunctionArgs) {
  const userId = pathId(args.params.userId);
  const { type, bytes } = await withApi(args, (api) => api.profile.photo({ userId }));
  const headers = { ETag: `"${await sha256Hex(bytes)}"`, 'Cache-Control': CACHING };
  if (args.request.headers.get('If-None-Match') === headers.ETag) return new Response(null, { status: 304, headers });
  return new Response(fromBase64Url(bytes), { headers: { ...headers, 'Content-Type': type } });
}
