/** Whose pages and keys this device holds. A page that finds another person in has the former's erased before anything else. */
import { currentUser, noteCurrentUser } from './current-user';
import { forgetPerson } from './forget';

/** Notes who is signed in, after erasing what belongs to somebody else.
 *  @param forgetPages has the worker erase the pages it keeps
 *  @returns whether it was somebody else's device until now
 *  @throws StorageDenied */
export async function settleUser(userId: number | null, forgetPages: () => Promise<unknown>): Promise<boolean> {
  if ((await currentUser()) === userId) return false;
  await Promise.all([forgetPages(), forgetPerson()]);
  await noteCurrentUser(userId);
  return true;
}
