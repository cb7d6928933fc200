/** Values and computed columns of the builder's statements. */
import { sql } from 'drizzle-orm';

/** A value, a column or an expression as a column of the select that an insert takes its rows from: there each needs a name, and none
 *  is read. */
export const given = (value: unknown) => sql`${value}`.as('given');
