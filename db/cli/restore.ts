/** `npm run db:restore -- FILE`: puts a backup in the place of the school's database. What was there is kept beside it. */
import { parseArgs } from 'node:util';
import { databasePath, UnusableDatabase } from '#db/database-file';
import { historyText, restore } from '#server/backup';
import { readConfig } from '#server/config';
import { deriveHistoryKey } from '#server/context/history-key';
import { secretOf } from '#server/demo/data-folder';
import { explain } from '#server/explain';

const USAGE = `Usage: npm run db:restore -- FILE [--yes]
  --yes    also where there is a database; it is kept beside the restored one
The database is DATABASE_URL, or file:.data/muster.db. Stop the server first.`;

const OPTIONS = { yes: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [backup] = positionals;
  if (values.help || !backup || positionals.length > 1) return console.log(USAGE);
  const config = readConfig();
  const { databaseUrl } = config;
  if (!databaseUrl.startsWith('file:')) throw new UnusableDatabase('DATABASE_URL is a server: this restores a file.');
  const key = deriveHistoryKey(secretOf(config));
  const database = databasePath(databaseUrl);
  const { former, history } = await restore(backup, { database, key }, values.yes, Date.now());
  console.log(`${database} is restored from ${backup} and up to date.`);
  if (former) console.log(`What was there before is ${former}.`);
  if (config.historyAnchor) console.log('Begin a new HISTORY_ANCHOR: the old one tells of what the backup does not have.');
  if (history.outcome === 'broken') console.error(historyText(history));
}

main().catch((error) => {
  console.error(explain(error));
  process.exitCode = 1;
});
