/** `/export/my-attendance.csv`: a student's own attendance, to keep. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const headers = {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="my-attendance.csv"',
      'Cache-Control': 'private, no-store',
    };
    return new Response(await api.attendance.export(), { headers });
  });
}
