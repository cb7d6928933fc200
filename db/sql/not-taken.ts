/** Registers that nobody took, as a condition. */
import { and, eq, isNotNull, isNull, notExists, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { attendance, classSessions } from '#db/schema';

/** Condition on `class_sessions`: closed by time, with nobody having opened or marked it. */
export function isNotTaken(db: Database): SQL {
  const { id, state, isHeld, openedAt } = classSessions;
  const isMark = and(eq(attendance.classSessionId, id), isNotNull(attendance.status));
  const marks = db.select({ one: sql`1` }).from(attendance).where(isMark);
  return and(eq(state, 'closed'), eq(isHeld, false), isNull(openedAt), notExists(marks)) as SQL;
}
