/** A database of one's own for a test: a copy of one migrated file, gone when the test ends. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';

const FOLDER = path.join(os.tmpdir(), 'muster-tests');
const MIGRATIONS = path.resolve('db/migrations');

/** Names the base file after the migrations in it, so that a changed migration makes a new one. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) {
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(path.join(MIGRATIONS, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

/** Made aside and then renamed: test processes that start together never see half a file. */
async function makeBase(file: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  const db = await openDatabase({ url: `file:${draft}` });
  await migrateDatabase(db);
  await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  db.$client.close();
  renameSync(draft, file);
  removeDatabase(draft);
}

let base: Promise<string> | undefined;

async function baseFile(): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `base-${fingerprint()}.db`);
  if (!existsSync(file)) await makeBase(file);
  return file;
}

export type TestDb = Database & AsyncDisposable & { file: string };

/** A migrated, empty database: `await using db = await testDb()`.
 *  @param original database file to copy in the place of an empty one */
export async function testDb(original?: string): Promise<TestDb> {
  base ??= baseFile();
  const file = path.join(FOLDER, `${crypto.randomUUID()}.db`);
  copyFileSync(original ?? (await base), file);
  const db = await openDatabase({ url: `file:${file}` });
  // It outlasts no power cut.
  await db.$client.execute('pragma synchronous=off');
  const dispose = async () => {
    db.$client.close();
    removeDatabase(file);
  };
  return Object.assign(db, { file, [Symbol.asyncDispose]: dispose });
}
