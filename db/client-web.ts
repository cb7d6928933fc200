/** Opens the database on Workers: libSQL over HTTP, one client a request because workerd forbids sharing connections between them. */
import { createClient } from '@libsql/client/web';
import { drizzle } from 'drizzle-orm/libsql/web';
import type { Database } from './client';
import * as schema from './schema';

/** Holds no connection until the first statement. Never throws for a well-formed address. */
export function openWebDatabase({ url, authToken }: { url: string; authToken?: string | undefined }): Database {
  return drizzle(createClient({ url, ...(authToken && { authToken }) }), { schema, casing: 'snake_case' });
}
