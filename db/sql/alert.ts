/** Which alerts ask for somebody to look into them, as a condition. */
import { and, eq, exists, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { alerts, users } from '#db/schema';

const student = alias(users, 'student');

/** It stands, nobody has handled it, and its student is still here. */
export function isOpenAlert(db: Database): SQL {
  const isHere = and(eq(student.id, alerts.studentId), isNull(student.archivedAt));
  const here = db.select({ one: sql`1` }).from(student).where(isHere);
  return and(isNull(alerts.handledAt), isNull(alerts.retractedAt), exists(here)) as SQL;
}
