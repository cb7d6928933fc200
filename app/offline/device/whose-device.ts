/** Whose pages and keys this device holds. A page that finds another person in has the former's erased before anything else. */

import { clearUserData } from './clear-user-data';
import { currentUser, noteCurrentUser } from './current-user';
import { deletePageCaches } from './page-caches';

/** Notes who is signed in, after erasing what belongs to somebody else.
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
