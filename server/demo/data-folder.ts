/** The folder beside an embedded database, and the demo's secret in it. Node only. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { databasePath, UnusableDatabase } from '#db/database-file';
import type { Config } from '#server/config';

/** Where things are kept when the database is elsewhere. */
const DEFAULT_FOLDER = '.data';

/** Like `mkdir -p`. Node's own tries for ever where a file system refuses as `/proc` does: with ENOENT. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process that starts at the same time may have made it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Makes and names the folder that holds the database file of a `file:` address, or `.data` for a server's.
 *  @throws UnusableDatabase when it cannot be made or written */
export function openDataFolder(databaseUrl: string): string {
  const folder = databaseUrl.startsWith('file:') ? path.dirname(databasePath(databaseUrl)) : DEFAULT_FOLDER;
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = String((cause as NodeJS.ErrnoException).code);
    throw new UnusableDatabase(`The folder ${folder} cannot be made or written (${why}). The database is kept there.`, { cause });
  }
  return folder;
}

/** The secret kept in `folder`, made on the first call, so that sign-ins and codes outlive a restart. Two processes starting
 *  at once agree on one.
 *  @throws when the folder cannot be written */
export function demoSecret(folder: string): string {
  const file = path.join(folder, 'secret-key');
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

/** The deployment's secret: the one that is set, or the demo's, which is kept beside its database.
 *  @throws UnusableDatabase when the folder cannot be made or written */
export function secretOf({ secretKey, databaseUrl }: Pick<Config, 'secretKey' | 'databaseUrl'>): string {
  const folder = openDataFolder(databaseUrl);
  return secretKey ?? demoSecret(folder);
}

/** Less is full: the database writes ahead this much before it tidies up. */
const LEAST_FREE_BYTES = 4_000_000;

/** Whether a folder's disk has no room left for the database to go on. One system call; writes nothing. */
export async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize < LEAST_FREE_BYTES;
}
