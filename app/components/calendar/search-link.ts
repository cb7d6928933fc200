/** Addresses of the same page with something changed, so that every view of it can be linked to. Pure. */

/** The current query with some parameters set, or with null taken out.
 *  @param hash where on the page it leads, without `#`
 *  @returns for `<Link to>`: "?week=2026-09-07#day" */
export function searchLink(current: URLSearchParams, changes: Record<string, string | null>, hash?: string): string {
  const search = new URLSearchParams(current);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) search.delete(name);
    else search.set(name, value);
  }
  return `?${search}${hash ? `#${hash}` : ''}`;
}
