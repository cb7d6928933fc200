/** Shared commits over a real libSQL file: order, atomicity, and one bad unit among many. */
import { type Client, createClient, type ResultSet } from '@libsql/client';
import { expect, test } from 'vitest';
import { directCommit, groupCommit } from '#server/context/commit';
import { tempFolder } from '../helpers/temp-folder';

/** A file with one table, and a count of how many commits reached it. */
async function openFile() {
  const folder = tempFolder();
  const client = createClient({ url: `file:${folder.path}/commit.db` });
  await client.execute('create table notes (id integer primary key, note text not null unique)');
  const batches: number[] = [];
  const counting = {
    protocol: client.protocol,
    batch: (statements: Parameters<Client['batch']>[0], mode: 'write') => {
      batches.push(statements.length);
      return client.batch(statements, mode);
    },
  } as Client;
  const dispose = () => {
    client.close();
    folder[Symbol.dispose]();
  };
  return { client, counting, batches, [Symbol.dispose]: dispose };
}

const add = (note: string | null) => ({ sql: 'insert into notes (note) values (?) returning id, note', args: [note] });
const notesOf = (results: ResultSet[]) => results.flatMap((result) => result.rows.map((row) => row.note));

async function storedNotes(client: Client): Promise<unknown[]> {
  return (await client.execute('select note from notes order by id')).rows.map((row) => row.note);
}

test('units of one turn share a commit, and each caller gets its own results', async () => {
  using file = await openFile();
  const commit = groupCommit(file.counting);
  const results = await Promise.all([commit([add('a')]), commit([add('b'), add('c')]), commit([]), commit([add('d')])]);
  expect(results.map(notesOf)).toEqual([['a'], ['b', 'c'], [], ['d']]);
  expect(file.batches).toEqual([4]);
});

test('units are written in the order they were given', async () => {
  using file = await openFile();
  const commit = groupCommit(file.counting);
  const notes = Array.from({ length: 200 }, (_, index) => `note ${index}`);
  const results = await Promise.all(notes.map((note) => commit([add(note)])));
  expect(results.flatMap(notesOf)).toEqual(notes);
  expect(await storedNotes(file.client)).toEqual(notes);
});

test('a shared commit holds at most 64 units', async () => {
  using file = await openFile();
  const commit = groupCommit(file.counting);
  await Promise.all(Array.from({ length: 130 }, (_, index) => commit([add(`note ${index}`)])));
  expect(file.batches).toEqual([64, 64, 2]);
});

test('one bad unit among many fails alone', async () => {
  using file = await openFile();
  const commit = groupCommit(file.counting);
  const settled = await Promise.allSettled([commit([add('a')]), commit([add('b'), add(null)]), commit([add('c')])]);
  expect(settled.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(settled[1]).toMatchObject({ reason: { extendedCode: 'SQLITE_CONSTRAINT_NOTNULL' } });
  expect(await storedNotes(file.client)).toEqual(['a', 'c']);
});

test('two units that exclude each other: the first wins, the second hears why', async () => {
  using file = await openFile();
  const commit = groupCommit(file.counting);
  const [first, second] = await Promise.allSettled([commit([add('same')]), commit([add('same')])]);
  expect(first.status).toBe('fulfilled');
  expect(second).toMatchObject({ status: 'rejected', reason: { extendedCode: 'SQLITE_CONSTRAINT_UNIQUE' } });
});

test('a unit is written whole or not at all', async () => {
  using file = await openFile();
  const commit = groupCommit(file.counting);
  await expect(commit([add('a'), add('b'), add('a')])).rejects.toThrow('UNIQUE');
  expect(await storedNotes(file.client)).toEqual([]);
});

test('units given while a commit is under way are written after it', async () => {
  using file = await openFile();
  const commit = groupCommit(file.counting);
  const second = commit([add('first')]).then(() => commit([add('second')]));
  await Promise.all([second, commit([add('with first')])]);
  expect(await storedNotes(file.client)).toEqual(['first', 'with first', 'second']);
});

test('what a server may have stored before its answer was lost is not written again', async () => {
  using file = await openFile();
  const lost = new Error('the connection was closed');
  const server = {
    protocol: 'http',
    batch: async (statements: Parameters<Client['batch']>[0]) => {
      await file.client.batch(statements, 'write');
      throw lost;
    },
  } as unknown as Client;
  const commit = groupCommit(server);
  const settled = await Promise.allSettled([commit([add('a')]), commit([add('b')])]);
  expect(settled).toEqual([
    { status: 'rejected', reason: lost },
    { status: 'rejected', reason: lost },
  ]);
  expect(await storedNotes(file.client)).toEqual(['a', 'b']);
});

test('on Workers each unit is a commit of its own', async () => {
  using file = await openFile();
  const commit = directCommit(file.counting);
  const results = await Promise.all([commit([add('a')]), commit([add('b')])]);
  expect(results.map(notesOf)).toEqual([['a'], ['b']]);
  expect(file.batches).toEqual([1, 1]);
});
