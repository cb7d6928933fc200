/** What becomes of a name that its owner types: registers show the name that the school has approved. */
import { sql } from 'drizzle-orm';
import { users } from './schema';

/** What an update of `users` sets: an administrator's own name at once; anybody else's stays, and the name is asked for, or nothing
 *  any more when it is the name they have. */
export function ownName(name: string) {
  return {
    name: sql`case when ${users.role} = 'admin' then ${name} else ${users.name} end`,
    requestedName: sql`case when ${users.role} = 'admin' or ${users.name} = ${name} then null else ${name} end`,
  };
}
