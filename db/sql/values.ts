/** Values and computed columns of the builder's statements. */
import { type Column, getTableColumns, isSQLWrapper, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type SQLiteColumn, SQLiteSyncDialect, type SQLiteTable } from 'drizzle-orm/sqlite-core';

const dialect = new SQLiteSyncDialect({ casing: 'snake_case' });

/** An expression as text, for a statement by hand. Named arguments may stand in it as `sql.raw(':name')`, values may not. */
export function sqlText(expression: SQL): string {
  return dialect.sqlToQuery(expression).sql;
}

/** One row of nothing: what a select of values is from. */
export const ONE_ROW = sql`(select 1)`;

/** What a condition says of each row, as a boolean; null where it is not known. */
export function asBoolean(condition: SQLWrapper | undefined): SQL<boolean> {
  return sql<boolean>`${condition}`.mapWith(Boolean);
}

/** An expression of a JSON document, read as what the document says. */
export const asJson = <Value>(document: SQL): SQL<Value> => sql<Value>`${document}`.mapWith((text) => JSON.parse(text));

type Insert<Table extends SQLiteTable> = Table['$inferInsert'];

/** Values, columns of what is selected from, or expressions. */
export type Values<Table extends SQLiteTable> = { [Key in keyof Insert<Table>]: Insert<Table>[Key] | SQL | SQLiteColumn };

function columnValue(column: Column, given: unknown) {
  const value = given === undefined ? (column.default ?? null) : given;
  return isSQLWrapper(value) ? value : sql.param(value, column);
}

/** What to select for an `insert … select`: a value for each column of the table, in the table's order.
 *  @example db.insert(closures).select(db.select(rowOf(closures, { name, fromDay, untilDay })).from(ONE_ROW).where(isFree)) */
export function rowOf<Table extends SQLiteTable>(table: Table, values: Values<Table>) {
  const given = values as Record<string, unknown>;
  const columns = Object.entries(getTableColumns(table));
  const row = columns.map(([name, column]) => [name, sql`${columnValue(column, given[name])}`.as(name)]);
  return Object.fromEntries(row) as Record<keyof Insert<Table> & string, SQL.Aliased>;
}
