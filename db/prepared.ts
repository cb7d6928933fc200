/** Statements of the builder that are prepared once for each database: for the paths that run for every student of every class. */
import type { InStatement, InValue } from '@libsql/client';
import { fillPlaceholders, type Query } from 'drizzle-orm';
import type { Database } from './client';

/** Hands out the query that `build` makes, built at its first use and kept with the database. Values go in by `sql.placeholder`.
 *  @example const sectionById = prepared((db) => db.select().from(sections).where(eq(sections.id, sql.placeholder('id'))).prepare());
 *  const section = await sectionById(ctx.db).get({ id }); */
export function prepared<Query>(build: (db: Database) => Query): (db: Database) => Query {
  const kept = new WeakMap<Database, Query>();
  return (db) => {
    const query = kept.get(db) ?? build(db);
    kept.set(db, query);
    return query;
  };
}

/** The same for a statement of a commit, which takes its values when it is written.
 *  @example const touch = preparedWrite((db) => db.update(users).set({ … }).where(eq(users.id, sql.placeholder('id'))));
 *  await ctx.commit([touch(ctx.db, { id })]); */
export function preparedWrite(build: (db: Database) => { toSQL: () => Query }) {
  const statement = prepared((db) => build(db).toSQL());
  return (db: Database, values: Record<string, InValue>): InStatement => {
    const { sql, params } = statement(db);
    return { sql, args: fillPlaceholders(params, values) as InValue[] };
  };
}
