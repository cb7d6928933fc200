/** `npm run db:migrate`: brings the database named by the environment to the current schema. A server's is migrated before the code is deployed. */
import { openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { readConfig } from '#server/config';
import { openDataFolder } from '#server/demo/data-folder';
import { explain } from '#server/explain';

async function main(): Promise<void> {
  const { databaseUrl, databaseAuthToken } = readConfig();
  openDataFolder(databaseUrl);
  const db = await openDatabase({ url: databaseUrl, authToken: databaseAuthToken });
  await migrateDatabase(db);
  db.$client.close();
  console.log('The database is up to date.');
}

main().catch((error) => {
  console.error(explain(error));
  process.exitCode = 1;
});
