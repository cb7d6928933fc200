/** Names of tables' columns as the database has them, for hand-written SQL that must hold for every column. */
import { getTableColumns } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/** A property's name as its column is called. */
export function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Every column of a table, in its order. */
export function columnNames(table: SQLiteTable): string[] {
  return Object.keys(getTableColumns(table)).map(toSnakeCase);
}
