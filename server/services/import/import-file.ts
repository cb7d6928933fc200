/** An uploaded file as it is kept for reading it once more: in pieces, because no statement carries all of it. */
import { and, asc, eq, exists, inArray, lt, not, or, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { importBatches, importFiles } from '#db/schema';
import { asBoolean } from '#db/sql/values';
import { PREVIEW_VALID_MS } from '#domain/import/import';
import type { Services, Write } from '#server/context/context';

const PIECE = 250_000;

/** Keeps a file. Each piece is a commit of its own. */
export async function storeFile(
  { db, commit }: Pick<Services, 'db' | 'commit'>,
  batchId: number,
  file: Uint8Array,
): Promise<void> {
  for (let start = 0; start < file.length; start += PIECE) {
    const bytes = Buffer.from(file.subarray(start, start + PIECE));
    await commit([db.insert(importFiles).values({ batchId, position: start / PIECE, bytes })]);
  }
}

/** The file of a batch; null where it is not kept. */
export async function loadFile(db: Database, batchId: number): Promise<Uint8Array | null> {
  const { bytes, position } = importFiles;
  const pieces = await db.select({ bytes }).from(importFiles).where(eq(importFiles.batchId, batchId)).orderBy(asc(position));
  return pieces.length > 0 ? new Uint8Array(Buffer.concat(pieces.map((piece) => piece.bytes))) : null;
}

/** Column: whether the file of a batch is kept. */
export function hasFile(db: Database) {
  const pieces = db.select({ one: sql`1` }).from(importFiles).where(eq(importFiles.batchId, importBatches.id));
  return asBoolean(exists(pieces));
}

/** Lets go of the files that are not read any more: those applied, and those whose preview counts no longer. */
export function forgetFiles({ db, now }: Pick<Services, 'db' | 'now'>): Write {
  const { id, state, uploadedAt } = importBatches;
  const isOver = or(not(inArray(state, ['reading', 'ready'])), lt(uploadedAt, now() - PREVIEW_VALID_MS));
  const batch = db.select({ one: sql`1` }).from(importBatches);
  return db.delete(importFiles).where(exists(batch.where(and(eq(id, importFiles.batchId), isOver))));
}
