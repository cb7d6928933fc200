/**
 * Durable writes. A write unit is a list of statements that hold together or not at all.
 * On Node, units that arrive in the same turn of the event loop share one commit, because the disk is what a commit waits for.
 */
import { type Client, type InStatement, type InValue, LibsqlError, type ResultSet } from '@libsql/client';
import type { Commit, Screens, Write } from './context';

/** Keeps one shared commit short: the embedded database blocks the event loop meanwhile. */
const MAX_UNITS = 64;

type Unit = {
  statements: InStatement[];
  screens: Screens | undefined;
  resolve: (results: ResultSet[]) => void;
  reject: (error: unknown) => void;
};

/** Told of a commit, with the only class sessions whose screens it can have changed; null for any screen. */
type CommitListener = (changed: Set<number> | null) => void;

/** Who wants to know of commits, by the client that makes them. */
const listeners = new WeakMap<Client, Set<CommitListener>>();

/** Calls `listener` after each commit of this process over `client` that a screen may show, for as long as there is that client. */
export function onCommit(client: Client, listener: CommitListener): void {
  const known = listeners.get(client) ?? new Set();
  listeners.set(client, known.add(listener));
}

function tellOfCommit(client: Client, screens: (Screens | undefined)[]): void {
  const shown = screens.filter((one) => one !== 'none');
  if (shown.length === 0) return;
  const changed = shown.includes(undefined) ? null : new Set(shown as number[]);
  for (const listener of listeners.get(client) ?? []) listener(changed);
}

/** What wrote nothing changes no screen. A statement that returns its rows does not count them. */
function screensOf({ screens }: Pick<Unit, 'screens'>, results: ResultSet[]): Screens | undefined {
  return results.some(({ rows, rowsAffected }) => rows.length + rowsAffected > 0) ? screens : 'none';
}

/** What the database's client takes. */
export function toStatement(write: Write): InStatement {
  if (typeof write === 'string' || !('toSQL' in write)) return write;
  const { sql, params } = write.toSQL();
  return { sql, args: params as InValue[] };
}

/** Commits each unit by itself. For Workers, where a request must not wait for another's. */
export function directCommit(client: Client): Commit {
  return async (statements, screens) => {
    const results = await client.batch(statements.map(toStatement), 'write');
    tellOfCommit(client, [screensOf({ screens }, results)]);
    return results;
  };
}

/** @returns the screens that can look different; so do those below */
async function commitAlone(client: Client, unit: Unit): Promise<Screens | undefined> {
  try {
    const results = await client.batch(unit.statements, 'write');
    unit.resolve(results);
    return screensOf(unit, results);
  } catch (error) {
    unit.reject(error);
    return unit.screens;
  }
}

/** Hands each unit its own slice of the shared results. */
function settle(units: Unit[], results: ResultSet[]): (Screens | undefined)[] {
  let start = 0;
  return units.map((unit) => {
    const own = results.slice(start, start + unit.statements.length);
    start += own.length;
    unit.resolve(own);
    return screensOf(unit, own);
  });
}

/** Whether a failed batch is known to have written nothing. A server's answer can be lost after its commit. */
function isRolledBack(client: Client, error: unknown): boolean {
  return client.protocol === 'file' || (error instanceof LibsqlError && error.code.startsWith('SQLITE_'));
}

async function commitEach(client: Client, units: Unit[]): Promise<(Screens | undefined)[]> {
  const screens: (Screens | undefined)[] = [];
  for (const unit of units) screens.push(await commitAlone(client, unit));
  return screens;
}

/** One commit for all. When it is rolled back each unit is tried alone, so that only the bad one's caller hears of it. */
async function commitTogether(client: Client, units: Unit[]): Promise<(Screens | undefined)[]> {
  const statements = units.flatMap((unit) => unit.statements);
  try {
    return settle(units, await client.batch(statements, 'write'));
  } catch (error) {
    if (isRolledBack(client, error)) return commitEach(client, units);
    for (const unit of units) unit.reject(error);
    return units.map(({ screens }) => screens);
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
      tellOfCommit(client, await (units.length === 1 ? commitEach(client, units) : commitTogether(client, units)));
    }
    isDraining = false;
  }

  return (writes, screens) =>
    new Promise((resolve, reject) => {
      queue.push({ statements: writes.map(toStatement), screens, resolve, reject });
      if (isDraining) return;
      isDraining = true;
      setImmediate(drain);
    });
}
