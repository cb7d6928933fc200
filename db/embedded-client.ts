/**
 * The client of an embedded database file. The driver prepares a statement each time it runs, which costs a check-in more than
 * running it does; here each connection keeps what it has prepared. Each connection also gets its pragmas as it is opened.
 */
import type { Client } from '@libsql/client';
import { ConnectionPool, Sqlite3Client } from '@libsql/client/sqlite3';

type Connection = ReturnType<ConnectionPool['acquireSync']>;
type Statement = ReturnType<Connection['prepare']>;

/** More than the product has: statements composed at run time push out the oldest. */
const STATEMENTS_KEPT = 300;

/** Anything else changes the schema or the connection, and runs once. */
const IS_KEPT = /^\s*(select|insert|update|delete|with|begin|commit)\b/i;
/** What it returns changes with the schema. */
const RETURNS_ALL = /\bselect\s+\*|\.\*/i;

/** Names and number of the values a statement takes. */
function valuesOf(sql: string): { count: number; names: string[] } {
  const code = sql.replace(/'[^']*'/g, '');
  const names = new Set((code.match(/[:@$][A-Za-z_]\w*/g) ?? []).map((name) => name.slice(1)));
  return { count: code.split('?').length - 1, names: [...names] };
}

/** A kept statement remembers earlier values: one that is missing must not be taken from another request. */
function insistOnValues(statement: Statement, sql: string): void {
  const { count, names } = valuesOf(sql);
  const check = (values: unknown) => {
    if (Array.isArray(values) ? values.length !== count : names.some((name) => !(name in (values as object))))
      throw new RangeError(`The statement takes ${count} values and these by name: ${names.join(', ')}.`);
  };
  for (const name of ['run', 'iterate'] as const) {
    const original = (statement[name] as (values: unknown) => never).bind(statement);
    statement[name] = (values: unknown) => {
      check(values);
      return original(values);
    };
  }
}

/** The driver asks anew for each run what a statement returns. */
function rememberShape(statement: Statement): void {
  const columns = statement.columns.bind(statement);
  let names: ReturnType<Statement['columns']> | undefined;
  statement.columns = () => {
    names ??= columns();
    return names;
  };
  const raw = statement.raw.bind(statement);
  let refusal: unknown;
  statement.raw = (toggle?: boolean) => {
    if (refusal) throw refusal;
    try {
      return raw(toggle);
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
}

function keepStatements(connection: Connection): void {
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, Statement>();
  connection.prepare = ((sql: string) => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = prepare(sql);
    if (!IS_KEPT.test(sql) || RETURNS_ALL.test(sql)) return statement;
    insistOnValues(statement, sql);
    rememberShape(statement);
    if (kept.size >= STATEMENTS_KEPT) kept.delete(kept.keys().next().value as string);
    kept.set(sql, statement);
    return statement;
  }) as Connection['prepare'];
}

/** A pool whose connections are set up as they are opened, also one that replaces another. */
class PreparingPool extends ConnectionPool {
  readonly #ready = new WeakSet<Connection>();
  readonly #pragmas: string;

  constructor(path: string, { pragmas, timeoutMs, connections }: EmbeddedOptions) {
    super(path, { timeout: timeoutMs } as ConstructorParameters<typeof ConnectionPool>[1], connections);
    this.#pragmas = pragmas;
  }

  override acquireSync(forTransaction = false): Connection {
    const connection = super.acquireSync(forTransaction);
    if (this.#ready.has(connection)) return connection;
    connection.exec(this.#pragmas);
    keepStatements(connection);
    this.#ready.add(connection);
    return connection;
  }
}

export type EmbeddedOptions = {
  /** Run on each connection. */
  pragmas: string;
  /** How long a writer waits for another process. */
  timeoutMs: number;
  connections: number;
};

/** @param path of the file
 *  @throws when the file cannot be opened, at the first use */
export function openEmbedded(path: string, options: EmbeddedOptions): Client {
  return new Sqlite3Client(new PreparingPool(path, options), 'number');
}
