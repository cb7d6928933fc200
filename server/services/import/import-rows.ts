/** The rows of an imported file: a page for the screen, and those that were refused as a file to correct and upload again. */
import { queryRow, queryRows } from '#db/query';
import { toCsv } from '#domain/csv-text';
import { AppError } from '#domain/errors';
import { type ImportKind, type ImportRef, ImportRowsInput, type Verdict } from '#domain/import/import';
import type { ActorContext } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { getImport } from './import';

const PAGE = 50;
const REFUSED_AT_ONCE = 2_000;

export type ImportRow = {
  position: number;
  file: string;
  line: number;
  verdict: Verdict;
  subject: string;
  message: string | null;
};

const COLUMNS = 'select position, file, line, verdict, subject, message from import_rows';
const ALL = `${COLUMNS} where batch_id = :batchId and position > :after order by position limit ${PAGE + 1}`;
const OF_VERDICT = `${COLUMNS} where batch_id = :batchId and verdict = :verdict and position > :after order by position limit ${PAGE + 1}`;

/** A page of a file's rows in their order, of one verdict or all. `next` is null on the last page.
 *  @throws AppError `not-found` */
export async function listImportRows(ctx: ActorContext, input: ImportRowsInput) {
  const { batchId, verdict, after } = ImportRowsInput.parse(input);
  await getImport(ctx, { batchId });
  const rows = await (verdict === null
    ? queryRows<ImportRow>(ctx.db, ALL, { batchId, after })
    : queryRows<ImportRow>(ctx.db, OF_VERDICT, { batchId, after, verdict }));
  const page = rows.slice(0, PAGE).map((row) => ({ ...row }));
  return { rows: page, next: rows.length > PAGE ? (page.at(-1)?.position ?? null) : null };
}

const REFUSED = `select position, file, line, message, data ->> '$.cells' cells from import_rows
  where batch_id = :batchId and verdict = 'refused' and position > :after order by position limit ${REFUSED_AT_ONCE}`;

type RefusedRow = { position: number; file: string; line: number; message: string | null; cells: string | null };

/** What is put before and after a row's own columns. An enrolment file keeps its columns first, so that it can be uploaded again. */
function lineOf(kind: ImportKind, header: string[], { file, line, message, cells }: RefusedRow): string[] {
  const written = JSON.parse(cells ?? '{}') as Record<string, string>;
  const own = header.map((column) => written[column] ?? '');
  const text = message ?? '';
  return kind === 'enrolments' ? [...own, String(line), text] : [file, String(line), text, ...own];
}

/** The refused rows of a file as CSV: the columns they came with, and why.
 *  @throws AppError `not-found` */
export async function refusedRowsCsv(ctx: ActorContext, { batchId }: ImportRef): Promise<{ fileName: string; csv: string }> {
  const { kind } = await getImport(ctx, { batchId });
  const options = await queryRow<{ header: string }>(
    ctx.db,
    `select options ->> '$.header' header from import_batches where id = ?`,
    [batchId],
  );
  if (!options) throw new AppError('not-found', 'There is no such import.');
  const header = JSON.parse(options.header ?? '[]') as string[];
  const lines = [kind === 'enrolments' ? [...header, 'line', 'problem'] : ['file', 'line', 'problem', ...header]];
  for (let after = -1; ; ) {
    const rows = await queryRows<RefusedRow>(ctx.db, REFUSED, { batchId, after });
    for (const row of rows) lines.push(lineOf(kind, header, row));
    const last = rows.at(-1);
    if (!last || rows.length < REFUSED_AT_ONCE) return { fileName: `import-${batchId}-refused.csv`, csv: toCsv(lines) };
    after = last.position;
    await yieldToEventLoop();
  }
}
