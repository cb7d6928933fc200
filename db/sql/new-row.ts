/** Rows that are written from what a query finds: `insert … select` names every column of its table. */
import { getTableColumns, isSQLWrapper, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';

type Columns<Table extends SQLiteTable> = Table['_']['columns'];
type Values<Table extends SQLiteTable> = {
  [Key in keyof Table['$inferInsert']]: Table['$inferInsert'][Key] | SQL | SQLiteColumn;
};

/** What a `select` for `insert(table).select(…)` selects: values and columns as given, and the defaults of all others.
 *  @example db.insert(courses).select(db.select(newRow(courses, { departmentId: departments.id, code, title })).from(departments)) */
export function newRow<Table extends SQLiteTable>(
  table: Table,
  values: Values<Table>,
): Record<keyof Columns<Table>, SQL.Aliased> {
  const own: Record<string, unknown> = { ...values };
  const fields = Object.entries(getTableColumns(table)).map(([key, column]) => {
    const value = own[key] === undefined ? (column.default ?? null) : own[key];
    return [key, given(isSQLWrapper(value) ? value : sql.param(value, column))];
  });
  return Object.fromEntries(fields);
}
