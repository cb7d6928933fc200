/** `/export/import/:id/refused.csv`: the rows of a file that were refused, with why, to correct and upload again. */
import { data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';
import { ImportRef } from '#domain/import/import';

export async function loader(args: LoaderFunctionArgs) {
  const ref = ImportRef.safeParse({ batchId: Number(args.params.id) });
  if (!ref.success) throw data({ message: 'There is no such import.' }, 404);
  const { fileName, csv } = await withApi(args, (api) => api.import.refused(ref.data));
  const headers = { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${fileName}"` };
  return new Response(csv, { headers: { ...headers, 'Cache-Control': 'no-store' } });
}
