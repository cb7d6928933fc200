import Libsql from 'libsql';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '#db/client';
import { openEmbedded } from '#db/embedded-client';
import { testDb } from '../helpers/db';

test('a kept statement answers with its own values each time', async () => {
  await using db = await testDb();
  const say = async (name: string) => (await db.$client.execute({ sql: 'select :name as name', args: { name } })).rows[0]?.name;
  expect(await say('Ada')).toBe('Ada');
  expect(await say('Grace')).toBe('Grace');
});

test.each([
  ['a positional value', 'select ? as a, ? as b', ['one', 'two'], ['one']],
  ['a named value', 'select :a as a, :b as b', { a: 'one', b: 'two' }, { a: 'one' }],
])('%s that is missing is refused, not taken from the call before', async (_, sql, all, some) => {
  await using db = await testDb();
  await db.$client.execute({ sql, args: all });
  await expect(db.$client.execute({ sql, args: some })).rejects.toThrow(/takes/);
});

test('quoted text that looks like a value is none', async () => {
  await using db = await testDb();
  const { rows } = await db.$client.execute({ sql: "select '?' || ':a' || ? as text", args: ['!'] });
  expect(rows[0]?.text).toBe('?:a!');
});

test('the connection is durable and keeps the promises', async () => {
  await using made = await testDb();
  // As the server opens it: the tests' own databases outlast no power cut.
  const db = await openDatabase({ url: `file:${made.file}` });
  for (const [pragma, value] of [
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['recursive_triggers', 1],
  ] as const) {
    const { rows } = await db.$client.execute(`pragma ${pragma}`);
    expect(rows[0]?.[0]).toBe(value);
  }
  db.$client.close();
});

test('a value that the engine does not know is refused before it gets there', async () => {
  await using db = await testDb();
  for (const value of [undefined, {}, [], Number.NaN] as never[])
    await expect(db.$client.execute({ sql: 'select ? as a', args: [value] })).rejects.toThrow('stored');
});

test('of columns with the same name the first counts, and each has its number', async () => {
  await using db = await testDb();
  const { rows } = await db.$client.execute("select 1 as a, 'x' as b, 2 as a");
  expect(rows.map((row) => [{ ...row }, Array.from(row as unknown as ArrayLike<unknown>)])).toEqual([
    [{ a: 1, b: 'x' }, [1, 'x', 2]],
  ]);
});

test('bytes come back as they were given', async () => {
  await using db = await testDb();
  const bytes = new Uint8Array([9, 1, 2, 3]).subarray(1);
  const { rows } = await db.$client.execute({ sql: 'select ? as a', args: [bytes] });
  expect(new Uint8Array(rows[0]?.a as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 3]));
});

test('a table made after a statement was kept is seen by it', async () => {
  await using db = await testDb();
  const before = await db.$client.execute({ sql: 'select count(*) n from sqlite_master where name = ?', args: ['later'] });
  await db.$client.execute('create table later (id integer primary key)');
  const after = await db.$client.execute({ sql: 'select count(*) n from sqlite_master where name = ?', args: ['later'] });
  expect([before.rows[0]?.n, after.rows[0]?.n]).toEqual([0, 1]);
});

const ALL_WITHIN =
  "with t as (select s.* from school s where (id > (0)) or '(' = '') select (select count(*) from t) n, id from t";

test.each([
  ['names its columns', 'select id from school', 1],
  ['selects all of a table within it', ALL_WITHIN, 1],
  ['returns all of a table', 'select * from school', 2],
  ['returns all of what is within it', 'select t.* from (select id from school) t', 2],
])('a statement that %s is prepared as often as what it returns may change', async (_, sql, times) => {
  await using db = await testDb();
  const prepare = vi.spyOn(Libsql.prototype, 'prepare');
  for (const statement of [sql, sql]) await db.$client.execute(statement);
  expect(prepare.mock.calls.filter(([prepared]) => prepared === sql)).toHaveLength(times);
  prepare.mockRestore();
});

test('a write with rows that finds the file locked keeps nobody from committing after it', async () => {
  await using db = await testDb();
  await db.$client.execute('create table later (id integer primary key)');
  const client = openEmbedded(db.file, { pragmas: '', timeoutMs: 20 });
  const other = new Libsql(db.file);
  const adding = 'insert into later (id) values (1) returning id';
  other.exec('begin immediate');
  await expect(client.execute(adding)).rejects.toThrow('locked');
  await expect(client.batch([adding], 'deferred')).rejects.toThrow('locked');
  other.exec('rollback');
  other.close();
  const [added] = await client.batch(['insert into later (id) values (2)'], 'write');
  expect(added?.rowsAffected).toBe(1);
  client.close();
});
