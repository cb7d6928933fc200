/** Whose alerts are to be judged anew. What changes in marks says so by trigger; these say so of rules, and of what lies ahead. */
import { inArray, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { enrolments, judgedStudents } from '#db/schema';

const { changes, fromDay, studentId } = judgedStudents;

/** Whether a student is to be judged: as the index has it. */
export const isDue: SQL = sql`(${changes} > ${judgedStudents.judged} or ${judgedStudents.isWaiting} = 1)`;

/** Has everybody judged again, of a period that is not over on a day.
 *  @param sectionIds only those who were ever on their rolls */
export function judgeAgain(db: Database, day: string, sectionIds?: readonly number[]) {
  const enrolled = db.select({ id: enrolments.studentId }).from(enrolments);
  const again = { changes: sql`${changes} + 1`, fromDay: sql`min(${fromDay}, ${day})` };
  const all = db.update(judgedStudents).set(again);
  const isOfThese = sql`${enrolments.sectionId} in (select value from json_each(${JSON.stringify(sectionIds)}))`;
  return sectionIds === undefined ? all : all.where(inArray(studentId, enrolled.where(isOfThese)));
}
