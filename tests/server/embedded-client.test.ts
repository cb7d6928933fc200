import { expect, test } from 'vitest';
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

test('every connection is durable and keeps the promises', async () => {
  await using db = await testDb();
  for (const [pragma, value] of [
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['recursive_triggers', 1],
  ] as const) {
    const answers = await Promise.all(Array.from({ length: 8 }, () => db.$client.execute(`pragma ${pragma}`)));
    expect(new Set(answers.map(({ rows }) => rows[0]?.[0]))).toEqual(new Set([value]));
  }
});

test('a table made after a statement was kept is seen by it', async () => {
  await using db = await testDb();
  const before = await db.$client.execute({ sql: 'select count(*) n from sqlite_master where name = ?', args: ['later'] });
  await db.$client.execute('create table later (id integer primary key)');
  const after = await db.$client.execute({ sql: 'select count(*) n from sqlite_master where name = ?', args: ['later'] });
  expect([before.rows[0]?.n, after.rows[0]?.n]).toEqual([0, 1]);
});
