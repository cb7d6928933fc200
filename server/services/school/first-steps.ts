/** How far a new school has come, told by what there is. Reads only. */
import { and, eq, exists, gt, gte, isNull, ne, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { classSessions, sections, slots, terms, userCounts } from '#db/schema';
import { asBoolean, ONE_ROW } from '#db/sql/values';
import type { FirstSteps } from '#domain/school/first-steps';
import type { ActorContext } from '#server/context/context';

/** Every day; said so that days are walked in their order. */
const EVER = '0000-01-01';

/** One read; of class sessions as far as the first that was held. */
export async function getFirstSteps({ db }: ActorContext): Promise<FirstSteps> {
  const isThere = (table: SQLiteTable, where: ReturnType<typeof and>) =>
    asBoolean(exists(db.select({ one: sql`1` }).from(table).where(where)));
  const isOther = and(ne(userCounts.role, 'admin'), eq(userCounts.isArchived, false), gt(userCounts.people, 0));
  const [steps] = await db
    .select({
      people: isThere(userCounts, isOther),
      term: isThere(terms, undefined),
      sections: isThere(sections, isNull(sections.archivedAt)),
      timetable: isThere(slots, undefined),
      register: isThere(classSessions, and(gte(classSessions.day, EVER), classSessions.isHeld)),
    })
    .from(ONE_ROW);
  return steps as FirstSteps;
}
