/** `/export/oneroster.zip`: the school's people, classes and enrolments, for administrators. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';

export async function loader(args: LoaderFunctionArgs) {
  const { fileName, bytes } = await withApi(args, (api) => api.import.oneRoster());
  const headers = { 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${fileName}"` };
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { ...headers, 'Cache-Control': 'no-store' } });
}
