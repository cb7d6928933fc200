/** Multi-row inserts for seeds: one statement and one parameter whatever the number of rows. Triggers fire row by row, in the order given. */
import type { Client, InStatement } from '@libsql/client';
import { getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { toSnakeCase } from '../columns';

/** Inserts `rows`, which all name the same columns as the first one does; nothing when there are none.
 *  Booleans are stored as 0 and 1, objects and arrays as JSON text. */
export function insertRows<T extends SQLiteTable>(table: T, rows: T['$inferInsert'][]): InStatement[] {
  const keys = Object.keys(rows[0] ?? {});
  if (keys.length === 0) return [];
  const columns = keys.map(toSnakeCase).join(', ');
  const values = keys.map((_, index) => `json_extract(value, '$[${index}]')`).join(', ');
  const lists = rows.map((row: Record<string, unknown>) => keys.map((key) => row[key] ?? null));
  return [
    {
      sql: `insert into ${getTableName(table)} (${columns}) select ${values} from json_each(?)`,
      args: [JSON.stringify(lists)],
    },
  ];
}

/** The highest id a table has ever given out; 0 where it has given none. Ids above it are free. */
export type IdsBefore = (table: SQLiteTable) => number;

/** Reads where free ids begin, so that a seed can refer to its own rows before they are stored. */
export async function loadIdsBefore(client: Client): Promise<IdsBefore> {
  const { rows } = await client.execute('select name, seq from sqlite_sequence');
  const sequences = new Map(rows.map((row) => [row.name as string, row.seq as number]));
  return (table) => sequences.get(getTableName(table)) ?? 0;
}
