/** `npm run db:backup`: copies the school's database while the server runs, proves the copy, and removes old copies. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databasePath, UnusableDatabase } from '#db/database-file';
import { DAY_MS } from '#domain/duration';
import { backUp, historyText } from '#server/backup';
import { readConfig } from '#server/config';
import { deriveHistoryKey } from '#server/context/history-key';
import { secretOf } from '#server/demo/data-folder';
import { explain } from '#server/explain';

const USAGE = `Usage: npm run db:backup -- [--to FOLDER] [--keep 14] [--days 90]
  --to     where backups are kept, by default the folder backups beside the database
  --keep   how many of the newest stay
  --days   how old they may become; the newest always stays
The database is DATABASE_URL, or file:.data/muster.db.`;

const OPTIONS = {
  to: { type: 'string' },
  keep: { type: 'string', default: '14' },
  days: { type: 'string', default: '90' },
  help: { type: 'boolean', short: 'h' },
} as const;

function count(text: string, name: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UnusableDatabase(`--${name} must be a whole number from 1.`);
}

function removedText(count: number): string {
  return count === 1 ? '1 old backup was removed.' : `${count} old backups were removed.`;
}

async function main(): Promise<void> {
  const { to, keep, days, help } = parseArgs({ options: OPTIONS }).values;
  if (help) return console.log(USAGE);
  const config = readConfig();
  const { databaseUrl } = config;
  if (!databaseUrl.startsWith('file:'))
    throw new UnusableDatabase('DATABASE_URL is a server: back it up by its own means, this copies a file.');
  const database = databasePath(databaseUrl);
  const folder = to ?? path.join(path.dirname(database), 'backups');
  const retention = { keep: count(keep, 'keep'), maxAgeMs: count(days, 'days') * DAY_MS };
  const { file, bytes, history, removed } = await backUp(
    { database, key: deriveHistoryKey(secretOf(config)) },
    folder,
    retention,
    Date.now(),
  );
  console.log(`${file} (${(bytes / 1_000_000).toFixed(1)} MB) is whole. ${removedText(removed.length)}`);
  if (history.outcome === 'intact') return;
  console.error(`${historyText(history)} The backup is kept, and no other was removed.`);
  process.exitCode = 1;
}

main().catch((error) => {
  console.error(explain(error));
  process.exitCode = 1;
});
