/**
 * Backups for the page of the data: `npm run db:backup` in a process of its own, because copying and proving a large school takes seconds
 * in which a process answers nothing. Node only, and for an embedded database.
 */
import { fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { databasePath } from '#db/database-file';
import type { BackupFault, BackupFile, BackupStep } from '#domain/data/backup';
import { backupFolderOf, listBackups } from './backup-folder';
import { BackupError, type Backups } from './context/backups';

const COMMAND = path.resolve('db/cli/backup.ts');

/** Enough for what it says of a failure. */
const MAX_SAID = 2_000;

/** What the command tells on its way. */
type Told = { step?: BackupStep; taken?: string; fault?: BackupFault };

/** Runs the command, in the environment of this process and so on its database. @returns the name of the backup */
function run(onStep: (step: BackupStep) => void): Promise<string> {
  const child = fork(COMMAND, [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  let last: Told = {};
  child.stderr?.on('data', (text) => {
    said = (said + text).slice(0, MAX_SAID);
  });
  child.on('message', (told: Told) => {
    last = { ...last, ...told };
    if (told.step) onStep(told.step);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => (last.taken ? resolve(last.taken) : reject(new BackupError(last.fault ?? 'other', said.trim()))));
  });
}

/** Backups of the database at an address, in the folder of the command; null for one that is a server's. */
export function backupsOf(databaseUrl: string): Backups | null {
  if (!databaseUrl.startsWith('file:')) return null;
  const folder = backupFolderOf(databasePath(databaseUrl));
  const find = (name: string) => listBackups(folder).find((one) => one.name === name) as BackupFile;
  return {
    folder,
    list: async () => listBackups(folder),
    take: async (onStep) => find(await run(onStep)),
    open: (name) => Readable.toWeb(createReadStream(path.join(folder, name))) as ReadableStream<Uint8Array>,
  };
}
