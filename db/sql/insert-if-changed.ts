/** An insert that rides in a batch behind a change, and happens only if that change did. */
import { getTableColumns, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';

/** Inserts a row when the statement before it in the batch changed one. What is left out is null, also where a column has a default. */
export function insertIfChanged<Table extends SQLiteTable>(db: Database, table: Table, row: Table['$inferInsert']) {
  const given: Record<string, unknown> = row;
  const values = Object.entries(getTableColumns(table)).map(([name, column]) => sql.param(given[name] ?? null, column));
  return db.insert(table).select(sql`select ${sql.join(values, sql`, `)} where changes() > 0`);
}
