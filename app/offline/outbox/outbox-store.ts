/** Where queued calls lie until they have a verdict, and verdicts until they were seen. Order and rules are `outbox.ts`'s. */

import { isQueueable, QUEUEABLE } from '#app/offline/calls/queueable';
import { type StoredEntry, type StoredVerdict, withDatabase } from '#app/offline/device/database';
import { DAY_MS } from '#domain/duration';

/** What a person has not looked at in this time, the server still knows. */
const VERDICTS_KEPT_MS = 7 * DAY_MS;

/** On disk when it resolves: a phone that dies right after saying "saved" has it. */
const DURABLE = { durability: 'strict' } as const;

/** Writes a call down, and takes the one it replaces out in the same step. @throws StorageDenied when it is not safe on disk */
export function addEntry(entry: Omit<StoredEntry, 'seq'>, replaces?: string): Promise<StoredEntry> {
  return withDatabase(async (database) => {
    const change = database.transaction('outbox', 'readwrite', DURABLE);
    const own = replaces === undefined ? [] : await change.store.index('userId').getAll(entry.userId);
    for (const replaced of own.filter(({ id }) => id === replaces)) await change.store.delete(replaced.seq);
    const seq = await change.store.add(entry as StoredEntry);
    await change.done;
    return { ...entry, seq };
  });
}

/** A person's waiting calls, in the order they were made. @throws StorageDenied */
export function listEntries(userId: number): Promise<StoredEntry[]> {
  return withDatabase((database) => database.getAllFromIndex('outbox', 'userId', userId));
}

/** Notes a try that came to nothing; a call that was replaced while it was on its way stays away. @throws StorageDenied */
export function updateEntry(entry: StoredEntry): Promise<void> {
  return withDatabase(async (database) => {
    const change = database.transaction('outbox', 'readwrite');
    if ((await change.store.getKey(entry.seq)) !== undefined) await change.store.put(entry);
    await change.done;
  });
}

/** What is kept of a call's input once it has done its work. */
function withoutSecrets({ procedure, input }: StoredEntry): Record<string, unknown> {
  const secrets: readonly string[] = isQueueable(procedure) ? QUEUEABLE[procedure].secrets : [];
  return Object.fromEntries(Object.entries(input).filter(([field]) => !secrets.includes(field)));
}

/** Takes a call out and keeps its verdict, in one step: it is in one of the two at any time. What became of a call that was
 *  replaced while it was on its way, the verdict of the one in its place tells. @throws StorageDenied */
export function settleEntry(entry: StoredEntry, answer: StoredVerdict['answer'], settledAt: number): Promise<void> {
  const { seq, id, userId, procedure, queuedAt } = entry;
  const input = withoutSecrets(entry);
  const verdict: StoredVerdict = { id, userId, procedure, input, queuedAt, settledAt, answer, isSeen: false };
  return withDatabase(async (database) => {
    const change = database.transaction(['outbox', 'verdicts'], 'readwrite', DURABLE);
    const isReplaced = (await change.objectStore('outbox').getKey(seq)) === undefined;
    if (!isReplaced) await change.objectStore('verdicts').put(verdict);
    await change.objectStore('outbox').delete(seq);
    await change.done;
  });
}

/** The verdict of a call, once there is one. @throws StorageDenied */
export function findVerdict(id: string): Promise<StoredVerdict | undefined> {
  return withDatabase((database) => database.get('verdicts', id));
}

/** A person's verdicts, oldest first; those of long ago are forgotten on the way. @throws StorageDenied */
export function listVerdicts(userId: number, now: number): Promise<StoredVerdict[]> {
  return withDatabase(async (database) => {
    const all = await database.getAllFromIndex('verdicts', 'userId', userId);
    const old = all.filter((verdict) => verdict.settledAt < now - VERDICTS_KEPT_MS);
    await Promise.all(old.map((verdict) => database.delete('verdicts', verdict.id)));
    return all.filter((verdict) => !old.includes(verdict)).sort((a, b) => a.settledAt - b.settledAt);
  });
}

/** Notes that a verdict leaves nothing to decide, in whole or of one student. @throws StorageDenied */
export function markDecided(id: string, of: number | 'all'): Promise<void> {
  return withDatabase(async (database) => {
    const change = database.transaction('verdicts', 'readwrite');
    const verdict = await change.store.get(id);
    const before = verdict?.decided ?? [];
    const decided = of === 'all' || before === 'all' ? 'all' : [...before, of];
    if (verdict) await change.store.put({ ...verdict, decided, isSeen: true });
    await change.done;
  });
}

/** Marks verdicts as looked at. @throws StorageDenied */
export function markSeen(ids: readonly string[]): Promise<void> {
  return withDatabase(async (database) => {
    const change = database.transaction('verdicts', 'readwrite');
    for (const id of ids) {
      const verdict = await change.store.get(id);
      if (verdict) await change.store.put({ ...verdict, isSeen: true });
    }
    await change.done;
  });
}
