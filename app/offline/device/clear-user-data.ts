/** What leaves this device when its person signs out. Undelivered calls stay: they are signed, that person's, and wait. */
import { withDatabase } from './database';

/** Erases the signing key, the day pack with its key, who was signed in, and what became of calls as far as that was seen.
 *  Never throws: a browser that keeps nothing has nothing to forget. */
export async function clearUserData(): Promise<void> {
  await withDatabase(async (database) => {
    const stores = ['device', 'packs', 'facts'] as const;
    const change = database.transaction([...stores, 'verdicts'] as const, 'readwrite', { durability: 'strict' });
    const verdicts = change.objectStore('verdicts');
    const seen = (await verdicts.getAll()).filter(({ isSeen }) => isSeen);
    const forgotten = [...stores.map((store) => change.objectStore(store).clear()), ...seen.map(({ id }) => verdicts.delete(id))];
    await Promise.all([...forgotten, change.done]);
  }).catch(() => undefined);
}
