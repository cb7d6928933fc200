/** The folder of backups: what each file is called, what was found of it, and which of them go. Node only. */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BackupCheck, type BackupFile } from '#domain/data/backup';
import { DAY_MS } from '#domain/duration';

export type Retention = {
  /** So many of the newest stay. */
  keep: number;
  /** None older than this stays, but for the newest. */
  maxAgeMs: number;
};

/** Where backups of a database are kept unless said otherwise. */
export function backupFolderOf(database: string): string {
  return path.join(path.dirname(database), 'backups');
}

/** `20261128T061500Z`: sorts as time does, and is a file name everywhere. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** @param at epoch ms */
export const backupName = (at: number) => `muster-${stampOf(at)}.db`;

const BACKUP_NAME = /^muster-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;

function timeOf(name: string): number {
  const [year = 0, month = 1, ...rest] = (BACKUP_NAME.exec(name) ?? []).slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

/** Beside a backup: what was found when it was proved. */
const checkFile = (file: string) => file.replace(/\.db$/, '.check.json');

/** Waits until a file is on disk: what it replaces is removed next. */
export function sync(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** Keeps what was found of a backup beside it, for its owner's eyes. */
export function writeCheck(file: string, check: BackupCheck): void {
  writeFileSync(checkFile(file), JSON.stringify(check), { mode: 0o600 });
}

function readCheck(file: string): BackupCheck | null {
  try {
    return BackupCheck.parse(JSON.parse(readFileSync(checkFile(file), 'utf8')));
  } catch {
    // One of an earlier release has none, and a damaged one says nothing.
    return null;
  }
}

function namesIn(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => BACKUP_NAME.test(name))
    .sort()
    .reverse();
}

/** The backups in a folder, newest first. */
export function listBackups(folder: string): BackupFile[] {
  return namesIn(folder).map((name) => {
    const file = path.join(folder, name);
    return { name, takenAt: timeOf(name), bytes: statSync(file).size, check: readCheck(file) };
  });
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
  const removed = namesIn(folder).filter((name, index) => index > 0 && (index >= keep || now - timeOf(name) > maxAgeMs));
  for (const name of removed) {
    rmSync(path.join(folder, name));
    rmSync(checkFile(path.join(folder, name)), { force: true });
  }
  removeLeftOvers(folder, now);
  return removed;
}
