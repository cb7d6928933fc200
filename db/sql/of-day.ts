/** The class sessions of a day as the people in them have it. */
import { and, eq, gt, inArray, or, type SQL, sql } from 'drizzle-orm';
import { classSessions } from '#db/schema';

/** Those that begin on the day, and those of the day before that passed midnight and are not over. For prepared statements with the places
 *  `day`, `dayBefore` and `now`. */
export function isOfDay(): SQL {
  const { day, closesAt } = classSessions;
  const [wanted, before] = [sql.placeholder('day'), sql.placeholder('dayBefore')];
  return and(inArray(day, [wanted, before]), or(eq(day, wanted), gt(closesAt, sql.placeholder('now')))) as SQL;
}
