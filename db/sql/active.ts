/** Who can use their account, as a condition on `users`. */
import { and, eq, isNull, type SQL } from 'drizzle-orm';
import { users } from '#db/schema';

/** Approved, neither suspended nor archived. */
export const IS_ACTIVE = and(eq(users.state, 'active'), isNull(users.archivedAt)) as SQL;
