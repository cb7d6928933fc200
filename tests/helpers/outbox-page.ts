/**
 * The app's outbox in a bare page: the modules that the app itself runs, bundled for tests that drive them without its screens.
 * Runs in the browser; `outbox-server.ts` serves it, tests reach it as `muster`.
 */
import { askWorker } from '#app/components/pwa/worker';
import { type Attempt, createSender } from '#app/offline/check-in';
import { currentUser, noteCurrentUser } from '#app/offline/device/current-user';
import type { StoredVerdict } from '#app/offline/device/database';
import { deviceFor } from '#app/offline/device/device-key';
import { switchUser } from '#app/offline/device/whose-device';
import { requestBackgroundSync } from '#app/offline/outbox/background-sync';
import { deliver } from '#app/offline/outbox/deliver';
import { flushOutbox } from '#app/offline/outbox/flush-outbox';
import { enqueue, flush } from '#app/offline/outbox/outbox';
import { listEntries, listVerdicts } from '#app/offline/outbox/outbox-store';
import { type OutboxTriggers, startTriggers } from '#app/offline/outbox/triggers';

let triggers: OutboxTriggers | undefined;

/** What the app does when a page of this person comes alive. */
async function boot(userId: number | null): Promise<void> {
  triggers?.stop();
  await switchUser(userId, () => askWorker({ type: 'FORGET' }));
  triggers = userId === null ? undefined : startTriggers(userId, () => undefined);
}

let latest: { userId: number; attempt: Attempt } | null = null;

type Scan = { userId: number; deviceId: string | null; classSessionId: number; tokens: string[]; isMore: boolean };

/** A scan as the scanner hands it in.
 *  @param scan `isMore`: it takes the place of this page's scan before, which is noted */
async function checkIn({ userId, deviceId, classSessionId, tokens, isMore }: Scan) {
  const sender = createSender({ userId, currentDeviceId: deviceId }, 'Phone');
  const replaced = isMore && latest?.userId === userId ? latest.attempt : null;
  if (replaced?.claim) localStorage.setItem(replaced.claim.id, REPLACED);
  const attempt = await sender.send({ classSessionId, tokens, code: null }, replaced);
  latest = { userId, attempt };
  return attempt;
}

/** Noted before it happens, where the end of a page does not take it away. */
const REPLACED = 'replaced';

/** Ids of claims whose place another may have taken. */
function replacedIds(): string[] {
  return Object.keys(localStorage).filter((key) => localStorage.getItem(key) === REPLACED);
}

const SEEN = 'seen:';
const { put } = IDBObjectStore.prototype;

/** What its person has seen is forgotten with their sign-in, so it is noted before it counts as seen. */
IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: StoredVerdict, key?: IDBValidKey) {
  if (this.name === 'verdicts' && value.isSeen) localStorage.setItem(SEEN + value.id, JSON.stringify(value));
  return put.call(this, value, key);
};

/** Every verdict that somebody has seen, whether it is still kept or not. */
function seenVerdicts(): StoredVerdict[] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(SEEN));
  return keys.map((key) => JSON.parse(localStorage.getItem(key) ?? ''));
}

/** Resolves once a call is written down or has its verdict, as far as that happens within two seconds. */
async function written(id: string, userId: number): Promise<boolean> {
  for (const deadline = Date.now() + 2_000; Date.now() < deadline; ) {
    const known = [...(await listEntries(userId)), ...(await listVerdicts(userId, Date.now()))];
    if (known.some((call) => call.id === id)) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

const offline = {
  boot,
  checkIn,
  currentUser,
  deliver,
  deviceFor,
  enqueue,
  flush,
  flushOutbox,
  listEntries,
  listVerdicts,
  noteCurrentUser,
  replacedIds,
  requestBackgroundSync,
  seenVerdicts,
  written,
};
export type OutboxPage = typeof offline;

globalThis.muster = offline;
