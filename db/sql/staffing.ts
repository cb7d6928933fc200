/** Whose staff somebody is, as a condition of statements by hand. */

/** The actor is staff of a section that the student is on the roll of from a day on. By hand, for the statements that share it.
 *  @param student SQL of the student's id  @param day SQL of the day */
export const isStaffOfSql = (student: string, day: string) =>
  `exists (select 1 from enrolments e join section_staff st on st.section_id = e.section_id and st.user_id = :actorId
    where e.student_id = ${student} and (e.until_day is null or e.until_day >= ${day}))`;
