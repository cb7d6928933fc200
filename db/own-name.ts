/** What becomes of a name that its owner types: registers show the name that the school has approved. */
import { sql } from 'drizzle-orm';
import { users } from './schema';

/** SQL of an update of `users`: an administrator's own name is `:name` at once; anybody else's stays, and `:name` is asked for, or
 *  nothing any more when it is the name they have. */
export const OWN_NAME = `name = case when role = 'admin' then :name else name end,
  requested_name = case when role = 'admin' or name = :name then null else :name end`;

/** The same, for the builder to set. */
export function ownName(name: string) {
  return {
    name: sql`case when ${users.role} = 'admin' then ${name} else ${users.name} end`,
    requestedName: sql`case when ${users.role} = 'admin' or ${users.name} = ${name} then null else ${name} end`,
  };
}
