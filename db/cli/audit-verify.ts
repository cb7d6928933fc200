/** `npm run audit:verify`: recomputes the seals of the history, holds them against what was told outside, and names the first broken
 *  link. Reads only; what is not sealed yet is not proven. */
import { existsSync } from 'node:fs';
import { openDatabase } from '#db/client';
import { databasePath, UnusableDatabase } from '#db/database-file';
import type { HistoryFault } from '#domain/history';
import { fileAnchor } from '#server/channels/anchor-file';
import { isWebAddress, readConfig } from '#server/config';
import { deriveHistoryKey } from '#server/context/history-key';
import { secretOf } from '#server/demo/data-folder';
import { explain } from '#server/explain';
import { verifyHistory } from '#server/services/history/history-check';

const WHYS: Record<HistoryFault['why'], string> = {
  altered: 'is not what was sealed',
  missing: 'is gone',
  inserted: 'was slipped in',
  'cut-off': 'was there once: the end of the history is gone',
  recomputed: 'is not the one that was told outside: the seals were computed anew',
  untold: 'is at odds with the changes that were written',
  miscounted: 'is not what the marks add up to',
};

async function main(): Promise<void> {
  const config = readConfig();
  const { databaseUrl, databaseAuthToken, historyAnchor } = config;
  if (databaseUrl.startsWith('file:') && !existsSync(databasePath(databaseUrl)))
    throw new UnusableDatabase(`There is no database at ${databasePath(databaseUrl)}.`);
  const db = await openDatabase({ url: databaseUrl, authToken: databaseAuthToken });
  const file = historyAnchor && !isWebAddress(historyAnchor) ? historyAnchor : null;
  const told = file === null ? undefined : fileAnchor(file).read?.();
  const { checked, firstBroken } = await verifyHistory({ db, key: deriveHistoryKey(secretOf(config)), told });
  db.$client.close();
  const against = file === null ? 'No file outside the database was there to hold them against.' : `They agree with ${file}.`;
  if (!firstBroken) return console.log(`Intact. Sealed records checked: ${checked}. ${against}`);
  const { table, id, why } = firstBroken;
  console.error(`Broken. Sealed records that hold: ${checked}. Then ${table} ${id} ${WHYS[why]} (${why}).`);
  process.exitCode = 1;
}

main().catch((error) => {
  console.error(explain(error));
  process.exitCode = 1;
});
