/**
 * The connection to an embedded database file. Preparing a statement costs a check-in more than running it does, so what has been
 * prepared is kept. Everything here is synchronous: nothing comes between the statements of a write.
 */
import { type InArgs, type InStatement, type InValue, LibsqlError, type ResultSet, type Row } from '@libsql/client';
import Libsql from 'libsql';

export type ConnectionOptions = {
  /** Run as the connection is opened. */
  pragmas: string;
  /** How long a writer waits for another process. */
  timeoutMs: number;
};

/** More than the product has: statements composed at run time push out the oldest. */
const STATEMENTS_KEPT = 300;

/** Anything else changes the schema or the connection, and runs once. */
const IS_KEPT = /^\s*(select|insert|update|delete|with|begin|commit)\b/i;
/** What is selected within a statement decides nothing about what the statement returns. */
const WITHIN = /'[^']*'|\([^()']*\)/g;
const ALL = /\bselect\s+\*|\.\*/i;
/** A write with rows has the file locked first: where it cannot lock it itself, the engine leaves it under way, and then no transaction
 *  can be committed any more. */
const WRITES_WITH_ROWS = /^(?!\s*explain\b)[\s\S]*\breturning\b/i;

/** Whether what it returns changes with the schema. */
function returnsAll(sql: string): boolean {
  const around = sql.replace(WITHIN, '');
  return around === sql ? ALL.test(sql) : returnsAll(around);
}

function sqlOf(statement: InStatement): string {
  return typeof statement === 'string' ? statement : statement.sql;
}

/** What the engine takes. Anything else ends the whole process. */
type Bound = null | string | number | bigint | Buffer;

/** @throws TypeError, RangeError for what cannot be stored */
function toBound(value: InValue): Bound {
  if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const number = value instanceof Date ? value.valueOf() : value;
  if (typeof number !== 'number') throw new TypeError(`A value of type ${typeof value} cannot be stored.`);
  if (!Number.isFinite(number)) throw new RangeError('Only finite numbers can be stored.');
  return number;
}

/** The values a statement takes: so many without a name, and these by name, in the order the engine counts them in. */
function placesOf(sql: string): { count: number; names: string[] } {
  const code = sql.replace(/'[^']*'/g, '');
  const names = new Set((code.match(/[:@$][A-Za-z_]\w*/g) ?? []).map((name) => name.slice(1)));
  return { count: code.split('?').length - 1, names: [...names] };
}

/** The engine's error as the client's, under the code that its own begins with. */
function toLibsqlError(error: unknown): unknown {
  if (!(error instanceof Libsql.SqliteError)) return error;
  const code = /^SQLITE_[A-Z]+/.exec(error.code)?.[0] ?? 'SQLITE_UNKNOWN';
  return new LibsqlError(error.message, code, error.code, error.rawCode, error);
}

/** Makes rows of one statement: objects with its columns, which also answer to numbers, as the query builder reads them. Of columns
 *  with the same name the first counts. */
function rowsWith(columns: readonly string[]): new (values: unknown[]) => object {
  const named = columns.map((name, index) => ({ name, index })).filter(({ name, index }) => columns.indexOf(name) === index);
  class StatementRow {
    readonly #values: unknown[];
    [name: string]: unknown;
    constructor(values: unknown[]) {
      this.#values = values;
      for (const { name, index } of named) this[name] = values[index];
    }
    static {
      Object.defineProperty(StatementRow.prototype, 'length', { value: columns.length });
      for (const index of columns.keys())
        Object.defineProperty(StatementRow.prototype, index, {
          get(this: StatementRow) {
            return this.#values[index];
          },
        });
    }
  }
  return StatementRow;
}

/** Blobs are memory of their own, as the client hands them out. */
function fromEngine(value: unknown): unknown {
  return value instanceof Buffer ? value.buffer : value;
}

/** A prepared statement with what the engine would have to be asked each time. */
class Kept {
  readonly writesWithRows: boolean;
  readonly #statement: Libsql.Statement;
  readonly #places: ReturnType<typeof placesOf>;
  readonly #columns: string[];
  readonly #columnTypes: string[];
  readonly #Row: ReturnType<typeof rowsWith> | null;

  constructor(statement: Libsql.Statement, sql: string) {
    this.writesWithRows = WRITES_WITH_ROWS.test(sql);
    this.#statement = statement;
    this.#places = placesOf(sql);
    const columns = statement.reader ? statement.raw(true).columns() : [];
    this.#columns = columns.map(({ name }) => name);
    this.#columnTypes = columns.map(({ type }) => type ?? '');
    this.#Row = statement.reader ? rowsWith(this.#columns) : null;
  }

  /** @throws RangeError when a value is missing: the engine would take null for it */
  #boundOf(args: InArgs): Bound[] {
    const { count, names } = this.#places;
    if (Array.isArray(args) ? args.length !== count : !names.every((name) => name in args))
      throw new RangeError(`The statement takes ${count} values and these by name: ${names.join(', ')}.`);
    return Array.isArray(args) ? args.map(toBound) : names.map((name) => toBound(args[name] as InValue));
  }

  run(args: InArgs): ResultSet {
    const bound = this.#boundOf(args);
    if (!this.#Row) {
      const { changes, lastInsertRowid } = this.#statement.run(bound);
      return this.#result([], changes, BigInt(lastInsertRowid));
    }
    const rows: object[] = [];
    for (const values of this.#statement.all(bound) as unknown[][]) rows.push(new this.#Row(values.map(fromEngine)));
    return this.#result(rows as Row[], 0, undefined);
  }

  #result(rows: Row[], rowsAffected: number, lastInsertRowid: bigint | undefined): ResultSet {
    const told = { columns: this.#columns, columnTypes: this.#columnTypes, rows, rowsAffected, lastInsertRowid };
    return { ...told, toJSON: () => told };
  }
}

export class Connection {
  readonly #database: Libsql.Database;
  readonly #kept = new Map<string, Kept>();

  /** @param path of the file  @throws LibsqlError when it cannot be opened */
  constructor(path: string, { pragmas, timeoutMs }: ConnectionOptions) {
    try {
      this.#database = new Libsql(path, { timeout: timeoutMs });
      this.#database.exec(pragmas);
    } catch (error) {
      throw toLibsqlError(error);
    }
  }

  /** Runs one statement.
   *  @throws LibsqlError when it fails, RangeError when a value is missing */
  run(statement: InStatement): ResultSet {
    return this.#writesWithRows(statement) ? (this.runTogether([statement], 'begin')[0] as ResultSet) : this.#run(statement);
  }

  #run(statement: InStatement): ResultSet {
    const { sql, args = [] } = typeof statement === 'string' ? { sql: statement } : statement;
    try {
      return this.#prepared(sql).run(args);
    } catch (error) {
      throw toLibsqlError(error);
    }
  }

  /** Runs statements one after the other, all or none.
   *  @param begin how the transaction begins; a write with rows makes it immediate  @throws LibsqlError, RangeError when one fails; then nothing was written */
  runTogether(statements: readonly InStatement[], begin: 'begin immediate' | 'begin'): ResultSet[] {
    const locks = begin === 'begin immediate' || statements.some((statement) => this.#writesWithRows(statement));
    this.#run(locks ? 'begin immediate' : begin);
    try {
      const results = statements.map((statement) => this.#run(statement));
      this.#run('commit');
      return results;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('rollback');
      throw error;
    }
  }

  /** Runs a text of several statements that take no values.
   *  @throws LibsqlError when one fails */
  runScript(sql: string): void {
    try {
      this.#database.exec(sql);
    } catch (error) {
      throw toLibsqlError(error);
    }
  }

  /** The engine lets go of the file only once all that was prepared has been collected, or the process ends. Until then nobody may rename
   *  the file: a connection of this process by the new name would share the index of the log with the old name, and no other process. */
  close(): void {
    this.#kept.clear();
    this.#database.close();
  }

  /** Known of what has been prepared: looking for it takes as long as finding a student does. */
  #writesWithRows(statement: InStatement): boolean {
    const sql = sqlOf(statement);
    return this.#kept.get(sql)?.writesWithRows ?? WRITES_WITH_ROWS.test(sql);
  }

  #prepared(sql: string): Kept {
    const known = this.#kept.get(sql);
    if (known) return known;
    const made = new Kept(this.#database.prepare(sql), sql);
    if (!IS_KEPT.test(sql) || returnsAll(sql)) return made;
    if (this.#kept.size >= STATEMENTS_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    this.#kept.set(sql, made);
    return made;
  }
}
