/** Queries of the builder that are prepared once for each database: for the paths that run for every student of every class. */
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
