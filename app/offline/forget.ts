/** What leaves this device when its person signs out. Undelivered calls stay: they are signed, that person's, and wait. */
import { withDatabase } from './database';

/** Erases the signing key, the day pack with its key, and who was signed in. Never throws: a browser that keeps nothing has
 *  nothing to forget. */
export async function forgetPerson(): Promise<void> {
  await withDatabase(async (database) => {
    const stores = ['device', 'packs', 'facts'] as const;
    const change = database.transaction(stores, 'readwrite', { durability: 'strict' });
    await Promise.all([...stores.map((store) => change.objectStore(store).clear()), change.done]);
  }).catch(() => undefined);
}
