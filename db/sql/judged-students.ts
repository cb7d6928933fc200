/** Whose alerts are to be judged anew. What changes in marks says so by trigger; these say so of rules. */
import { inArray, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { enrolments, judgedStudents } from '#db/schema';

const { changes, fromDay, studentId } = judgedStudents;

/** Whether a student is to be judged: as the index has it. */
export const isDue: SQL = sql`(${changes} > ${judgedStudents.judged} or ${judgedStudents.isWaiting} = 1)`;

/** Has everybody judged again, of a period that is not over on a day.
 *  @param sectionId only those who were ever on its roll */
export function judgeAgain(db: Database, day: string, sectionId?: number) {
  const enrolled = db.select({ id: enrolments.studentId }).from(enrolments);
  const again = { changes: sql`${changes} + 1`, fromDay: sql`min(${fromDay}, ${day})` };
  const all = db.update(judgedStudents).set(again);
  return sectionId === undefined
    ? all
    : all.where(inArray(studentId, enrolled.where(sql`${enrolments.sectionId} = ${sectionId}`)));
}
