/** The rows of an imported file: a page for the screen, and those that were refused as a file to correct and upload again. */
import { and, asc, eq, gt } from 'drizzle-orm';
import { importBatches, importRows } from '#db/schema';
import { toCsv } from '#domain/csv-text';
import { AppError } from '#domain/errors';
import { type ImportKind, type ImportRef, type ImportRow, ImportRowsInput } from '#domain/import/import';
import type { SlotShown } from '#domain/timetable/slot';
import { type Language, languageOf } from '#domain/words/language';
import { wordMessage } from '#domain/words/translate';
import type { ActorContext } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { getImport } from './import';

const PAGE = 50;
const REFUSED_AT_ONCE = 2_000;

/** A page of a file's rows in their order, of one verdict or all. `next` is null on the last page.
 *  @throws AppError `not-found` */
export async function listImportRows(ctx: ActorContext, input: ImportRowsInput) {
  const { batchId, verdict: wanted, after } = ImportRowsInput.parse(input);
  await getImport(ctx, { batchId });
  const { position, file, line, verdict, subject, message, data } = importRows;
  const isOne = and(eq(importRows.batchId, batchId), gt(position, after), wanted ? eq(verdict, wanted) : undefined);
  const rows = await ctx.db
    .select({ position, file, line, verdict, subject, message, data })
    .from(importRows)
    .where(isOne)
    .orderBy(asc(position))
    .limit(PAGE + 1);
  const page = rows.slice(0, PAGE).map(({ data: { slot = null }, message: said, ...row }): ImportRow => {
    return { ...row, message: said && wordMessage(languageOf(ctx), said), slot: slot as SlotShown | null };
  });
  return { rows: page, next: rows.length > PAGE ? (page.at(-1)?.position ?? null) : null };
}

function loadRefused({ db }: ActorContext, batchId: number, after: number) {
  const { position, file, line, verdict, message, data } = importRows;
  return db
    .select({ position, file, line, message, data })
    .from(importRows)
    .where(and(eq(importRows.batchId, batchId), eq(verdict, 'refused'), gt(position, after)))
    .orderBy(asc(position))
    .limit(REFUSED_AT_ONCE);
}

type Sheet = { kind: ImportKind; header: string[]; language: Language };
type RefusedRow = Awaited<ReturnType<typeof loadRefused>>[number];

/** What is put before and after a row's own columns. A list keeps its columns first, so that it can be uploaded again. */
function lineOf({ kind, header, language }: Sheet, { file, line, message, data }: RefusedRow): string[] {
  const written = (data.cells ?? {}) as Record<string, string>;
  const own = header.map((column) => written[column] ?? '');
  const text = message ? wordMessage(language, message) : '';
  return kind === 'oneroster' ? [file, String(line), text, ...own] : [...own, String(line), text];
}

/** The columns a file came with.
 *  @throws AppError `not-found` */
async function loadHeader({ db }: ActorContext, batchId: number): Promise<string[]> {
  const [batch] = await db.select({ options: importBatches.options }).from(importBatches).where(eq(importBatches.id, batchId));
  if (!batch) throw new AppError('not-found', 'import.unknown');
  return (batch.options.header ?? []) as string[];
}

/** The refused rows of a file as CSV: the columns they came with, and why.
 *  @throws AppError `not-found` */
export async function refusedRowsCsv(ctx: ActorContext, { batchId }: ImportRef): Promise<{ fileName: string; csv: string }> {
  const { kind } = await getImport(ctx, { batchId });
  const header = await loadHeader(ctx, batchId);
  const language = languageOf(ctx);
  const columnOf = (column: 'file' | 'line' | 'problem') => wordMessage(language, { id: `import.column-${column}` });
  const [file, line, problem] = [columnOf('file'), columnOf('line'), columnOf('problem')];
  const lines = [kind === 'oneroster' ? [file, line, problem, ...header] : [...header, line, problem]];
  for (let after = -1; ; ) {
    const rows = await loadRefused(ctx, batchId, after);
    for (const row of rows) lines.push(lineOf({ kind, header, language }, row));
    const last = rows.at(-1);
    if (!last || rows.length < REFUSED_AT_ONCE) return { fileName: `import-${batchId}-refused.csv`, csv: toCsv(lines) };
    after = last.position;
    await yieldToEventLoop();
  }
}
