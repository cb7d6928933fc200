/** Telling the history's head outside the database: in the log, and where the school's anchor is. */
import { and, desc, eq, gt } from 'drizzle-orm';
import { historyAnchors, seals } from '#db/schema';
import { SEAL_HASH } from '#db/sql/seals';
import type { Verification } from '#domain/history';
import type { Context, Services } from '#server/context/context';
import { sealHistory } from './history';
import { verifyHistory } from './history-check';

function loadHead({ db }: Pick<Services, 'db'>) {
  const { position } = seals;
  return db.select({ position, hash: SEAL_HASH }).from(seals).where(gt(position, 0)).orderBy(desc(position)).limit(1).get();
}

type Target = (typeof historyAnchors.$inferSelect)['target'];

async function isTold({ db }: Pick<Services, 'db'>, target: Target, hash: string): Promise<boolean> {
  const isSame = and(eq(historyAnchors.target, target), eq(historyAnchors.hash, hash));
  return (await db.select().from(historyAnchors).where(isSame).get()) !== undefined;
}

/** Tells the head of the chain in the log and to the anchor, unless nothing was sealed since. What fails is logged, and told the next
 *  time. */
export async function anchorHistory(services: Pick<Services, 'db' | 'commit' | 'anchor' | 'log' | 'now'>): Promise<void> {
  const { db, commit, anchor, log, now } = services;
  const head = await loadHead(services);
  if (!head) return;
  const { position, hash } = head;
  const tell = async (target: Target, write: () => Promise<void>) => {
    if (await isTold(services, target, hash)) return;
    await write();
    const note = { target, hash };
    await commit([db.insert(historyAnchors).values(note).onConflictDoUpdate({ target: historyAnchors.target, set: { hash } })]);
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
