/**
 * The queue of what leaves the building: what is due is leased for one try, sent, and marked; what fails is tried again later each
 * time and then given up. Whoever is ended between sending and marking leaves a lease that runs out: that parcel goes once more, so
 * that at worst a message arrives twice, and never not at all.
 */
import { and, gt, lte, type SQL, sql } from 'drizzle-orm';
import { deliveries } from '#db/schema';
import { FAILURE_MAX, LAST_TRY_MS, WAITS_MS } from '#domain/message/delivery';
import type { Services, Write } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';

/** What goes as one: rows of the queue, and how it is sent. */
export type Parcel = {
  ids: number[];
  /** How often it was tried before. */
  tries: number;
  /** Name and fields of the log's lines. Never what it says, which may hold a link. */
  told: { channel: string; level: 'info' | 'debug' } & Record<string, unknown>;
  /** Sends those of its rows that were claimed. Resolves when they are out of the house; rejects when they may be tried again. */
  send: (claimed: ReadonlySet<number>) => Promise<void>;
};

/** What is due on a channel, as many as go side by side. */
export type Load = (services: Services) => Promise<Parcel[]>;

type Outcome = { parcel: Parcel; failure: string | null };

/** How long one round may take; the next goes on where it ended. */
const ROUND_MS = 4_000;

/** What takes longer has failed: well before the shortest lease ends, so that no other process takes what is under way. */
const SENDING_MS = 45_000;

/** @throws Error when it takes too long */
function inTime(sending: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const isLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long.')), SENDING_MS);
  });
  return Promise.race([sending, isLate]).finally(() => clearTimeout(timer));
}

/** Condition: one of these rows. */
export const isAmong = (ids: readonly number[]): SQL =>
  sql`${deliveries.id} in (select value from json_each(${JSON.stringify(ids)}))`;

/** When the next try would be, should this one not end: it is the lease's end too. */
function nextTry(at: number): SQL {
  const cases = WAITS_MS.map((wait, tries) => sql`when ${tries} then ${at + wait}`);
  return sql`case ${deliveries.tries} ${sql.join(cases, sql` `)} else ${at + LAST_TRY_MS} end`;
}

/** Takes parcels for one try each. Of several processes one gets a row, and a parcel goes with the rows that this one got. */
async function claim({ db, commit, now }: Services, parcels: Parcel[]): Promise<Parcel[]> {
  const at = now();
  const isDue = and(isAmong(parcels.flatMap(({ ids }) => ids)), lte(deliveries.dueAt, at));
  const [result] = await commit([
    db
      .update(deliveries)
      .set({ tries: sql`${deliveries.tries} + 1`, dueAt: nextTry(at), failure: null })
      .where(isDue)
      .returning({ id: deliveries.id }),
  ]);
  const claimed = new Set(result?.rows.map((row) => Number(row.id)));
  return parcels
    .map((parcel) => ({ ...parcel, ids: parcel.ids.filter((id) => claimed.has(id)) }))
    .filter(({ ids }) => ids.length > 0);
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, FAILURE_MAX);

/** One try. What goes wrong is logged without what the parcel says. */
async function trySending({ log }: Services, parcel: Parcel): Promise<Outcome> {
  const { channel, level, ...fields } = parcel.told;
  try {
    await inTime(parcel.send(new Set(parcel.ids)));
    log(level, `${channel}.sent`, fields);
    return { parcel, failure: null };
  } catch (error) {
    const failure = reasonOf(error);
    log('warn', `${channel}.failed`, { ...fields, tries: parcel.tries + 1, reason: failure });
    return { parcel, failure };
  }
}

/** Begins with one after the other, because making what one says may take a while. */
async function sendSideBySide(services: Services, parcels: readonly Parcel[]): Promise<Outcome[]> {
  const tries: Promise<Outcome>[] = [];
  for (const parcel of parcels) {
    tries.push(trySending(services, parcel));
    await yieldToEventLoop();
  }
  return Promise.all(tries);
}

/** Says why, and gives up what has been tried for the last time. */
function failedStatement({ db }: Services, ids: readonly number[], failure: string): Write {
  const dueAt = sql`case when ${gt(deliveries.tries, WAITS_MS.length)} then null else ${deliveries.dueAt} end`;
  return db.update(deliveries).set({ failure, dueAt }).where(isAmong(ids));
}

function markStatements(services: Services, outcomes: Outcome[]): Write[] {
  const { db, now } = services;
  const sent = outcomes.filter(({ failure }) => failure === null).flatMap(({ parcel }) => parcel.ids);
  const failed = outcomes.flatMap(({ parcel, failure }) =>
    failure === null ? [] : [failedStatement(services, parcel.ids, failure)],
  );
  const isOut = db.update(deliveries).set({ dueAt: null, sentAt: now() }).where(isAmong(sent));
  return sent.length > 0 ? [isOut, ...failed] : failed;
}

/** Sends what is due, a portion at a time, until nothing is or the round is over. */
export async function deliverDue(services: Services, load: Load): Promise<void> {
  const until = performance.now() + ROUND_MS;
  do {
    const parcels = await load(services);
    if (parcels.length === 0) return;
    const outcomes = await sendSideBySide(services, await claim(services, parcels));
    if (outcomes.length > 0) await services.commit(markStatements(services, outcomes));
    await yieldToEventLoop();
  } while (performance.now() < until);
}
