/** Values and computed columns of the builder's statements. */
import { type SQL, sql } from 'drizzle-orm';

/** A condition as a column that is read as a boolean. */
export const asBoolean = (condition: SQL | undefined): SQL<boolean> => sql<boolean>`${condition}`.mapWith(Boolean);
