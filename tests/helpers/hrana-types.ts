/** Hrana version 2 over HTTP, as far as `@libsql/client` uses it.
 *  https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md */

export type Value =
  | { type: 'null' }
  | { type: 'integer'; value: string }
  | { type: 'float'; value: number }
  | { type: 'text'; value: string }
  | { type: 'blob'; base64: string };

export type SqlText = { sql?: string; sql_id?: number };
export type Statement = SqlText & { args?: Value[]; named_args?: { name: string; value: Value }[]; want_rows?: boolean };

export type Condition =
  | { type: 'ok' | 'error'; step: number }
  | { type: 'not'; cond: Condition }
  | { type: 'and' | 'or'; conds: Condition[] }
  | { type: 'is_autocommit' };

export type HranaRequest =
  | { type: 'execute'; stmt: Statement }
  | { type: 'batch'; batch: { steps: { stmt: Statement; condition?: Condition | null }[] } }
  | ({ type: 'sequence' | 'describe' } & SqlText)
  | { type: 'store_sql'; sql_id: number; sql: string }
  | { type: 'close_sql'; sql_id: number }
  | { type: 'get_autocommit' | 'close' };

export type StatementResult = {
  cols: { name: string; decltype: string | null }[];
  rows: Value[][];
  affected_row_count: number;
  last_insert_rowid: string;
};

export type HranaError = { message: string; code: string };

/** A value as the driver takes it. */
export function toSql(value: Value): unknown {
  switch (value.type) {
    case 'null':
      return null;
    case 'integer':
      return BigInt(value.value);
    case 'blob':
      return Buffer.from(value.base64, 'base64');
    default:
      return value.value;
  }
}

/** A value as the driver gives it; integers come as bigint. */
export function fromSql(value: unknown): Value {
  if (value === null || value === undefined) return { type: 'null' };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return { type: 'float', value };
  if (typeof value === 'string') return { type: 'text', value };
  return { type: 'blob', base64: Buffer.from(value as Uint8Array).toString('base64') };
}

export function toHranaError(error: unknown): HranaError {
  const { message, code } = error as Error & { code?: string };
  return { message, code: code ?? 'SQLITE_ERROR' };
}
