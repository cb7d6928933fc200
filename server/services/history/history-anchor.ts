/** Telling the history's head outside the database: in the log, and where the school's anchor is. */
import { queryRow } from '#db/query';
import type { Verification } from '#domain/history';
import type { Context, Services } from '#server/context/context';
import { sealHistory } from './history';
import { verifyHistory } from './history-check';

const HEAD = 'select position, lower(hex(hash)) hash from seals where position > 0 order by position desc limit 1';

const IS_TOLD = 'select hash = ? isTold from history_anchors where target = ?';
const NOTE = `insert into history_anchors (target, hash) values (?, ?) on conflict (target) do update set hash = excluded.hash`;

/** Tells the head of the chain in the log and to the anchor, unless nothing was sealed since. What fails is logged, and told the next
 *  time. */
export async function anchorHistory(services: Pick<Services, 'db' | 'commit' | 'anchor' | 'log' | 'now'>): Promise<void> {
  const { db, commit, anchor, log, now } = services;
  const head = await queryRow<{ position: number; hash: string }>(db, HEAD);
  if (!head) return;
  const { position, hash } = head;
  const tell = async (target: 'log' | 'anchor', write: () => Promise<void>) => {
    if ((await queryRow<{ isTold: number }>(db, IS_TOLD, [hash, target]))?.isTold === 1) return;
    await write();
    await commit([{ sql: NOTE, args: [target, hash] }]);
  };
  await tell('log', async () => log('info', 'history.anchored', { position, hash }));
  if (!anchor) return;
  try {
    await tell('anchor', () => anchor.write({ at: now(), position, hash }));
  } catch (error) {
    log('warn', 'history.anchor-failed', { position, error });
  }
}

/** Seals what is due and verifies the whole history against its key and, where it can be read, against what its anchor was told. */
export async function proveHistory(ctx: Context): Promise<Verification> {
  // Where the seals were tampered with none may follow: what is wrong is then found below.
  await sealHistory(ctx).catch((error) => ctx.log('error', 'history.seal-failed', { error }));
  return verifyHistory({ db: ctx.db, key: ctx.historyKey, told: ctx.anchor?.read?.() });
}
