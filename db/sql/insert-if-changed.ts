/** An insert that rides in a batch behind a change, and happens only if that change did. */
import { sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { ONE_ROW, rowOf, type Values } from './values';

/** Inserts a row when the statement before it in the batch changed one. */
export function insertIfChanged<Table extends SQLiteTable>(db: Database, table: Table, row: Values<Table>) {
  const values = db.select(rowOf(table, row)).from(ONE_ROW);
  return db.insert(table).select(values.where(sql`changes() > 0`).getSQL());
}
