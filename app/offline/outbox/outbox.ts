/**
 * Calls made with or without a network: written down first, sent in order, gone only on a definite verdict.
 * Shared by pages and the service worker; a Web Lock lets one of them send at a time. Free of React and Remix.
 */
import type { StoredEntry, StoredVerdict } from '#app/offline/device/database';
import { addEntry, findVerdict, listEntries, settleEntry, updateEntry } from './outbox-store';
import { type Send, sendCall } from './send';

/** What a flush needs; tests and the chaos run give their own. */
export type FlushOptions = {
  userId: number;
  now: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
  send?: Send;
  /** Also what failed lately: at start, when the network is back, by hand. */
  isEager?: boolean;
};

/** How a flush ended. `signed-out`: calls wait for their person to sign in. */
export type FlushResult = 'done' | 'waiting' | 'signed-out';

const LOCK = 'muster-outbox';
const CHANNEL = 'muster-outbox';

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 5 * 60_000;

/** Tells every page and the worker that the outbox has changed. */
export function announceChange(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('changed');
  channel.close();
}

/** Calls back on every change, by whichever page or worker. The returned function ends it. */
export function onOutboxChange(callback: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = callback;
  return () => channel.close();
}

/** Exponential from two seconds to five minutes, half of it random, so that a class does not return in step.
 *  @param attempts tries so far, at least 1  @param random uniform in [0, 1) */
export function retryDelay(attempts: number, random: number): number {
  const full = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1));
  return full / 2 + (full / 2) * random;
}

/** Stores a call for its person, in place of an earlier one that it makes redundant.
 *  @throws StorageDenied when it is not safe on disk */
export async function enqueue(
  { replaces, ...call }: Pick<StoredEntry, 'userId' | 'procedure' | 'input' | 'subject'> & { replaces?: string | undefined },
  now: number,
): Promise<StoredEntry> {
  const id = String(call.input.id);
  const entry = await addEntry({ ...call, id, queuedAt: now, attempts: 0, lastError: null, nextAttemptAt: 0 }, replaces);
  announceChange();
  return entry;
}

/** Sends what waits, one page or worker at a time. Calls about one subject keep their order: when one has to wait, so do those after it.
 *  @throws StorageDenied */
export async function flush(options: FlushOptions): Promise<FlushResult> {
  return await navigator.locks.request(LOCK, () => flushLocked(options));
}

async function flushLocked(options: FlushOptions): Promise<FlushResult> {
  const held = new Set<string>();
  for (;;) {
    const entry = await nextEntry(options, held);
    if (!entry) return held.size > 0 ? 'waiting' : 'done';
    const step = await sendOne(entry, options);
    announceChange();
    if (step === 'stop') return 'waiting';
    if (step === 'signed-out') return 'signed-out';
    if (step === 'hold') held.add(entry.subject);
  }
}

/** The oldest call that is due and not behind one that has to wait. */
async function nextEntry({ userId, isEager, now }: FlushOptions, held: Set<string>): Promise<StoredEntry | undefined> {
  for (const entry of await listEntries(userId)) {
    if (held.has(entry.subject)) continue;
    if (isEager || entry.nextAttemptAt <= now()) return entry;
    held.add(entry.subject);
  }
  return undefined;
}

async function sendOne(entry: StoredEntry, options: FlushOptions): Promise<'next' | 'hold' | 'stop' | 'signed-out'> {
  const delivery = await (options.send ?? sendCall)(entry);
  switch (delivery.kind) {
    case 'answered':
    case 'refused':
      await settleEntry(entry, delivery, options.now());
      return 'next';
    case 'signed-out':
      await updateEntry({ ...entry, lastError: delivery.kind });
      return 'signed-out';
    case 'busy':
    case 'unreachable': {
      const attempts = entry.attempts + 1;
      const nextAttemptAt = options.now() + retryDelay(attempts, options.random());
      await updateEntry({ ...entry, attempts, lastError: delivery.kind, nextAttemptAt });
      return delivery.kind === 'busy' ? 'hold' : 'stop';
    }
  }
}

/** The verdict of a call that is being sent, or undefined when there is none within `waitMs`. */
export async function verdictWithin(id: string, flushing: Promise<unknown>, waitMs: number): Promise<StoredVerdict | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, waitMs);
  });
  await Promise.race([flushing, timeout]);
  clearTimeout(timer);
  return findVerdict(id);
}
