/** Weekdays in the order of the school's week. */
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** How many days a weekday (1 Monday to 7 Sunday) comes after the first of the week. */
export function placeInWeek(weekday: SQLWrapper, firstWeekday: number): SQL<number> {
  return sql<number>`(${weekday} + 7 - ${firstWeekday}) % 7`;
}
