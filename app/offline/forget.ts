/** What leaves this device when its person signs out. Undelivered calls stay: they are that person's, and wait. */
import { withDatabase } from './database';

/** Erases the day pack with its keys, and who was signed in. Never throws: a browser that keeps nothing has nothing to forget. */
export async function forgetPerson(): Promise<void> {
  await withDatabase((database) => {
    const change = database.transaction(['packs', 'facts'], 'readwrite', { durability: 'strict' });
    return Promise.all([change.objectStore('packs').clear(), change.objectStore('facts').clear(), change.done]);
  }).catch(() => undefined);
}
