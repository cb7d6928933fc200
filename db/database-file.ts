/**
 * The file of an embedded database, before it is opened: that it can be used at all, and that only its owner reads it. Node only.
 * What cannot be used is left as it is.
 */
import { accessSync, chmodSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Stops a start. The message is one sentence or two for whoever runs the server: what is wrong, and what to do. */
export class UnusableDatabase extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnusableDatabase';
  }
}

/** Its owner reads and writes it, nobody else: it holds names, marks and the hashes of passwords. */
const PRIVATE = 0o600;

/** How every SQLite file begins. */
const MAGIC = 'SQLite format 3\0';

/** The path in a `file:` address. */
export function databasePath(url: string): string {
  const address = url.split('?', 1)[0] ?? '';
  return address.startsWith('file://') ? fileURLToPath(address) : address.slice('file:'.length);
}

/** Makes a file that only its owner reads, if there is none. */
export function createPrivateFile(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE));
}

/** Takes a file, and what SQLite keeps beside it, from everybody but its owner. What belongs to somebody else stays as they set it,
 *  and so does everything where a file system knows no modes. */
function makePrivate(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    try {
      if (existsSync(file) && statSync(file).mode & 0o077) chmodSync(file, PRIVATE);
    } catch (error) {
      if (!['EPERM', 'ENOTSUP', 'ENOENT'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
  }
}

function beginning(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MAGIC.length);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}

/** @throws UnusableDatabase for what is there and is no database, or cannot be read and written */
function requireDatabase(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new UnusableDatabase(`The database ${path} cannot be read and written by this user (${codeOf(cause)}).`, { cause });
  }
  if (!statSync(path).isFile()) throw new UnusableDatabase(`${path} is not a file: DATABASE_URL must name the database's file.`);
  const text = beginning(path);
  if (text !== '' && text !== MAGIC)
    throw new UnusableDatabase(
      `${path} is not a database. It was left as it is: name another file in DATABASE_URL, or move it away.`,
    );
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}

/** Makes sure of a database file that can be opened: the one that is there, or a new one. Only its owner reads it from then on.
 *  @throws UnusableDatabase */
export function prepareDatabaseFile(path: string): void {
  if (existsSync(path)) requireDatabase(path);
  try {
    createPrivateFile(path);
  } catch (cause) {
    throw new UnusableDatabase(`The database ${path} cannot be made (${codeOf(cause)}).`, { cause });
  }
  makePrivate(path);
}
