/** How the database finds what a use case reads: the steps of its plans, for tests that nothing growing is read from end to end. */
import type { InStatement } from '@libsql/client';
import type { Database } from '#db/client';

/** Notes every statement that is run one at a time on `db` from here on, and runs it. */
function recordStatements(db: Database): InStatement[] {
  const { $client } = db;
  const statements: InStatement[] = [];
  const execute = $client.execute.bind($client) as (statement: InStatement) => ReturnType<typeof $client.execute>;
  $client.execute = ((statement: InStatement) => {
    statements.push(statement);
    return execute(statement);
  }) as typeof $client.execute;
  return statements;
}

async function stepsOf(db: Database, statement: InStatement): Promise<string[]> {
  const { sql, args } = typeof statement === 'string' ? { sql: statement, args: [] } : statement;
  const { rows } = await db.$client.execute({ sql: `explain query plan ${sql}`, args: args ?? [] });
  return rows.map((row) => String(row.detail));
}

/** Every step the database takes for what `use` reads: `SEARCH cs USING INDEX …`, `SCAN school`. Tables go by their aliases. */
export async function planSteps(db: Database, use: () => Promise<unknown>): Promise<string[]> {
  const recorded = recordStatements(db);
  await use();
  const plans: string[][] = [];
  for (const statement of recorded.splice(0)) plans.push(await stepsOf(db, statement));
  return plans.flat();
}
