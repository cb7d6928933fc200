/** Imports, for administrators: upload and preview, rows, apply, undo, progress. A file's bytes arrive in process only, from its form. */
import { ImportApply, ImportRef, ImportReread, ImportRowsInput, ImportUpload } from '#domain/import/import';
import { sampleRoster } from '#domain/import/oneroster/sample';
import { applyImport, getImport, listImports } from '#server/services/import/import';
import { listImportRows, refusedRowsCsv } from '#server/services/import/import-rows';
import { undoImport } from '#server/services/import/import-undo';
import { rereadImport, uploadImport } from '#server/services/import/import-upload';
import { watchImport } from '#server/services/import/import-watch';
import { exportOneRoster } from '#server/services/import/oneroster-export';
import { adminProcedure, router } from '../trpc';
import { watching } from '../watching';

export const importRouter = router({
  list: adminProcedure.query(({ ctx }) => listImports(ctx)),
  upload: adminProcedure.input(ImportUpload).mutation(({ ctx, input }) => uploadImport(ctx, input)),
  reread: adminProcedure.input(ImportReread).mutation(({ ctx, input }) => rereadImport(ctx, input)),
  get: adminProcedure.input(ImportRef).query(({ ctx, input }) => getImport(ctx, input)),
  rows: adminProcedure.input(ImportRowsInput).query(({ ctx, input }) => listImportRows(ctx, input)),
  refused: adminProcedure.input(ImportRef).query(({ ctx, input }) => refusedRowsCsv(ctx, input)),
  applyBatch: adminProcedure.input(ImportApply).mutation(({ ctx, input }) => applyImport(ctx, input)),
  undoBatch: adminProcedure.input(ImportRef).mutation(({ ctx, input }) => undoImport(ctx, input)),
  progress: adminProcedure
    .input(ImportRef)
    .subscription((call) => watching(call, (signal) => watchImport(call.ctx, call.input, signal))),
  oneRoster: adminProcedure.query(({ ctx }) => exportOneRoster(ctx)),
  sampleRoster: adminProcedure.query(({ ctx }) => ({ bytes: sampleRoster(ctx.now()) })),
});
