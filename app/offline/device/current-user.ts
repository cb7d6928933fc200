/** Who is signed in, as far as this device knows: pages note it, the worker and a page without a network read it. */
import { withDatabase } from './database';

const NAME = 'current-user';

/** Notes the person who is signed in, or that nobody is. @throws StorageDenied */
export function noteCurrentUser(userId: number | null): Promise<unknown> {
  return withDatabase((database) => database.put('facts', userId, NAME));
}

/** The person last noted, or null. @throws StorageDenied */
export async function currentUser(): Promise<number | null> {
  const userId = await withDatabase((database) => database.get('facts', NAME));
  return typeof userId === 'number' ? userId : null;
}
