/** Procedures for the school's data as a whole, for administrators. What is handed out is read in process only, and by who has proved it. */
import { BackupRef } from '#domain/data/backup';
import { hasProof, unproved } from '#server/auth/account/identity-check';
import { beginBackup, openBackup } from '#server/services/data/backups';
import { countRows, getData, watchData } from '#server/services/data/data';
import { exportEverything } from '#server/services/data/export';
import { adminProcedure, router } from '#server/trpc/trpc';
import { watching } from '#server/trpc/watching';

/** @throws AppError `invalid` at the field `proof` for nothing */
function given<Value>(value: Value | null): Value {
  if (value === null) throw unproved();
  return value;
}

export const dataRouter = router({
  get: adminProcedure.query(({ ctx }) => getData(ctx)),
  countRows: adminProcedure.query(({ ctx }) => countRows(ctx)),
  beginBackup: adminProcedure.mutation(({ ctx }) => beginBackup(ctx)),
  openBackup: adminProcedure
    .input(BackupRef)
    .mutation(async ({ ctx, input }) => given(await openBackup(ctx, input, hasProof(ctx)))),
  export: adminProcedure.mutation(async ({ ctx }) => given(await exportEverything(ctx, hasProof(ctx)))),
  progress: adminProcedure.subscription((call) => watching(call, (signal) => watchData(call.ctx, signal))),
});
