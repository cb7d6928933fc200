/**
 * Every address of the product, one function each: `import * as paths from '#app/paths'`, then `paths.register(id)`. Nothing else
 * writes one down; a test compares them with the routes. Pages that change their own query do so relative to themselves.
 */
export * from '#domain/paths';
export * from './paths/admin';
export * from './paths/entry';
export * from './paths/staff';
export * from './paths/student';

/** An id, or a place in a list, that a query names; null when it is missing or cannot be one. */
export function idIn(search: URLSearchParams, name: string): number | null {
  return readId(search.get(name));
}

/** The id a path names. @throws Response 404 for what cannot be an id */
export function pathId(id: string | undefined): number {
  const number = readId(id ?? null);
  if (number) return number;
  throw new Response(null, { status: 404 });
}

function readId(text: string | null): number | null {
  const number = /^\d{1,15}$/.test(text ?? '') ? Number(text) : 0;
  return number > 0 ? number : null;
}
