/** Verifying the history: the whole chain against its key and against what was told of it outside, then what the database keeps beside
 *  it against a recount. Reads everything, some at a time, and changes nothing. */
import { gt, max, min } from 'drizzle-orm';
import type { Database } from '#db/client';
import { queryRows } from '#db/query';
import { seals } from '#db/schema';
import {
  CHAIN_START,
  HISTORY_RECORDS,
  type HistoryFault,
  type HistoryKey,
  type HistoryRecord,
  judgeLink,
  type Link,
  type LinkFault,
  type Seal,
  type Verification,
} from '#domain/history';
import { yieldToEventLoop } from '#server/context/yield';
import { RECORD_KINDS, SEALED_QUERIES } from './history-records';
import { findMiscount } from './history-recount';

/** Seals checked at a time. */
const AT_ONCE = 500;

type NamedLink = Link & { recordId: string };

/** The seals of the next places, in order. Where they end is asked first: the kinds are read one after the other, and what is sealed
 *  in between belongs to the next round. */
async function nextLinks(db: Database, from: number): Promise<NamedLink[]> {
  const links: NamedLink[] = [];
  const end = await db
    .select({ position: max(seals.position) })
    .from(seals)
    .get();
  const until = Math.min(from + AT_ONCE, end?.position ?? 0);
  for (const record of HISTORY_RECORDS) {
    const rows = await queryRows<Omit<NamedLink, 'record'>>(db, SEALED_QUERIES[record], { from, until });
    links.push(...rows.map((row) => ({ ...row, record })));
  }
  return links.sort((a, b) => a.position - b.position);
}

/** Ids are numbers but for claims, whose devices name them. */
const idOf = (record: HistoryRecord, recordId: string) => (record === 'claim' ? recordId : Number(recordId));

function faultOf(why: LinkFault, previous: Seal, { record, recordId }: NamedLink): HistoryFault {
  if (why === 'missing-seal') return { table: 'seals', id: previous.position + 1, why: 'missing' };
  return { table: RECORD_KINDS[record].table, id: idOf(record, recordId), why };
}

/** What was told outside, in the order it was told, held against the chain as it is walked. */
class Witness {
  readonly #told: AsyncIterator<Seal> | undefined;
  /** What was told and not met yet; undefined when nothing is left. */
  pending: Seal | undefined;

  constructor(told: AsyncIterable<Seal> | undefined) {
    this.#told = told?.[Symbol.asyncIterator]();
  }

  async advance(): Promise<void> {
    const next = await this.#told?.next();
    this.pending = next?.done ? undefined : next?.value;
  }

  /** Lets go of what is being read. */
  async close(): Promise<void> {
    await this.#told?.return?.();
  }

  /** Whether a seal is the one that was told; null when it is, or nothing was. A place told again after a later one is a chain
   *  that was cut off and has grown anew. */
  async judge({ position, hash }: Seal): Promise<HistoryFault | null> {
    while (this.pending && this.pending.position <= position) {
      if (this.pending.position < position) return { table: 'seals', id: this.pending.position, why: 'cut-off' };
      if (this.pending.hash !== hash) return { table: 'seals', id: position, why: 'recomputed' };
      await this.advance();
    }
    return null;
  }
}

type Walk = { checked: number; fault: HistoryFault | null };

async function walkChain(db: Database, key: HistoryKey, witness: Witness): Promise<Walk> {
  let last = CHAIN_START;
  let checked = 0;
  await witness.advance();
  for (;;) {
    const links = await nextLinks(db, last.position);
    for (const link of links) {
      const why = judgeLink(key, last, link);
      const fault = why ? faultOf(why, last, link) : await witness.judge(link);
      if (fault) return { checked, fault };
      last = link;
      checked++;
    }
    if (links.length === 0) return { checked, fault: await endFault(db, last, witness) };
    await yieldToEventLoop();
  }
}

/** What is wrong where no further seal follows: one that lies behind a gap, or one that was told and is not there. The next one has
 *  only just been made. */
async function endFault(db: Database, last: Seal, { pending }: Witness): Promise<HistoryFault | null> {
  const behind = await db
    .select({ position: min(seals.position) })
    .from(seals)
    .where(gt(seals.position, last.position))
    .get();
  if (behind?.position && behind.position > last.position + 1) return { table: 'seals', id: last.position + 1, why: 'missing' };
  return pending ? { table: 'seals', id: pending.position, why: 'cut-off' } : null;
}

/** Checks that the history is whole and as it was written, and that marks and tallies are what it makes them. Takes seconds for a hundred
 *  thousand records and lets others run meanwhile; what is not sealed yet is looked at but cannot be proven.
 *  @param key as `deriveHistoryKey` makes it  @param told what was told of the chain outside the database, in its order */
export async function verifyHistory({
  db,
  key,
  told,
}: {
  db: Database;
  key: HistoryKey;
  told?: AsyncIterable<Seal> | undefined;
}): Promise<Verification> {
  const witness = new Witness(told);
  const { checked, fault } = await walkChain(db, key, witness).finally(() => witness.close());
  const firstBroken = fault ?? (await findMiscount(db));
  return { outcome: firstBroken ? 'broken' : 'intact', checked, firstBroken };
}
