/** Where the worker keeps the person's pages and their data. Filled and read by the worker; pages only empty them. */

export const PAGES = 'muster-pages';
export const DATA = 'muster-data';

/** Deletes what is kept, with or without a worker. Never throws: where nothing can be kept there is nothing to delete. */
export async function deletePageCaches(): Promise<void> {
  await Promise.all([PAGES, DATA].map((name) => globalThis.caches?.delete(name))).catch(() => undefined);
}
