/** Reads with hand-written SQL, for the hot paths and for statements Drizzle cannot say. Writes go through a commit instead. */
import type { InArgs, ResultSet } from '@libsql/client';
import type { Database } from './client';

/** A list of texts for `in (…)`, of values that are the program's own. */
export function sqlTexts(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ');
}

/** Rows of a select, as the statement names their columns. The caller states the row's shape. They are plain objects: the client's
 *  rows also answer to numbers, and a page's serialiser refuses such.
 *  @throws LibsqlError when the statement fails */
export async function queryRows<Row>(db: Database, sql: string, args: InArgs = []): Promise<Row[]> {
  const { rows } = await db.$client.execute({ sql, args });
  return rows.map((row) => ({ ...row }) as Row);
}

/** The first row, or null. */
export async function queryRow<Row>(db: Database, sql: string, args: InArgs = []): Promise<Row | null> {
  const [row] = await queryRows<Row>(db, sql, args);
  return row ?? null;
}

/** The row that a statement of a commit returned, as it names its columns, or null. The caller states the row's shape. */
export function returnedRow<Row>(result: ResultSet | undefined): Row | null {
  return (result?.rows[0] as Row | undefined) ?? null;
}
