/** The folder beside an embedded database, and the demo's secret in it. Node only. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { databasePath, UnusableDatabase } from '#db/database-file';

/** Where things are kept when the database is elsewhere. */
const DEFAULT_FOLDER = '.data';

/** Makes and names the folder that holds the database file of a `file:` address, or `.data` for a server's.
 *  @throws UnusableDatabase when it cannot be made or written */
export function openDataFolder(databaseUrl: string): string {
  const folder = databaseUrl.startsWith('file:') ? path.dirname(databasePath(databaseUrl)) : DEFAULT_FOLDER;
  try {
    mkdirSync(folder, { recursive: true });
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
