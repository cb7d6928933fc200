/** `npm run db:backup`: copies the school's database while the server runs, proves the copy, and removes old copies. The server runs it
 *  too, for its page of the data, and is then told how far it is. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databasePath, UnusableDatabase } from '#db/database-file';
import { BACKUPS_KEPT, type BackupFault } from '#domain/data/backup';
import { DAY_MS } from '#domain/duration';
import { backUp, historyText } from '#server/backup';
import { backupFolderOf } from '#server/backup-folder';
import { readConfig } from '#server/config';
import { deriveHistoryKey } from '#server/context/history-key';
import { secretOf } from '#server/demo/data-folder';
import { explain } from '#server/explain';

const USAGE = `Usage: npm run db:backup -- [--to FOLDER] [--keep ${BACKUPS_KEPT.keep}] [--days ${BACKUPS_KEPT.days}]
  --to     where backups are kept, by default the folder backups beside the database
  --keep   how many of the newest stay
  --days   how old they may become; the newest always stays
The database is DATABASE_URL, or file:.data/muster.db.`;

const OPTIONS = {
  to: { type: 'string' },
  keep: { type: 'string', default: String(BACKUPS_KEPT.keep) },
  days: { type: 'string', default: String(BACKUPS_KEPT.days) },
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
  const folder = to ?? backupFolderOf(database);
  const retention = { keep: count(keep, 'keep'), maxAgeMs: count(days, 'days') * DAY_MS };
  const taken = await backUp({ database, key: deriveHistoryKey(secretOf(config)) }, folder, retention, Date.now(), (step) =>
    process.send?.({ step }),
  );
  const { file, bytes, history, removed } = taken;
  process.send?.({ taken: path.basename(file) });
  console.log(`${file} (${(bytes / 1_000_000).toFixed(1)} MB) is whole. ${removedText(removed.length)}`);
  if (history.outcome === 'intact') return;
  console.error(`${historyText(history)} The backup is kept, and no other was removed.`);
  process.exitCode = 1;
}

/** What the server that asked for it is told. */
function faultOf(error: unknown): BackupFault {
  if (error instanceof UnusableDatabase) return 'not-whole';
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOSPC' || code === 'SQLITE_FULL' ? 'disk-full' : 'other';
}

main().catch((error) => {
  process.send?.({ fault: faultOf(error) });
  console.error(explain(error));
  process.exitCode = 1;
});
