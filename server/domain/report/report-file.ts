/** Marks as files: which columns a file has, and the file itself, made row by row so that memory stays flat however long it is. Pure. */
import { writeXlsxStream } from 'hucre/xlsx';
import { z } from 'zod';
import { streamOf } from '#domain/byte-stream';
import { CSV_START, csvLines } from '#domain/csv-text';
import { utf8 } from '#domain/encoding';
import { type Cell, type Columns, type ExportRow, PRESET_NAMES, PRESETS, type Preset } from './report-columns';
import { ReportRange } from './report-filter';

export type ExportPage = { rows: ExportRow[]; next: string | null };

/** Where the page before ended, as it said itself. */
export const ExportInput = ReportRange.safeExtend({ after: z.string().max(100).optional() });
export type ExportInput = z.infer<typeof ExportInput>;

const Id = z.coerce.number().int().positive().optional();

/** What an address asks for: everything is a text there. */
export const ExportQuery = z.object({
  ...{ from: z.string(), until: z.string(), preset: z.enum(PRESET_NAMES).default('marks') },
  ...{ departmentId: Id, courseId: Id, sectionId: Id, studentId: Id },
});

/** Reads one page after another, each when it is needed. */
type ReadPage = (after: string | undefined) => Promise<ExportPage>;

async function* pagesOf(readPage: ReadPage, first: ExportPage): AsyncGenerator<ExportRow[]> {
  for (let page = first; ; page = await readPage(page.next)) {
    yield page.rows;
    if (page.next === null) return;
  }
}

const lineOf = (columns: Columns, row: ExportRow): Cell[] => Object.values(columns).map((cellOf) => cellOf(row));

async function* rowsOf(pages: AsyncGenerator<ExportRow[]>, columns: Columns): AsyncGenerator<Cell[]> {
  for await (const rows of pages) for (const row of rows) yield lineOf(columns, row);
}

async function* csvOf(pages: AsyncGenerator<ExportRow[]>, columns: Columns): AsyncGenerator<Uint8Array> {
  yield utf8(CSV_START + csvLines([Object.keys(columns)]));
  for await (const rows of pages) if (rows.length > 0) yield utf8(csvLines(rows.map((row) => lineOf(columns, row))));
}

/** The file, made as it is read. The first page is read before, so that a refusal is an answer and not a broken file.
 *  @throws what reading the first page throws */
export async function reportFile(kind: 'csv' | 'xlsx', preset: Preset, readPage: ReadPage): Promise<ReadableStream<Uint8Array>> {
  const columns = PRESETS[preset];
  const pages = pagesOf(readPage, await readPage(undefined));
  if (kind === 'csv') return streamOf(csvOf(pages, columns));
  const head = Object.keys(columns).map((header) => ({ header }));
  return writeXlsxStream(rowsOf(pages, columns), { name: 'Attendance', columns: head, freezePane: { rows: 1 } });
}
