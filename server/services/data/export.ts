/** Everything a school would want elsewhere, as one zip that is made while it is read: tables as CSV, and the school as a OneRoster file.
 *  Read in pages, so that nobody waits for it; what is written meanwhile may be in one file and not yet in another. */
import { and, asc, gt, lte, type SQL, sql } from 'drizzle-orm';
import { ONE_ROW } from '#db/sql/values';
import { streamOf } from '#domain/byte-stream';
import { type Cell, CSV_START, csvLines } from '#domain/csv-text';
import type { ExportState } from '#domain/data/data';
import { type ZipFile, zipOf } from '#domain/data/zip-stream';
import { utf8 } from '#domain/encoding';
import { withoutAddress } from '#domain/school/message-settings';
import { SchoolSettings } from '#domain/school/school';
import { dayAt } from '#domain/time';
import { auditEach } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { exportOneRoster } from '#server/services/import/oneroster-export';
import { loadSettings } from '#server/services/school/school';
import { DATABASE } from './backups';
import { EXPORTED, type ExportedTable } from './exported-tables';
import { ongoingOf } from './ongoing';

/** Rows read at a time. */
const PAGE = 1_000;

/** Rows of one file: some 2 GB, half of what a file in the zip may have. */
const ROWS_PER_FILE = 10_000_000;

const ROW = sql<number>`rowid`;

/** A part of a table: its rows after one, up to another. */
type Part = ExportedTable & { name: string; after: number; until: number };

/** How many rows a table has at most. One look at its end. */
async function lastRow({ db }: ActorContext, { table }: ExportedTable): Promise<number> {
  const last = await db.select({ row: sql<number | null>`max(rowid)` }).from(table).get();
  return last?.row ?? 0;
}

async function partsOf(ctx: ActorContext): Promise<Part[]> {
  const parts: Part[] = [];
  for (const [name, exported] of Object.entries(EXPORTED)) {
    const last = await lastRow(ctx, exported);
    for (let after = 0; after === 0 || after < last; after += ROWS_PER_FILE) {
      const number = after / ROWS_PER_FILE + 1;
      parts.push({
        ...exported,
        name: `${name}${number === 1 ? '' : `-${number}`}.csv`,
        after,
        until: Math.min(last, after + ROWS_PER_FILE),
      });
    }
  }
  return parts;
}

function settingsCell(value: unknown): Cell {
  const settings = SchoolSettings.parse(value);
  return JSON.stringify({ ...settings, messages: withoutAddress(settings.messages) });
}

/** Instants as people and programs read them, what is a document as its text. */
function cellOf(name: string, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (name === 'settings') return settingsCell(value);
  if (typeof value === 'number') return name.endsWith('At') ? new Date(value).toISOString() : value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function* csvOf({ db }: ActorContext, { table, columns, after, until }: Part, onRow: (row: number) => void) {
  const names = Object.keys(columns);
  yield utf8(CSV_START + csvLines([names]));
  for (let last = after; last < until; ) {
    const rows = await db
      .select({ ...columns, rowid: ROW })
      .from(table)
      .where(and(gt(ROW, last), lte(ROW, until)))
      .orderBy(asc(ROW))
      .limit(PAGE);
    const ended = rows.at(-1)?.rowid;
    if (ended === undefined) return;
    last = Number(ended);
    onRow(last - after);
    yield utf8(csvLines(rows.map((row) => names.map((name) => cellOf(name, (row as Record<string, unknown>)[name])))));
    await yieldToEventLoop();
  }
}

async function* oneRosterOf(ctx: ActorContext): AsyncGenerator<Uint8Array> {
  yield (await exportOneRoster(ctx)).bytes;
}

/** The files in their order, each telling how far it is. */
function* filesOf(ctx: ActorContext, parts: readonly Part[], state: ExportState): Generator<ZipFile> {
  let before = 0;
  for (const part of parts) {
    state.file = part.name;
    const start = before;
    yield {
      name: part.name,
      chunks: csvOf(ctx, part, (row) => {
        state.done = start + row;
      }),
    };
    before += part.until - part.after;
    state.done = before;
  }
  state.file = 'oneroster.zip';
  yield { name: state.file, chunks: oneRosterOf(ctx) };
}

async function* exportOf(ctx: ActorContext, parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  const { exports } = ongoingOf(ctx.db);
  const total = parts.reduce((sum, { after, until }) => sum + until - after, 0);
  const state: ExportState = { file: '', done: 0, total, isDone: false };
  exports.set(ctx.loginSession.id, state);
  try {
    yield* zipOf(filesOf(ctx, parts, state), ctx.now());
    state.isDone = true;
  } finally {
    if (!state.isDone) exports.delete(ctx.loginSession.id);
  }
}

/** `read` makes the file: only in process, it does not travel. */
type Export = { fileName: string; read: () => ReadableStream<Uint8Array> };

/** Hands out everything, which the audit log tells.
 *  @param isProved condition: the actor has proved lately who they are
 *  @returns null when they have not */
export async function exportEverything(ctx: ActorContext, isProved: SQL): Promise<Export | null> {
  const { zone } = await loadSettings(ctx);
  const fileName = `muster-export-${dayAt(ctx.now(), zone)}.zip`;
  const entry = { action: 'data.exported', subject: DATABASE, detail: { fileName } } as const;
  const [told] = await ctx.commit([auditEach(ctx, entry, ONE_ROW, isProved)]);
  if (told?.rowsAffected !== 1) return null;
  const parts = await partsOf(ctx);
  return { fileName, read: () => streamOf(exportOf(ctx, parts)) };
}
