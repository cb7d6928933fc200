/**
 * Backups of an embedded database, and back from one. Run by commands of their own, beside the server and not in it: copying a large
 * school takes seconds in which a process answers nothing. What is copied is one moment's state, and nobody's write waits for it.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient, LibsqlError } from '@libsql/client';
import { openDatabase } from '#db/client';
import { createPrivateFile, UnusableDatabase } from '#db/database-file';
import { migrateDatabase } from '#db/migrate';
import { queryRows } from '#db/query';
import { DAY_MS } from '#domain/duration';
import type { HistoryKey, Verification } from '#domain/history';
import { verifyHistory } from './services/history/history-check';

/** What SQLite keeps beside a database. */
const BESIDE = ['', '-wal', '-shm'];

/** A writer may hold the file for a moment. */
const BUSY_TIMEOUT_MS = 10_000;

/** A database file, and the key its history proves itself with. */
export type Source = { database: string; key: HistoryKey };

export type Retention = {
  /** So many of the newest stay. */
  keep: number;
  /** None older than this stays, but for the newest. */
  maxAgeMs: number;
};

/** `history`: whether the history in the copy proves itself. A copy whose history does not is kept all the same: it is what there is. */
export type Backup = { file: string; bytes: number; history: Verification; removed: string[] };

/** A history that could not be verified, in words. */
export function historyText({ firstBroken }: Verification): string {
  const fault = firstBroken && ` First fault: ${firstBroken.table} ${firstBroken.id} (${firstBroken.why}).`;
  return `Its history could not be verified.${fault ?? ''}`;
}

function plainClient(file: string, timeout: number) {
  return createClient({ url: pathToFileURL(file).href, timeout, concurrency: 1 });
}

function remove(file: string): void {
  for (const suffix of BESIDE) rmSync(file + suffix, { force: true });
}

/** Waits until a file is on disk: what it replaces is removed next. */
function sync(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** `20261128T061500Z`: sorts as time does, and is a file name everywhere. */
function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

const BACKUP_NAME = /^muster-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;

function timeOf(name: string): number {
  const [year = 0, month = 1, ...rest] = (BACKUP_NAME.exec(name) ?? []).slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

async function vacuumInto(source: string, target: string): Promise<void> {
  const client = plainClient(source, BUSY_TIMEOUT_MS);
  try {
    await client.execute({ sql: 'vacuum into ?', args: [target] });
  } finally {
    client.close();
  }
}

/** Opens a copy as the server would: brings it up to date and reads all of it.
 *  @returns whether its history proves itself */
async function tryOut(copy: string, key: HistoryKey): Promise<Backup['history']> {
  const db = await openDatabase({ url: `file:${copy}` });
  try {
    await migrateDatabase(db);
    const [check] = await queryRows<{ integrity_check: string }>(db, 'pragma integrity_check');
    if (check?.integrity_check !== 'ok') throw new Error(check?.integrity_check);
    const history = await verifyHistory({ db, key });
    // All of it into the one file, which is what goes on.
    await db.$client.execute('pragma wal_checkpoint(truncate)');
    return history;
  } finally {
    db.$client.close();
  }
}

/** Copies `file` to `copy` and tries it out there: the copy is brought up to date, `file` stays as it was taken.
 *  @throws UnusableDatabase for one that is not whole */
async function proveCopy(file: string, copy: string, key: HistoryKey): Promise<Backup['history']> {
  remove(copy);
  createPrivateFile(copy);
  copyFileSync(file, copy);
  try {
    return await tryOut(copy, key);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replaceAll(copy, file) : String(cause);
    throw new UnusableDatabase(`The backup ${file} cannot be used: ${why}`, { cause });
  }
}

/** What a backup that was ended half-way leaves. */
const LEFT_OVER = /^(muster-\d{8}T\d{6}Z\.db)\.(part|trial)(-wal|-shm)?$/;

function removeLeftOvers(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const [, backup] = LEFT_OVER.exec(name) ?? [];
    if (backup && now - timeOf(backup) > DAY_MS) rmSync(path.join(folder, name));
  }
}

/** Removes the backups in `folder` that are too many or too old; the newest always stays. What was left half-way a day ago goes too;
 *  other files are left alone.
 *  @returns the names of those removed */
export function pruneBackups(folder: string, { keep, maxAgeMs }: Retention, now: number): string[] {
  const newestFirst = readdirSync(folder)
    .filter((name) => BACKUP_NAME.test(name))
    .sort()
    .reverse();
  const removed = newestFirst.filter((name, index) => index > 0 && (index >= keep || now - timeOf(name) > maxAgeMs));
  for (const name of removed) rmSync(path.join(folder, name));
  removeLeftOvers(folder, now);
  return removed;
}

/** Copies `database` into `folder` while it is in use, proves the copy, and removes old ones. When the copy or its history is at fault
 *  none is removed.
 *  @param now epoch ms
 *  @throws UnusableDatabase when there is nothing to copy, or the copy is not whole; it is removed then */
export async function backUp({ database, key }: Source, folder: string, retention: Retention, now: number): Promise<Backup> {
  if (!existsSync(database)) throw new UnusableDatabase(`There is no database at ${database}.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `muster-${stampOf(now)}.db`);
  const [draft, trial] = [`${file}.part`, `${file}.trial`];
  remove(draft);
  createPrivateFile(draft);
  try {
    await vacuumInto(database, draft);
    const history = await proveCopy(draft, trial, key);
    sync(draft);
    renameSync(draft, file);
    const removed = history.outcome === 'intact' ? pruneBackups(folder, retention, now) : [];
    return { file, bytes: statSync(file).size, history, removed };
  } finally {
    remove(draft);
    remove(trial);
  }
}

/** Leaving WAL needs the file for oneself: whoever else has it open, is in the way. What is no database is used by nobody.
 *  @throws UnusableDatabase while a server uses the database */
async function refuseWhileInUse(database: string): Promise<void> {
  const client = plainClient(database, 0);
  try {
    await client.execute('pragma journal_mode=delete');
  } catch (error) {
    if (!(error instanceof LibsqlError) || !error.code.startsWith('SQLITE_BUSY')) return;
    throw new UnusableDatabase(`A server uses ${database}. Stop it first. Nothing was changed.`, { cause: error });
  } finally {
    client.close();
  }
}

/** `former`: where the database is now that was there before, or null. */
export type Restored = { former: string | null; history: Backup['history'] };

/** Puts a copy of `backup` in the place of `database`, brought up to date. What was there is kept beside it, under another name.
 *  @param mayReplace whether a database that is there may make room  @param now epoch ms
 *  @throws UnusableDatabase when the backup is not whole, a server uses the database, or it may not be replaced; nothing is changed then */
export async function restore(backup: string, { database, key }: Source, mayReplace: boolean, now: number): Promise<Restored> {
  if (!existsSync(backup)) throw new UnusableDatabase(`There is no backup at ${backup}.`);
  const isOccupied = existsSync(database) && statSync(database).size > 0;
  if (isOccupied && !mayReplace)
    throw new UnusableDatabase(
      `There is a database at ${database}. Add --yes to replace it; it is kept beside the restored one.`,
    );
  const draft = `${database}.restoring`;
  try {
    const history = await proveCopy(backup, draft, key);
    sync(draft);
    if (isOccupied) await refuseWhileInUse(database);
    const former = `${database}.before-${stampOf(now)}`;
    for (const suffix of BESIDE) if (existsSync(database + suffix)) renameSync(database + suffix, former + suffix);
    renameSync(draft, database);
    return { former: isOccupied ? former : null, history };
  } finally {
    remove(draft);
  }
}
