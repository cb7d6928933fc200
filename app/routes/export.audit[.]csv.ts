/** `/export/audit.csv`: the audit log as the page of it shows it, whole, written as it is read. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { readAuditFilter } from '#app/components/audit/audit-question';
import { withApi } from '#app/trpc/caller.server';
import { AUDIT_COLUMNS, auditCells } from '#domain/audit/audit-csv';
import { type AuditPage, MOST_ROWS } from '#domain/audit/audit-log';
import { CSV_START, csvLines } from '#domain/csv-text';

const HEADERS = {
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': 'attachment; filename="audit.csv"',
  'Cache-Control': 'no-store',
};

/** A page is read when the one before it is on its way. */
function streamPages(first: AuditPage, read: (after: string) => Promise<AuditPage>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let { next } = first;
  return new ReadableStream({
    start: (controller) =>
      controller.enqueue(encoder.encode(CSV_START + csvLines([AUDIT_COLUMNS, ...first.rows.map(auditCells)]))),
    async pull(controller) {
      if (next === null) return controller.close();
      const page = await read(next);
      controller.enqueue(encoder.encode(csvLines(page.rows.map(auditCells))));
      next = page.next;
    },
  });
}

export async function loader(args: LoaderFunctionArgs) {
  const filter = readAuditFilter(new URL(args.request.url).searchParams);
  const read = (after?: string) => withApi(args, (api) => api.audit.list({ ...filter, after, limit: MOST_ROWS }));
  return new Response(streamPages(await read(), read), { headers: HEADERS });
}
