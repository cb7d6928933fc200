/** `/export/my-data.json`: all that is kept about oneself, as a file. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';

export async function loader(args: LoaderFunctionArgs) {
  const document = await withApi(args, (api) => api.profile.export());
  return new Response(JSON.stringify(document, null, 2), {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="my-data.json"',
      'Cache-Control': 'no-store',
    },
  });
}
