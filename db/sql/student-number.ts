/** What tells two students of one name apart in lists and files. */
import { sql } from 'drizzle-orm';
import { users } from '#db/schema';

/** The number, or what a file called the student; null without either. */
export const NUMBER_OR_ID = sql<string | null>`coalesce(${users.studentNumber}, ${users.sourcedId})`;
