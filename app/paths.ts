/**
 * Every address of the product, one function each: `import * as paths from '#app/paths'`, then `paths.register(id)`. Nothing else
 * writes one down; a test compares them with the routes. Pages that change their own query do so relative to themselves.
 */
export * from '#domain/paths';
export * from './paths/admin';
export * from './paths/entry';
export * from './paths/staff';
export * from './paths/student';

/** The id a path names. @throws Response 404 for what cannot be an id */
export function pathId(id: string | undefined): number {
  const number = /^\d{1,15}$/.test(id ?? '') ? Number(id) : 0;
  if (number > 0) return number;
  throw new Response(null, { status: 404 });
}
