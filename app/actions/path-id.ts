/** Ids in addresses. */
import { data } from '@remix-run/server-runtime';

/** The id a path names.
 *  @param what what is not there otherwise, as "person"
 *  @throws Response 404 for what cannot be an id */
export function pathId(id: string | undefined, what: string): number {
  const number = /^\d{1,15}$/.test(id ?? '') ? Number(id) : 0;
  if (number > 0) return number;
  throw data({ message: `There is no such ${what}.` }, 404);
}
