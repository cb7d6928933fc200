/**
 * Backups of an embedded database, and back from one. Run by commands of their own, beside the server and not in it: copying a large
 * school takes seconds in which a process answers nothing. What is copied is one moment's state, and nobody's write waits for it.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient, LibsqlError } from '@libsql/client';
import { type Database, openDatabase } from '#db/client';
import { createPrivateFile, UnusableDatabase } from '#db/database-file';
import { migrateDatabase } from '#db/migrate';
import { queryRows } from '#db/query';
import type { BackupStep, TableSize } from '#domain/data/backup';
import type { HistoryKey, Verification } from '#domain/history';
import { backupName, pruneBackups, type Retention, stampOf, sync, writeCheck } from './backup-folder';
import { verifyHistory } from './services/history/history-check';

/** What SQLite keeps beside a database. */
const BESIDE = ['', '-wal', '-shm'];

/** A writer may hold the file for a moment. */
const BUSY_TIMEOUT_MS = 10_000;

/** A database file, and the key its history proves itself with. */
export type Source = { database: string; key: HistoryKey };

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

async function vacuumInto(source: string, target: string): Promise<void> {
  const client = plainClient(source, BUSY_TIMEOUT_MS);
  try {
    await client.execute({ sql: 'vacuum into ?', args: [target] });
  } finally {
    client.close();
  }
}

/** Rows of each table, and its bytes with those of its indexes. Reads the whole file. */
async function measure(db: Database): Promise<TableSize[]> {
  const sizes = await queryRows<{ name: string; bytes: number }>(
    db,
    `select m.tbl_name name, sum(d.pgsize) bytes from dbstat d join sqlite_master m on m.name = d.name
    where d.aggregate = 1 group by m.tbl_name`,
  );
  const bytesOf = new Map(sizes.map(({ name, bytes }) => [name, bytes]));
  const tables = await queryRows<{ name: string }>(
    db,
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and sql not like 'create virtual%'",
  );
  const measured: TableSize[] = [];
  for (const { name } of tables) {
    const [counted] = await queryRows<{ rows: number }>(db, `select count(*) rows from "${name}"`);
    measured.push({ table: name, rows: counted?.rows ?? 0, bytes: bytesOf.get(name) ?? 0 });
  }
  return measured;
}

type Proof = { history: Verification; tables: TableSize[] };

type OnStep = (step: BackupStep) => void;

/** Opens a copy as the server would: brings it up to date and reads all of it.
 *  @returns whether its history proves itself, and how large its tables are */
async function tryOut(copy: string, key: HistoryKey, onStep: OnStep): Promise<Proof> {
  const db = await openDatabase({ url: `file:${copy}` });
  try {
    await migrateDatabase(db);
    const [check] = await queryRows<{ integrity_check: string }>(db, 'pragma integrity_check');
    if (check?.integrity_check !== 'ok') throw new Error(check?.integrity_check);
    const history = await verifyHistory({ db, key });
    onStep('measuring');
    const tables = await measure(db);
    // All of it into the one file, which is what goes on.
    await db.$client.execute('pragma wal_checkpoint(truncate)');
    return { history, tables };
  } finally {
    db.$client.close();
  }
}

/** Copies `file` to `copy` and tries it out there: the copy is brought up to date, `file` stays as it was taken.
 *  @throws UnusableDatabase for one that is not whole */
async function proveCopy(file: string, copy: string, key: HistoryKey, onStep: OnStep = () => {}): Promise<Proof> {
  remove(copy);
  createPrivateFile(copy);
  copyFileSync(file, copy);
  try {
    return await tryOut(copy, key, onStep);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.replaceAll(copy, file) : String(cause);
    throw new UnusableDatabase(`The backup ${file} cannot be used: ${why}`, { cause });
  }
}

/** Copies `database` into `folder` while it is in use, proves the copy, and removes old ones. When the copy or its history is at fault
 *  none is removed.
 *  @param onStep told what it is at  @param now epoch ms
 *  @throws UnusableDatabase when there is nothing to copy, or the copy is not whole; it is removed then */
export async function backUp(
  { database, key }: Source,
  folder: string,
  retention: Retention,
  now: number,
  onStep: OnStep = () => {},
): Promise<Backup> {
  if (!existsSync(database)) throw new UnusableDatabase(`There is no database at ${database}.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, backupName(now));
  const [draft, trial] = [`${file}.part`, `${file}.trial`];
  remove(draft);
  createPrivateFile(draft);
  try {
    onStep('copying');
    await vacuumInto(database, draft);
    onStep('checking');
    const { history, tables } = await proveCopy(draft, trial, key, onStep);
    sync(draft);
    const isHistoryIntact = history.outcome === 'intact';
    writeCheck(file, { checkedAt: now, sealed: history.checked, isHistoryIntact, tables });
    renameSync(draft, file);
    const removed = isHistoryIntact ? pruneBackups(folder, retention, now) : [];
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
    const { history } = await proveCopy(backup, draft, key);
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
