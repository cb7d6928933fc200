/** Opens the database on Node: an embedded libSQL file, or a server over HTTP. */
import { pathToFileURL } from 'node:url';
import { type Client, createClient } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { databasePath, prepareDatabaseFile } from './database-file';
import { openEmbedded } from './embedded-client';
import { requireKnownSchema } from './known-schema';
import * as schema from './schema';

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/** A writer waits this long for another process before it gives up. */
const BUSY_TIMEOUT_MS = 5_000;

/** `synchronous=FULL`: an acknowledged check-in is on disk, also after a power cut. `recursive_triggers`: `insert or replace` meets the delete triggers. */
const PRAGMAS =
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;';

/** Looks at what is there by a connection of its own, which sets nothing in the file. */
async function openFile(path: string): Promise<Client> {
  prepareDatabaseFile(path);
  const reader = createClient({ url: pathToFileURL(path).href, timeout: BUSY_TIMEOUT_MS, concurrency: 1 });
  try {
    await requireKnownSchema(reader, path);
  } finally {
    reader.close();
  }
  return openEmbedded(path, { pragmas: PRAGMAS, timeoutMs: BUSY_TIMEOUT_MS });
}

async function openServer(url: string, authToken: string | undefined): Promise<Client> {
  const client = createClient({ url, ...(authToken && { authToken }) });
  await requireKnownSchema(client, 'The database at DATABASE_URL');
  return client;
}

/** @param url `file:…` for an embedded file, which is made if there is none, or `http(s):`/`libsql:` for a server
 *  @throws UnusableDatabase for what is no database of this release or one before it, LibsqlError when a server cannot be reached */
export async function openDatabase({ url, authToken }: { url: string; authToken?: string | undefined }): Promise<Database> {
  const client = await (url.startsWith('file:') ? openFile(databasePath(url)) : openServer(url, authToken));
  await client.execute('select 1');
  return drizzle(client, { schema, casing: 'snake_case' });
}
