/** What is no school of this release is told in a sentence and left as it is; what is one, only its owner reads. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
import { openDatabase } from '#db/client';
import { UnusableDatabase } from '#db/database-file';
import { migrateDatabase } from '#db/migrate';
import { openDataFolder } from '#server/demo/data-folder';
import { explain } from '#server/explain';
import { tempFolder } from '../helpers/temp-folder';

/** The sentence that opening ends with. */
async function refusal(open: () => unknown): Promise<string> {
  const error = await Promise.resolve()
    .then(open)
    .catch((reason) => reason);
  expect(error).toBeInstanceOf(UnusableDatabase);
  expect(explain(error)).not.toContain('\n');
  return explain(error);
}

/** Runs statements in a file without any of our own pragmas. */
async function execute(file: string, ...statements: string[]): Promise<void> {
  const client = createClient({ url: `file:${file}` });
  for (const sql of statements) await client.execute(sql);
  client.close();
}

async function newSchool(file: string): Promise<void> {
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  await db.$client.execute({ sql: 'vacuum into ?', args: [`${file}.copy`] });
  db.$client.close();
}

/** Every file of a folder with what its content is known by. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join(folder, name)))
        .digest('hex'),
    ]),
  );
}

test('a database of a newer release is named as one and left as it is', async () => {
  using folder = tempFolder();
  const file = path.join(folder.path, 'later', 'muster.db');
  mkdirSync(path.dirname(file));
  await newSchool(path.join(folder.path, 'muster.db'));
  renameSync(path.join(folder.path, 'muster.db.copy'), file);
  const later = "insert into __drizzle_migrations (hash, created_at) values ('of a later release', 4000000000000)";
  await execute(file, later);
  const before = contents(path.dirname(file));
  expect(await refusal(() => openDatabase({ url: `file:${file}` }))).toContain('was made by a newer release of Muster');
  expect(contents(path.dirname(file))).toEqual(before);
});

test.each([
  ['a text', Buffer.from('these are our marks, kept by hand'), 'is not a database'],
  ['a file that only begins like one', Buffer.from(`SQLite format 3\0${'x'.repeat(5_000)}`), 'is not a database'],
])('%s is no database and is left as it is', async (_name, bytes, sentence) => {
  using folder = tempFolder();
  const file = path.join(folder.path, 'muster.db');
  writeFileSync(file, bytes);
  const before = contents(folder.path);
  expect(await refusal(() => openDatabase({ url: `file:${file}` }))).toContain(sentence);
  expect(contents(folder.path)).toEqual(before);
});

test('another program’s database is not filled with a school', async () => {
  using folder = tempFolder();
  const file = path.join(folder.path, 'places.sqlite');
  await execute(file, 'create table bookmarks (url text)');
  const before = contents(folder.path);
  expect(await refusal(() => openDatabase({ url: `file:${file}` }))).toContain('belongs to another program');
  expect(contents(folder.path)).toEqual(before);
});

test('a folder in place of the file, and one that cannot be made, are told', async () => {
  using folder = tempFolder();
  const place = path.join(folder.path, 'muster.db');
  mkdirSync(place);
  expect(await refusal(() => openDatabase({ url: `file:${place}` }))).toContain('is not a file');
  writeFileSync(path.join(folder.path, 'occupied'), '');
  expect(await refusal(() => openDataFolder(`file:${folder.path}/occupied/muster.db`))).toContain('cannot be made or written');
  expect(await refusal(() => openDataFolder('file:/proc/nowhere/muster.db'))).toContain('cannot be made or written');
});

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

test('only its owner reads a database, new or old, and what is written beside it', async () => {
  using folder = tempFolder();
  const file = path.join(folder.path, 'muster.db');
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  expect(readdirSync(folder.path).sort()).toEqual(['muster.db', 'muster.db-shm', 'muster.db-wal']);
  for (const name of readdirSync(folder.path)) expect([name, modeOf(path.join(folder.path, name))]).toEqual([name, '600']);
  for (const name of readdirSync(folder.path)) chmodSync(path.join(folder.path, name), 0o644);
  const again = await openDatabase({ url: `file:${file}` });
  for (const name of readdirSync(folder.path)) expect([name, modeOf(path.join(folder.path, name))]).toEqual([name, '600']);
  again.$client.close();
  db.$client.close();
});
