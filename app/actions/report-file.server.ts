/** The answer of an export of marks: a file that is made while it is read. */
import { data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';
import { ExportQuery, reportFile } from '#domain/report/report-file';

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** @throws Response 400 for an address that asks for nothing that there is; what the API refuses */
export async function answerReportFile(args: LoaderFunctionArgs, kind: keyof typeof TYPES): Promise<Response> {
  const query = ExportQuery.safeParse(Object.fromEntries(new URL(args.request.url).searchParams));
  if (!query.success) throw data(null, 400);
  const { preset, ...range } = query.data;
  const file = await withApi(args, (api) => reportFile(kind, preset, (after) => api.report.marks({ ...range, after })));
  const headers = {
    'Content-Type': TYPES[kind],
    'Content-Disposition': `attachment; filename="attendance-${range.from}-${range.until}.${kind}"`,
    'Cache-Control': 'private, no-store',
  };
  return new Response(file, { headers });
}
