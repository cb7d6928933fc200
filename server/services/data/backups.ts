/** Backups for the page of the data: taken beside the server, listed with what was found of them, and handed out. */
import { type SQL, sql } from 'drizzle-orm';
import { ONE_ROW } from '#db/sql/values';
import { type BackupFile, type BackupRef, growthOf } from '#domain/data/backup';
import { AppError } from '#domain/errors';
import { auditEach } from '#server/context/audit';
import { BackupError, type Backups } from '#server/context/backups';
import type { ActorContext } from '#server/context/context';
import { ongoingOf } from './ongoing';

/** Acts on the database as a whole are about it. */
export const DATABASE = 'database';

/** @throws AppError `conflict` where there is no file to copy */
function requireBackups({ backups }: ActorContext): Backups {
  if (!backups) throw new AppError('conflict', 'data.no-file');
  return backups;
}

/** Where backups are, those there are, and how the database has grown; null where there is no file to copy. */
export async function listBackups({ backups }: ActorContext) {
  if (!backups) return null;
  const files = await backups.list();
  return {
    folder: backups.folder,
    files: files.map(({ check, ...file }) => ({ ...file, check: summaryOf(check) })),
    growth: growthOf(files),
  };
}

const summaryOf = (check: BackupFile['check']) =>
  check && { checkedAt: check.checkedAt, sealed: check.sealed, isHistoryIntact: check.isHistoryIntact };

/** Never rejects: who asked looks at the state. */
async function makeBackup(ctx: ActorContext, backups: Backups): Promise<void> {
  const { backup } = ongoingOf(ctx.db);
  try {
    const { name, bytes, check } = await backups.take((step) => {
      backup.step = step;
    });
    const detail = { fileName: name, bytes, isHistoryIntact: check?.isHistoryIntact ?? false };
    await ctx.commit([auditEach(ctx, { action: 'backup.taken', subject: DATABASE, detail }, ONE_ROW, sql`true`)]);
    ctx.log('info', 'backup.taken', detail);
  } catch (error) {
    backup.fault = error instanceof BackupError ? error.fault : 'other';
    ctx.log('error', 'backup.failed', { error });
  } finally {
    backup.step = null;
  }
}

/** Begins a backup, which goes on when the answer is out.
 *  @throws AppError `conflict` while one is under way, and where there is no file to copy */
export function beginBackup(ctx: ActorContext): { outcome: 'begun' } {
  const backups = requireBackups(ctx);
  const { backup } = ongoingOf(ctx.db);
  if (backup.step) throw new AppError('conflict', 'data.backup-under-way');
  Object.assign(backup, { step: 'copying', fault: null });
  void makeBackup(ctx, backups);
  return { outcome: 'begun' };
}

/** `read` opens the file: only in process, it does not travel. */
type OpenBackup = { name: string; bytes: number; read: () => ReadableStream<Uint8Array> };

/** Hands out a backup, which the audit log tells.
 *  @param isProved condition: the actor has proved lately who they are
 *  @returns null when they have not
 *  @throws AppError `not-found`, `conflict` where there is no file to copy */
export async function openBackup(ctx: ActorContext, { name }: BackupRef, isProved: SQL): Promise<OpenBackup | null> {
  const backups = requireBackups(ctx);
  const file = (await backups.list()).find((one) => one.name === name);
  if (!file) throw new AppError('not-found', 'data.backup-gone');
  const detail = { fileName: name, bytes: file.bytes };
  const [told] = await ctx.commit([
    auditEach(ctx, { action: 'backup.downloaded', subject: DATABASE, detail }, ONE_ROW, isProved),
  ]);
  return told?.rowsAffected === 1 ? { name, bytes: file.bytes, read: () => backups.open(name) } : null;
}
