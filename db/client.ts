/** Opens the database on Node: an embedded libSQL file, or a server over HTTP. */
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { openEmbedded } from './embedded-client';
import * as schema from './schema';

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/** Readers beside a writer; one process uses one core. */
const CONNECTIONS = 4;

/** A writer waits this long for another process before it gives up. */
const BUSY_TIMEOUT_MS = 5_000;

/** `synchronous=FULL`: an acknowledged check-in is on disk, also after a power cut. `recursive_triggers`: `insert or replace` meets the delete triggers. */
const PRAGMAS =
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;';

function openClient(url: string, authToken: string | undefined): Client {
  if (!url.startsWith('file:')) return createClient({ url, ...(authToken && { authToken }) });
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
  return openEmbedded(path, { pragmas: PRAGMAS, timeoutMs: BUSY_TIMEOUT_MS, connections: CONNECTIONS });
}

/** @param url `file:…` for an embedded file, or `http(s):`/`libsql:` for a server
 *  @throws LibsqlError when the file or server cannot be opened */
export async function openDatabase({ url, authToken }: { url: string; authToken?: string | undefined }): Promise<Database> {
  const client = openClient(url, authToken);
  await client.execute('select 1');
  return drizzle(client, { schema, casing: 'snake_case' });
}
