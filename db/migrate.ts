/** Brings a database to the current schema. Runs on Node only: at start for a file, at deploy time for a server. */
import { migrate } from 'drizzle-orm/libsql/migrator';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import type { Database } from './client';
import { MIGRATIONS_FOLDER } from './known-schema';
import { school } from './schema';

/** Applies what is missing, each migration atomically, and gives a new school its default settings. Idempotent.
 *  @throws LibsqlError when a migration does not apply; the database is then as before that migration */
export async function migrateDatabase(db: Database): Promise<void> {
  await migrate(db, { migrationsFolder: MIGRATIONS_FOLDER });
  await db.insert(school).values({ id: 1, settings: DEFAULT_SETTINGS, updatedAt: 0 }).onConflictDoNothing();
}
