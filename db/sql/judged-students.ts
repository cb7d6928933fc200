/** Whose alerts are to be judged anew. What changes in marks says so by trigger; these say so of rules, and of what lies ahead. */
import { inArray, isSQLWrapper, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { enrolments, judgedStudents } from '#db/schema';

const { changes, fromDay, studentId } = judgedStudents;

/** Whether a student is to be judged: as the index has it. */
export const isDue: SQL = sql`(${changes} > ${judgedStudents.judged} or ${judgedStudents.isWaiting} = 1)`;

/** Has everybody judged again, of a period that is not over on a day.
 *  @param sectionIds only those who were ever on their rolls: a list of ids, or a query for them */
export function judgeAgain(db: Database, day: string, sectionIds?: readonly number[] | SQLWrapper) {
  const enrolled = db.select({ id: enrolments.studentId }).from(enrolments);
  const again = { changes: sql`${changes} + 1`, fromDay: sql`min(${fromDay}, ${day})` };
  const all = db.update(judgedStudents).set(again);
  if (sectionIds === undefined) return all;
  const among = isSQLWrapper(sectionIds) ? sectionIds : sql`(select value from json_each(${JSON.stringify(sectionIds)}))`;
  return all.where(inArray(studentId, enrolled.where(sql`${enrolments.sectionId} in ${among}`)));
}
