/** A file is uploaded and read: its rows are stored with what each would do. Nothing of the school is changed. */
import { and, eq, isNull } from 'drizzle-orm';
import { importBatches, sections } from '#db/schema';
import { invalidField } from '#domain/errors';
import {
  type ImportCounts,
  type ImportOptions,
  type ImportRef,
  type ImportUpload,
  NO_COUNTS,
  type PlannedRow,
  type Removals,
} from '#domain/import/import';
import type { ColumnsRead } from '#domain/import/import-columns';
import { readRows } from '#domain/import/import-csv';
import { planEnrolments } from '#domain/import/import-enrolments';
import { decodeText } from '#domain/import/import-text';
import { readRoster } from '#domain/import/oneroster/files';
import { drasticRemovals } from '#domain/import/oneroster/leavers';
import { planRoster } from '#domain/import/oneroster/oneroster';
import type { ActorContext } from '#server/context/context';
import { runInStretches, yieldToEventLoop } from '#server/context/yield';
import { loadEnrolmentFacts, loadSchoolFacts } from './import-facts';

/** Rows of a file stored at a time. */
const ROWS_AT_ONCE = 1_000;

type Plan = { rows: PlannedRow[]; header: string[]; columns?: ColumnsRead | null; removals?: Removals | null };

async function readEnrolments(ctx: ActorContext, upload: ImportUpload): Promise<Plan> {
  const text = decodeText(upload.bytes, upload.fileName);
  const rows = await runInStretches(readRows(text, upload.fileName));
  return runInStretches(planEnrolments(rows, upload.fileName, upload, await loadEnrolmentFacts(ctx)));
}

async function readOneRoster(ctx: ActorContext, upload: ImportUpload): Promise<Plan> {
  const roster = await runInStretches(readRoster(upload.bytes));
  const facts = await loadSchoolFacts(ctx);
  const rows = await runInStretches(planRoster(roster, facts));
  const header = [...new Set(Object.values(roster.files).flatMap((file) => file.header))];
  return { rows, header, removals: drasticRemovals(rows, facts) };
}

async function refuseUnknownSection({ db }: ActorContext, { sectionId }: ImportOptions): Promise<void> {
  if (sectionId === null) return;
  const found = await db.$count(sections, and(eq(sections.id, sectionId), isNull(sections.archivedAt)));
  if (found === 0) throw invalidField('sectionId', 'import.class-unusable');
}

/** By hand, because the rows travel as one JSON parameter. */
const INSERT_ROWS = `insert into import_rows (batch_id, position, file, line, verdict, subject, message, data)
  select :batchId, value ->> '$[0]', value ->> '$[1]', value ->> '$[2]', value ->> '$[3]', value ->> '$[4]', value ->> '$[5]', value -> '$[6]'
  from json_each(:rows)`;

async function storeRows(ctx: ActorContext, batchId: number, rows: PlannedRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const portion = rows
      .slice(start, start + ROWS_AT_ONCE)
      .map(({ file, line, verdict, subject, message, ops, cells }, index) => {
        const data = { ...(ops.length > 0 && { ops }), ...(cells && { cells }) };
        return [start + index, file, line, verdict, subject.slice(0, 300), message && JSON.stringify(message), data];
      });
    await ctx.commit([{ sql: INSERT_ROWS, args: { batchId, rows: JSON.stringify(portion) } }]);
    await yieldToEventLoop();
  }
}

function countsOf(rows: PlannedRow[]): ImportCounts {
  const counts = { ...NO_COUNTS };
  for (const { verdict } of rows) counts[verdict]++;
  return counts;
}

async function startBatch(
  ctx: ActorContext,
  { kind, fileName, sectionId, createMissing }: ImportUpload,
  { header, columns = null, removals = null }: Plan,
): Promise<number> {
  const [made] = await ctx.commit([
    ctx.db.insert(importBatches).values({
      kind,
      fileName,
      state: 'reading',
      options: { sectionId, createMissing, header, columns, removals },
      counts: NO_COUNTS,
      uploadedById: ctx.actor.id,
      uploadedAt: ctx.now(),
    }),
  ]);
  return Number(made?.lastInsertRowid);
}

/** What a file would do, row by row.
 *  @throws AppError `invalid` for a file that cannot be read, with the reason */
function planFile(ctx: ActorContext, upload: ImportUpload): Promise<Plan> {
  return upload.kind === 'enrolments' ? readEnrolments(ctx, upload) : readOneRoster(ctx, upload);
}

/** Reads a file and says of every row what it would do. Nothing of the school is changed.
 *  @throws AppError `invalid` for a file that cannot be read, with the reason; then nothing is kept of it */
export async function uploadImport(ctx: ActorContext, upload: ImportUpload): Promise<ImportRef> {
  await refuseUnknownSection(ctx, upload);
  const plan = await planFile(ctx, upload);
  const batchId = await startBatch(ctx, upload, plan);
  await storeRows(ctx, batchId, plan.rows);
  const counts = countsOf(plan.rows);
  await ctx.commit([ctx.db.update(importBatches).set({ state: 'ready', counts }).where(eq(importBatches.id, batchId))]);
  ctx.log('info', 'import.read', { batchId, kind: upload.kind, ...counts });
  return { batchId };
}
