/** One Hrana stream: a connection of the embedded engine that answers the protocol's requests one after the other. */
import Libsql from 'libsql';
import {
  type Condition,
  fromSql,
  type HranaRequest,
  type SqlText,
  type Statement,
  type StatementResult,
  toHranaError,
  toSql,
} from './hrana-types';

/** What is used of the engine, whose own types leave out some of it. */
export type Connection = {
  inTransaction: boolean;
  exec: (sql: string) => void;
  prepare: (sql: string) => PreparedStatement;
  defaultSafeIntegers: (on: boolean) => void;
  close: () => void;
};
type PreparedStatement = {
  /** Throws for a statement that returns no rows. */
  raw: (on: boolean) => void;
  run: (args: unknown) => { changes: number; lastInsertRowid: number | bigint };
  columns: () => { name: string; type: string | null }[];
  iterate: (args: unknown) => Iterable<unknown[]>;
  get: () => { changes: bigint; rowid: bigint };
};

const Database = Libsql as unknown as new (file: string) => Connection;

/** Another stream, or another process, may hold the database this long. */
const BUSY_TIMEOUT_MS = 5_000;
const BUSY_RETRY_MS = 3;

/** Opens the file as the product's own client does. */
export function openConnection(file: string): Connection {
  const connection = new Database(file);
  connection.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;');
  connection.defaultSafeIntegers(true);
  return connection;
}

/** Lets one stream write at a time, first come first served: without an order, many writers would starve each other. */
export class WriteLock {
  #holder: HranaStream | null = null;
  #waiting: { stream: HranaStream; enter: () => void }[] = [];

  acquire(stream: HranaStream): Promise<void> {
    if (this.#holder === stream) return Promise.resolve();
    if (this.#holder !== null) return new Promise((enter) => this.#waiting.push({ stream, enter }));
    this.#holder = stream;
    return Promise.resolve();
  }

  release(stream: HranaStream): void {
    if (this.#holder !== stream) return;
    const next = this.#waiting.shift();
    this.#holder = next?.stream ?? null;
    next?.enter();
  }
}

function isBusy(error: unknown): boolean {
  return /BUSY|locked/.test(String((error as Error).message));
}

/** Tries again with a timer in between. The engine's own waiting would stop the event loop, and with it the stream that holds the lock. */
async function whileBusy<Result>(attempt: () => Result): Promise<Result> {
  const deadline = Date.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_RETRY_MS));
    }
  }
}

const STARTS_WRITING = /^\s*(begin\s+(immediate|exclusive)|insert|update|delete|replace|create|drop|alter|with)/i;
const CHANGES_ROWS = /^\s*(insert|update|delete|replace|with)/i;

function argumentsOf({ args = [], named_args: named = [] }: Statement): unknown {
  if (named.length === 0) return args.map(toSql);
  return Object.fromEntries(named.map(({ name, value }) => [name.replace(/^[:@$]/, ''), toSql(value)]));
}

function hasRows(statement: PreparedStatement): boolean {
  try {
    statement.raw(true);
    return true;
  } catch {
    return false;
  }
}

export class HranaStream {
  readonly connection: Connection;
  isClosed = false;
  lastUsedAt = Date.now();
  readonly #lock: WriteLock;
  readonly #storedSql = new Map<number, string>();

  constructor(connection: Connection, lock: WriteLock) {
    this.connection = connection;
    this.#lock = lock;
  }

  /** Rolls back what was left open and lets the next writer in. */
  end(): void {
    if (this.connection.inTransaction) this.connection.exec('ROLLBACK');
    this.#lock.release(this);
  }

  /** Answers one request.
   *  @throws the engine's error */
  async answer(request: HranaRequest): Promise<Record<string, unknown>> {
    const { type } = request;
    switch (type) {
      case 'execute':
        return { type, result: await this.#execute(request.stmt) };
      case 'batch':
        return { type, result: await this.#batch(request.batch.steps) };
      case 'sequence':
        await whileBusy(() => this.connection.exec(this.#sqlOf(request)));
        return { type };
      case 'describe':
        return { type, result: this.#describe(this.#sqlOf(request)) };
      case 'store_sql':
        this.#storedSql.set(request.sql_id, request.sql);
        return { type };
      case 'close_sql':
        this.#storedSql.delete(request.sql_id);
        return { type };
      case 'get_autocommit':
        return { type, is_autocommit: !this.connection.inTransaction };
      case 'close':
        this.isClosed = true;
        return { type };
    }
  }

  #sqlOf({ sql, sql_id: id }: SqlText): string {
    const text = sql ?? (id === undefined ? undefined : this.#storedSql.get(id));
    if (text === undefined) throw new Error('The statement has no text.');
    return text;
  }

  async #execute(statement: Statement): Promise<StatementResult> {
    if (!this.connection.inTransaction && STARTS_WRITING.test(this.#sqlOf(statement))) await this.#lock.acquire(this);
    try {
      return await whileBusy(() => this.#run(statement));
    } finally {
      if (!this.connection.inTransaction) this.#lock.release(this);
    }
  }

  #run(statement: Statement): StatementResult {
    const sql = this.#sqlOf(statement);
    const prepared = this.connection.prepare(sql);
    const args = argumentsOf(statement);
    if (!hasRows(prepared)) {
      const { changes, lastInsertRowid } = prepared.run(args);
      return { cols: [], rows: [], affected_row_count: Number(changes), last_insert_rowid: String(lastInsertRowid) };
    }
    const rows = Array.from(prepared.iterate(args), (row) => row.map(fromSql));
    const { changes, rowid } = this.connection.prepare('select changes() as changes, last_insert_rowid() as rowid').get();
    return {
      cols: prepared.columns().map(({ name, type }) => ({ name, decltype: type })),
      rows: statement.want_rows === false ? [] : rows,
      affected_row_count: CHANGES_ROWS.test(sql) ? Number(changes) : 0,
      last_insert_rowid: String(rowid),
    };
  }

  async #batch(steps: { stmt: Statement; condition?: Condition | null }[]) {
    const results: (StatementResult | null)[] = steps.map(() => null);
    const errors: unknown[] = steps.map(() => null);
    const holds = (condition: Condition): boolean => {
      switch (condition.type) {
        case 'ok':
          return results[condition.step] !== null;
        case 'error':
          return errors[condition.step] !== null;
        case 'not':
          return !holds(condition.cond);
        case 'and':
          return condition.conds.every(holds);
        case 'or':
          return condition.conds.some(holds);
        case 'is_autocommit':
          return !this.connection.inTransaction;
      }
    };
    for (const [index, { stmt, condition }] of steps.entries()) {
      if (condition && !holds(condition)) continue;
      try {
        results[index] = await this.#execute(stmt);
      } catch (error) {
        errors[index] = toHranaError(error);
      }
    }
    return { step_results: results, step_errors: errors };
  }

  #describe(sql: string) {
    const prepared = this.connection.prepare(sql);
    const isReader = hasRows(prepared);
    const cols = isReader ? prepared.columns().map(({ name, type }) => ({ name, decltype: type })) : [];
    return { params: [], cols, is_explain: false, is_readonly: isReader };
  }
}
