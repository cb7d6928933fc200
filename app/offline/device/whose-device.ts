/** Whose pages and keys this device holds. When another person signs in, the former person’s data is cleared first. */

import { clearUserData } from './clear-user-data';
import { currentUser, noteCurrentUser } from './current-user';
import { deletePageCaches } from './page-caches';

/** Notes who is signed in, after clearing what belongs to somebody else.
 *  @param forgetPages has the worker forget the pages it keeps, and those on their way
 *  @returns whether it was somebody else's device until now
 *  @throws StorageDenied */
export async function switchUser(userId: number | null, forgetPages: () => Promise<unknown>): Promise<boolean> {
  if ((await currentUser()) === userId) return false;
  await Promise.all([forgetPages(), clearUserData()]);
  await deletePageCaches();
  await noteCurrentUser(userId);
  return true;
}
