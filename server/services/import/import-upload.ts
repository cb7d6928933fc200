/** A file is uploaded and read: its rows are stored with what each would do. Nothing of the school is changed. */
import { and, eq, isNull } from 'drizzle-orm';
import { importBatches, importRows, sections } from '#db/schema';
import { AppError, invalidField } from '#domain/errors';
import {
  type Answers,
  type ImportCounts,
  type ImportOptions,
  type ImportRef,
  type ImportReread,
  type ImportUpload,
  MOST_QUESTIONS,
  NO_COUNTS,
  type PlannedRow,
} from '#domain/import/import';
import { contentsOf } from '#domain/import/import-contents';
import type { ActorContext } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { getImport } from './import';
import { loadFile, storeFile } from './import-file';
import { type Plan, planFile } from './import-plan';

/** Rows of a file stored at a time. */
const ROWS_AT_ONCE = 1_000;

async function refuseUnknownSection({ db }: ActorContext, { sectionId }: Pick<ImportOptions, 'sectionId'>): Promise<void> {
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
      .map(({ file, line, verdict, subject, message, ops, cells, slot }, index) => {
        const data = { ...(ops.length > 0 && { ops }), ...(cells && { cells }), ...(slot && { slot }) };
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

/** What is noted of a file beside its rows. */
function optionsOf(
  { sectionId, termId, createMissing }: ImportUpload,
  { rows, header, columns, removals, questions }: Plan,
  answers: Answers,
) {
  const [asked, contents] = [questions.slice(0, MOST_QUESTIONS), contentsOf(rows)];
  return { sectionId, termId, createMissing, header, columns, removals, questions: asked, contents, answers };
}

async function startBatch(ctx: ActorContext, upload: ImportUpload, plan: Plan): Promise<number> {
  const [made] = await ctx.commit([
    ctx.db.insert(importBatches).values({
      kind: upload.kind,
      fileName: upload.fileName,
      state: 'reading',
      options: optionsOf(upload, plan, {}),
      counts: NO_COUNTS,
      uploadedById: ctx.actor.id,
      uploadedAt: ctx.now(),
    }),
  ]);
  return Number(made?.lastInsertRowid);
}

/** Stores the rows of a batch that is being read, and lets it be seen. */
async function finishBatch(ctx: ActorContext, batchId: number, { rows }: Plan): Promise<void> {
  await storeRows(ctx, batchId, rows);
  const counts = countsOf(rows);
  await ctx.commit([ctx.db.update(importBatches).set({ state: 'ready', counts }).where(eq(importBatches.id, batchId))]);
  ctx.log('info', 'import.read', { batchId, ...counts });
}

/** Reads a file and says of every row what it would do. Nothing of the school is changed.
 *  @throws AppError `invalid` for a file that cannot be read, with the reason; then nothing is kept of it */
export async function uploadImport(ctx: ActorContext, upload: ImportUpload): Promise<ImportRef> {
  await refuseUnknownSection(ctx, upload);
  const plan = await planFile(ctx, upload);
  const batchId = await startBatch(ctx, upload, plan);
  if (plan.kept) await storeFile(ctx, batchId, plan.kept);
  await finishBatch(ctx, batchId, plan);
  return { batchId };
}

/** Lets a batch be read anew: its rows go, what is chosen is noted.
 *  @throws AppError `conflict` where it is applied or being read meanwhile */
async function restartBatch(ctx: ActorContext, batchId: number, options: Record<string, unknown>): Promise<void> {
  const isReady = and(eq(importBatches.id, batchId), eq(importBatches.state, 'ready'));
  const [taken] = await ctx.commit([
    ctx.db.update(importBatches).set({ state: 'reading', uploadedAt: ctx.now(), options, counts: NO_COUNTS }).where(isReady),
  ]);
  if (taken?.rowsAffected !== 1) throw new AppError('conflict', 'import.past-applying');
  await ctx.commit([ctx.db.delete(importRows).where(eq(importRows.batchId, batchId))]);
}

async function loadAnswers({ db }: ActorContext, batchId: number): Promise<Answers> {
  const [batch] = await db.select({ options: importBatches.options }).from(importBatches).where(eq(importBatches.id, batchId));
  return (batch?.options.answers ?? {}) as Answers;
}

/** Reads a file once more with other choices. What was answered before stays answered.
 *  @throws AppError `not-found`, `conflict` where it is applied or the file is not kept, `invalid` as for an upload;
 *  then the preview stays as it is */
export async function rereadImport(ctx: ActorContext, { batchId, columns, ...chosen }: ImportReread): Promise<ImportRef> {
  const batch = await getImport(ctx, { batchId });
  if (batch.state !== 'ready') throw new AppError('conflict', 'import.past-applying');
  await refuseUnknownSection(ctx, chosen);
  const bytes = await loadFile(ctx.db, batchId);
  if (!bytes) throw new AppError('conflict', 'import.no-stored-file');
  const answers = { ...(await loadAnswers(ctx, batchId)), ...chosen.answers };
  const upload = { ...batch, ...chosen, bytes };
  const plan = await planFile(ctx, upload, { columns, answers });
  await restartBatch(ctx, batchId, optionsOf(upload, plan, answers));
  await finishBatch(ctx, batchId, plan);
  return { batchId };
}
