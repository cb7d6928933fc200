/** Opens the database on Node: an embedded libSQL file, or a server over HTTP. */
import { type Client, createClient } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import * as schema from './schema';

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/** The driver's pool. Pragmas belong to a connection and the driver has no hook for new ones, so the pool is filled once. */
const CONNECTIONS = 4;

/** A writer waits this long for another process before it gives up. */
const BUSY_TIMEOUT_MS = 5_000;

/** `synchronous=FULL`: an acknowledged check-in is on disk, also after a power cut. `recursive_triggers`: `insert or replace` meets the delete triggers. */
const PRAGMAS =
  'PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;';

/** @param url `file:…` for an embedded file, or `http(s):`/`libsql:` for a server
 *  @throws LibsqlError when the file or server cannot be opened */
export async function openDatabase({ url, authToken }: { url: string; authToken?: string | undefined }): Promise<Database> {
  const client = createClient({ url, concurrency: CONNECTIONS, timeout: BUSY_TIMEOUT_MS, ...(authToken && { authToken }) });
  if (url.startsWith('file:')) {
    await client.execute('PRAGMA journal_mode=WAL');
    await Promise.all(Array.from({ length: CONNECTIONS }, () => client.executeMultiple(PRAGMAS)));
  }
  return drizzle(client, { schema, casing: 'snake_case' });
}
