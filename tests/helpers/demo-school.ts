/** Set-up of the journeys: the demo school is made once, its history sealed, and each of their servers begins with a copy of it. */
import path from 'node:path';
import { openDatabase } from '#db/client';
import { directCommit } from '#server/context/commit';
import { deriveHistoryKey } from '#server/context/history-key';
import { secretOf } from '#server/demo/data-folder';
import { sealHistory } from '#server/services/history/history';
import { startServer } from './server';
import { tempFolder } from './temp-folder';

/** Nobody is away today, whom a register would have as excused: which students are depends on the day. */
const ALL_HERE = "update leaves set state = 'withdrawn' where state = 'approved' and starts_at <= :now and ends_at > :now";

/** Also seals its history, which each server would do anew, bit by bit beside its other work. */
async function makeReady(databaseUrl: string): Promise<void> {
  const db = await openDatabase({ url: databaseUrl });
  await db.$client.execute({ sql: ALL_HERE, args: { now: Date.now() } });
  const historyKey = deriveHistoryKey(secretOf({ databaseUrl, secretKey: undefined }));
  await sealHistory({ db, commit: directCommit(db.$client), historyKey });
  db.$client.close();
}

export default async function makeDemoSchool(): Promise<() => void> {
  const folder = tempFolder();
  const dbPath = path.join(folder.path, 'muster.db');
  await using server = await startServer({ dbPath });
  await server.close();
  await makeReady(`file:${dbPath}`);
  process.env.DEMO_SCHOOL = folder.path;
  return folder[Symbol.dispose];
}
