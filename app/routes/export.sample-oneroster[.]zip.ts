/** `/export/sample-oneroster.zip`: a made-up school, for administrators who have not seen such a file. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';

export async function loader(args: LoaderFunctionArgs) {
  const { bytes } = await withApi(args, (api) => api.import.sampleRoster());
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { 'Content-Type': 'application/zip', 'Content-Disposition': 'attachment; filename="sample-oneroster.zip"' },
  });
}
