/** What a use case asks of the database: how often, and by which way it is found, for tests that nothing growing is read from end to end. */
import type { InStatement } from '@libsql/client';
import type { Database } from '#db/client';

/** Statements run one at a time, and those run in batches. */
type Calls = { executed: InStatement[]; batches: InStatement[][] };

/** Notes what `use` runs on `db`, and runs it. */
async function recordCalls(db: Database, use: () => Promise<unknown>): Promise<Calls> {
  const { $client } = db;
  const { execute, batch } = $client;
  const calls: Calls = { executed: [], batches: [] };
  $client.execute = ((statement: InStatement, ...more: never[]) => {
    calls.executed.push(statement);
    return execute.call($client, statement as string, ...more);
  }) as typeof execute;
  $client.batch = (statements, ...more) => {
    calls.batches.push(statements as InStatement[]);
    return batch.call($client, statements, ...more);
  };
  await use().finally(() => Object.assign($client, { execute, batch }));
  return calls;
}

const toStatement = (statement: InStatement) => (typeof statement === 'string' ? { sql: statement, args: [] } : statement);

/** The statements that `use` runs, without their values. */
export async function statementsOf(db: Database, use: () => Promise<unknown>): Promise<string[]> {
  const { executed, batches } = await recordCalls(db, use);
  return [...executed, ...batches.flat()].map((statement) => toStatement(statement).sql);
}

/** How often `use` goes to the database: reads by themselves, and batches. */
export async function countCalls(db: Database, use: () => Promise<unknown>): Promise<{ reads: number; batches: number }> {
  const { executed, batches } = await recordCalls(db, use);
  return { reads: executed.length, batches: batches.length };
}

async function stepsOf(db: Database, statement: InStatement): Promise<string[]> {
  const { sql, args } = toStatement(statement);
  const { rows } = await db.$client.execute({ sql: `explain query plan ${sql}`, args: args ?? [] });
  return rows.map((row) => String(row.detail));
}

/** Every step the database takes for what `use` reads: `SEARCH cs USING INDEX …`, `SCAN school`. Tables go by their aliases. */
export async function planSteps(db: Database, use: () => Promise<unknown>): Promise<string[]> {
  const { executed } = await recordCalls(db, use);
  const plans: string[][] = [];
  for (const statement of executed) plans.push(await stepsOf(db, statement));
  return plans.flat();
}

/** The tables that a name may stand for in a statement: itself, or every table it is an alias of. */
function tablesNamed(name: string, sql: string): string[] {
  const uses = sql.matchAll(/\b(?:from|join|update|into)\s+"?(\w+)"?(?:\s+as)?\s+"?(\w+)/gi);
  return [name, ...[...uses].filter(([, , alias]) => alias === name).map(([, table]) => String(table))];
}

/** The steps of what `use` reads and writes that go through the whole of one of `tables`, each with its statement. */
export async function fullScans(db: Database, tables: readonly string[], use: () => Promise<unknown>): Promise<string[]> {
  const { executed, batches } = await recordCalls(db, use);
  const found: string[] = [];
  for (const statement of [...executed, ...batches.flat()]) {
    const { sql } = toStatement(statement);
    for (const step of await stepsOf(db, statement)) {
      const name = /^SCAN (\w+)/.exec(step)?.[1];
      if (name && tablesNamed(name, sql).some((table) => tables.includes(table))) found.push(`${step} in ${sql}`);
    }
  }
  return found;
}
