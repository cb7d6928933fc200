/** How far an import is, while somebody looks. */
import type { ImportRef } from '#domain/import/import';
import type { Context } from '#server/context/context';
import { changesOf } from '#server/services/register/live/watch';
import { getImport, type ImportBatch } from './import';

/** The batch, again whenever it changes. Ends when the reader leaves.
 *  @throws AppError `not-found` */
export async function* watchImport(ctx: Context, ref: ImportRef, signal: AbortSignal | undefined): AsyncGenerator<ImportBatch> {
  let batch = await getImport(ctx, ref);
  const version = async (isWritten: boolean) => {
    if (isWritten) batch = await getImport(ctx, ref);
    return batch;
  };
  for await (const _ of changesOf(ctx.db, version, signal)) yield batch;
}
