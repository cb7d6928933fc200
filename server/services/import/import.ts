/**
 * Imports as administrators see them: a file that was read (`import-upload`) is looked at, then it is applied or undone. The work of
 * applying and undoing is done by a job (`import-run`), which any process takes up; here it is only asked for.
 */
import { and, desc, eq, gt, inArray, ne, notExists, or, type SQLWrapper } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { importBatches, users } from '#db/schema';
import { AppError } from '#domain/errors';
import {
  changingIn,
  type ImportApply,
  type ImportCounts,
  type ImportKind,
  type ImportRef,
  type ImportState,
  NO_COUNTS,
  PREVIEW_VALID_MS,
  type Question,
  type Removals,
  removalsIn,
} from '#domain/import/import';
import type { ColumnsRead } from '#domain/import/import-columns';
import type { ImportContents } from '#domain/import/import-contents';
import { type Language, type LanguageWishes, languageOf } from '#domain/words/language';
import { wordMessage } from '#domain/words/translate';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Context, Write } from '#server/context/context';
import { listStaffedSections } from '#server/services/structure/section';
import { listTerms } from '#server/services/timetable/term';
import { forgetFiles, hasFile } from './import-file';

const BATCHES_PAGE = 30;
/** A batch as screens show it. `total` is how many rows change something. */
export type ImportBatch = {
  batchId: number;
  kind: ImportKind;
  fileName: string;
  state: ImportState;
  counts: ImportCounts;
  done: number;
  error: string | null;
  uploadedBy: string;
  uploadedAt: number;
  appliedAt: number | null;
  undoneAt: number | null;
  total: number;
  /** How the columns of a list were read; null for one without a header, and for the files of other systems. */
  columns: ColumnsRead | null;
  /** What it takes away, if that is so much that it has to be typed; else null. */
  removals: Removals | null;
  /** What it changes, as it was read. */
  contents: ImportContents;
  /** Who is asked to be told apart, before or beside applying it. */
  questions: Question[];
  /** What was chosen for every line of a list. */
  sectionId: number | null;
  termId: number | null;
  createMissing: boolean;
  /** Whether it can be read once more with other choices. */
  isKept: boolean;
};

function selectBatches(db: Database) {
  const { id, kind, fileName, state, options, counts, done, error, uploadedAt, appliedAt, undoneAt } = importBatches;
  const shown = {
    batchId: id,
    kind,
    fileName,
    state,
    options,
    counts,
    done,
    error,
    uploadedBy: users.name,
    uploadedAt,
    appliedAt,
    undoneAt,
    isKept: hasFile(db),
  };
  return db.select(shown).from(importBatches).innerJoin(users, eq(users.id, importBatches.uploadedById));
}

type BatchRow = Awaited<ReturnType<typeof selectBatches>>[number];

function toBatch(language: Language, { counts: stored, error, options, ...row }: BatchRow): ImportBatch {
  const counts = { ...NO_COUNTS, ...stored };
  const columns = (options.columns ?? null) as ColumnsRead | null;
  const removals = (options.removals ?? null) as Removals | null;
  const questions = (options.questions ?? []) as Question[];
  const contents = (options.contents ?? {}) as ImportContents;
  const chosen = options as Partial<Pick<ImportBatch, 'sectionId' | 'termId' | 'createMissing'>>;
  const { sectionId = null, termId = null, createMissing = false } = chosen;
  const told = { columns, removals, questions, contents, sectionId, termId, createMissing };
  return { ...row, ...told, counts, error: error && wordMessage(language, error), total: changingIn(counts) };
}

/** The newest files, and the classes and terms that one can be for. */
export async function listImports(ctx: ActorContext) {
  const { uploadedAt, id } = importBatches;
  const [batches, classes, allTerms] = await Promise.all([
    selectBatches(ctx.db).orderBy(desc(uploadedAt), desc(id)).limit(BATCHES_PAGE),
    listStaffedSections(ctx),
    listTerms(ctx),
  ]);
  const inUse = allTerms.filter(({ isArchived }) => !isArchived);
  return { batches: batches.map((row) => toBatch(languageOf(ctx), row)), sections: classes, terms: inUse };
}

/** One file, and how far it is.
 *  @throws AppError `not-found` */
export async function getImport(ctx: Pick<Context, 'db' | keyof LanguageWishes>, { batchId }: ImportRef): Promise<ImportBatch> {
  const [row] = await selectBatches(ctx.db).where(eq(importBatches.id, batchId));
  if (!row) throw new AppError('not-found', 'import.unknown');
  return toBatch(languageOf(ctx), row);
}

type Ask = Pick<ImportBatch, 'batchId' | 'counts' | 'fileName'> & {
  from: ImportState;
  to: ImportState;
  action: 'import.applied' | 'import.undone';
  /** What must not be. */
  unless?: SQLWrapper;
};

function askStatements(ctx: ActorContext, { batchId, from, to, action, counts, fileName, unless }: Ask): Write[] {
  return [
    ctx.db
      .update(importBatches)
      .set({ state: to, error: null })
      .where(and(eq(importBatches.id, batchId), eq(importBatches.state, from), unless && notExists(unless))),
    auditChange(ctx, { action, subject: `import:${batchId}`, detail: { fileName, ...counts } }),
    forgetFiles(ctx),
  ];
}

const other = alias(importBatches, 'other');

/** Another file that was applied or undone since one was read, or is being so. */
function overtaking(db: Database, batchId: number, since: number) {
  const { id, state, appliedAt, undoneAt } = other;
  const isLater = or(inArray(state, ['applying', 'undoing']), gt(appliedAt, since), gt(undoneAt, since));
  return db
    .select({ id })
    .from(other)
    .where(and(ne(id, batchId), isLater))
    .limit(1);
}

/** @throws AppError `conflict` */
async function refuseStalePreview(
  ctx: ActorContext,
  { batchId, state, uploadedAt }: Pick<ImportBatch, 'batchId' | 'state' | 'uploadedAt'>,
): Promise<void> {
  if (state !== 'ready') throw new AppError('conflict', 'import.past-applying');
  if (uploadedAt < ctx.now() - PREVIEW_VALID_MS) throw new AppError('conflict', 'import.preview-old');
  if ((await overtaking(ctx.db, batchId, uploadedAt)).length > 0) throw new AppError('conflict', 'import.preview-overtaken');
}

/** @throws AppError `conflict` for a file that takes much away, until it is said how much */
function refuseUnsaidRemovals({ removals }: ImportBatch, removes: number | null): void {
  if (!removals || removes === removalsIn(removals)) return;
  throw new AppError('conflict', { id: 'import.removes-much', values: removals });
}

type Started = { outcome: 'started' | 'already-started' };

const isStarted = ({ state }: ImportBatch) => state === 'applying' || state === 'applied';

/** Asks for a batch to be applied. Asked twice, it is applied once.
 *  @throws AppError `not-found`, or `conflict` when it cannot be applied, was read too long ago or before another was applied, or takes
 *  much away and `removes` is not how much */
export async function applyImport(ctx: ActorContext, { batchId, removes }: ImportApply): Promise<Started> {
  const batch = await getImport(ctx, { batchId });
  const { counts, fileName, uploadedAt } = batch;
  if (isStarted(batch)) return { outcome: 'already-started' };
  await refuseStalePreview(ctx, batch);
  refuseUnsaidRemovals(batch, removes);
  const unless = overtaking(ctx.db, batchId, uploadedAt);
  const [changed] = await ctx.commit(
    askStatements(ctx, { batchId, from: 'ready', to: 'applying', action: 'import.applied', counts, fileName, unless }),
  );
  if (changed?.rowsAffected === 1) return { outcome: 'started' };
  const meanwhile = await getImport(ctx, { batchId });
  if (!isStarted(meanwhile)) await refuseStalePreview(ctx, meanwhile);
  return { outcome: 'already-started' };
}

/** Marks a batch as one that is to be taken back. Marked twice, it is taken back once.
 *  @param since when it was found that it can be
 *  @throws AppError `conflict` when it is not applied, or another file is under way or was since */
export async function startUndo(ctx: ActorContext, { batchId, counts, fileName }: ImportBatch, since: number): Promise<Started> {
  const unless = overtaking(ctx.db, batchId, since);
  const [changed] = await ctx.commit(
    askStatements(ctx, { batchId, from: 'applied', to: 'undoing', action: 'import.undone', counts, fileName, unless }),
  );
  if (changed?.rowsAffected === 1) return { outcome: 'started' };
  const { state } = await getImport(ctx, { batchId });
  if (state === 'applied') throw new AppError('conflict', 'import.another-under-way');
  return { outcome: 'already-started' };
}
