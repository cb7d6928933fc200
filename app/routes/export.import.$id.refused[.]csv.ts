/** `/export/import/:id/refused.csv`: the rows of a file that were refused, with why, to correct and upload again. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { pathId } from '#app/paths';
import { withApi } from '#app/trpc/caller.server';

export async function loader(args: LoaderFunctionArgs) {
  const batchId = pathId(args.params.id);
  const { fileName, csv } = await withApi(args, (api) => api.import.refused({ batchId }));
  const headers = { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${fileName}"` };
  return new Response(csv, { headers: { ...headers, 'Cache-Control': 'no-store' } });
}
