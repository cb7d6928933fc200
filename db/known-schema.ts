/** Whether a database is a school's of this release, or of one before it. Reads only. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Client, LibsqlError } from '@libsql/client';
import { UnusableDatabase } from './database-file';

/** Where the migrations are: beside the code, which runs in the project's folder. */
export const MIGRATIONS_FOLDER = path.resolve('db/migrations');

const TABLES =
  "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'libsql_%' order by name";

/** Tables of the database's own tools begin with an underscore, as the journal of migrations does. */
const JOURNAL = '__drizzle_migrations';

type Journal = { entries: { when: number }[] };

function knownMigrations(): Set<number> {
  const journal = JSON.parse(readFileSync(path.join(MIGRATIONS_FOLDER, 'meta/_journal.json'), 'utf8')) as Journal;
  return new Set(journal.entries.map(({ when }) => when));
}

async function readJournal(client: Client): Promise<{ tables: string[]; applied: number[] }> {
  const tables = (await client.execute(TABLES)).rows.map(({ name }) => String(name));
  if (!tables.includes(JOURNAL)) return { tables, applied: [] };
  const { rows } = await client.execute(`select created_at from ${JOURNAL}`);
  return { tables, applied: rows.map(({ created_at: at }) => Number(at)) };
}

/** What is wrong with a file that cannot even be read. */
const DAMAGES: Record<string, string> = {
  SQLITE_NOTADB: 'is not a database',
  SQLITE_CORRUPT: 'is damaged: restore a backup',
};

/** @param place how messages name the database
 *  @throws UnusableDatabase for a database of a newer release or of another program, and for a damaged one */
export async function requireKnownSchema(client: Client, place: string): Promise<void> {
  const { tables, applied } = await readJournal(client).catch((cause) => {
    const damage = cause instanceof LibsqlError && DAMAGES[cause.code];
    throw damage ? new UnusableDatabase(`${place} ${damage}. It was left as it is.`, { cause }) : cause;
  });
  const known = knownMigrations();
  if (applied.some((when) => !known.has(when)))
    throw new UnusableDatabase(
      `${place} was made by a newer release of Muster. It was left as it is: start that release, or restore a backup of this one.`,
    );
  if (!tables.includes(JOURNAL) && tables.some((name) => !name.startsWith('_')))
    throw new UnusableDatabase(`${place} belongs to another program (it has a table ${tables[0]}). It was left as it is.`);
}
