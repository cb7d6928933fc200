/**
 * Durable writes. A write unit is a list of statements that hold together or not at all.
 * On Node, units that arrive in the same turn of the event loop share one commit, because the disk is what a commit waits for.
 */
import { type Client, type InStatement, type InValue, LibsqlError, type ResultSet } from '@libsql/client';
import type { Commit, Write } from './context';

/** Keeps one shared commit short: the embedded database blocks the event loop meanwhile. */
const MAX_UNITS = 64;

type Unit = {
  statements: InStatement[];
  classSessionId?: number;
  resolve: (results: ResultSet[]) => void;
  reject: (error: unknown) => void;
};

/** Told of a commit, with the only class sessions that it can have changed; null for anything. */
type CommitListener = (changed: Set<number> | null) => void;

/** Who wants to know of commits, by the client that makes them. */
const listeners = new WeakMap<Client, Set<CommitListener>>();

/** Calls `listener` after each commit of this process over `client`, for as long as there is that client. */
export function onCommit(client: Client, listener: CommitListener): void {
  const known = listeners.get(client) ?? new Set();
  listeners.set(client, known.add(listener));
}

function tellOfCommit(client: Client, units: Pick<Unit, 'classSessionId'>[]): void {
  const ids = units.flatMap(({ classSessionId }) => classSessionId ?? []);
  const changed = ids.length === units.length ? new Set(ids) : null;
  for (const listener of listeners.get(client) ?? []) listener(changed);
}

/** What the database's client takes. */
export function toStatement(write: Write): InStatement {
  if (typeof write === 'string' || !('toSQL' in write)) return write;
  const { sql, params } = write.toSQL();
  return { sql, args: params as InValue[] };
}

/** Commits each unit by itself. For Workers, where a request must not wait for another's. */
export function directCommit(client: Client): Commit {
  return async (statements, classSessionId) => {
    const results = await client.batch(statements.map(toStatement), 'write');
    tellOfCommit(client, [{ classSessionId }]);
    return results;
  };
}

async function commitAlone(client: Client, { statements, resolve, reject }: Unit): Promise<void> {
  try {
    resolve(await client.batch(statements, 'write'));
  } catch (error) {
    reject(error);
  }
}

/** Hands each unit its own slice of the shared results. */
function settle(units: Unit[], results: ResultSet[]): void {
  let start = 0;
  for (const { statements, resolve } of units) {
    resolve(results.slice(start, start + statements.length));
    start += statements.length;
  }
}

/** Whether a failed batch is known to have written nothing. A server's answer can be lost after its commit. */
function isRolledBack(client: Client, error: unknown): boolean {
  return client.protocol === 'file' || (error instanceof LibsqlError && error.code.startsWith('SQLITE_'));
}

/** One commit for all. When it is rolled back each unit is tried alone, so that only the bad one's caller hears of it. */
async function commitTogether(client: Client, units: Unit[]): Promise<void> {
  const statements = units.flatMap((unit) => unit.statements);
  try {
    settle(units, await client.batch(statements, 'write'));
  } catch (error) {
    if (isRolledBack(client, error)) for (const unit of units) await commitAlone(client, unit);
    else for (const unit of units) unit.reject(error);
  }
}

/** A `Commit` whose units are written in the order they were given. Rejects with the database's error for a unit that fails alone. */
export function groupCommit(client: Client): Commit {
  let queue: Unit[] = [];
  let isDraining = false;

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const units = queue.slice(0, MAX_UNITS);
      queue = queue.slice(MAX_UNITS);
      await (units.length === 1 && units[0] ? commitAlone(client, units[0]) : commitTogether(client, units));
      tellOfCommit(client, units);
    }
    isDraining = false;
  }

  return (writes, classSessionId) =>
    new Promise((resolve, reject) => {
      queue.push({ statements: writes.map(toStatement), classSessionId, resolve, reject });
      if (isDraining) return;
      isDraining = true;
      setImmediate(drain);
    });
}
