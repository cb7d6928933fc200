/** The list of what refers to a person is what the database's foreign keys say. */
import { getTableName } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { toSnakeCase } from '#db/columns';
import { queryRows } from '#db/query';
import { PERSON_REFERENCES } from '#server/services/person/person-references';
import { testDb } from '../helpers/db';

const KEYS = `select m.name || '.' || k."from" "column", k.on_delete onDelete from sqlite_master m join pragma_foreign_key_list(m.name) k
  where m.type = 'table' and k."table" = 'users'`;

/** Columns that refer to `users`, each with what the key does when the person is deleted. */
async function keysOf(db: Database): Promise<Map<string, string>> {
  const rows = await queryRows<{ column: string; onDelete: string }>(db, KEYS);
  return new Map(rows.map(({ column, onDelete }) => [column, onDelete]));
}

test('every foreign key to a person is listed, and says truly whether it goes with them', async () => {
  await using db = await testDb();
  const listed = PERSON_REFERENCES.map(({ column, onDelete }) => [
    `${getTableName(column.table)}.${toSnakeCase(column.name)}`,
    onDelete === 'goes' ? 'CASCADE' : 'NO ACTION',
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(await keysOf(db)));
});
