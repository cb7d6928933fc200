/** Whom an announcement may be written to, and who gets it, as conditions of the statements that write it. */
import { and, eq, exists, gte, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { announcementSections, courses, enrolments, sectionStaff, sections, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { isStaffedBy } from '#db/sql/staffing';
import type { Audience } from '#domain/message/announcement';
import { can } from '#domain/person/permission';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** `among` the ids of a list, which may be long. */
const among = (ids: readonly number[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;

/** A section that is not archived, and that the actor is staff of; an administrator's are all of them. */
export function isWritable({ db, actor }: ActorContext): SQL {
  const isTheirs = can(actor, 'school.manage') ? undefined : isStaffedBy(db, sections.id, actor.id);
  return and(isNull(sections.archivedAt), isTheirs) as SQL;
}

/** Students of sections, today or from a later day on: `e.student_id`s. */
function studentsOf({ db }: ActorContext, today: string, isOfSections: SQL) {
  const isNotOver = or(isNull(enrolments.untilDay), gte(enrolments.untilDay, today));
  return db
    .select({ id: enrolments.studentId })
    .from(enrolments)
    .innerJoin(sections, eq(sections.id, enrolments.sectionId))
    .where(and(isOfSections, isNotOver));
}

/** Students and staff of the classes of departments. */
function isOfDepartments({ db }: ActorContext, today: string, departmentIds: readonly number[]): SQL {
  const isTheirs = and(sql`${courses.departmentId} in ${among(departmentIds)}`, isNull(sections.archivedAt));
  const isNotOver = or(isNull(enrolments.untilDay), gte(enrolments.untilDay, today));
  const students = db
    .select({ id: enrolments.studentId })
    .from(courses)
    .innerJoin(sections, eq(sections.courseId, courses.id))
    .innerJoin(enrolments, eq(enrolments.sectionId, sections.id))
    .where(and(isTheirs, isNotOver));
  const staff = db
    .select({ id: sectionStaff.userId })
    .from(courses)
    .innerJoin(sections, eq(sections.courseId, courses.id))
    .innerJoin(sectionStaff, eq(sectionStaff.sectionId, sections.id))
    .where(isTheirs);
  return or(inArray(users.id, students), inArray(users.id, staff)) as SQL;
}

/** Who is meant, among `users`. Staff write to chosen students of their own sections; others among the chosen are left out. */
function isMeant(ctx: ActorContext, audience: Audience, today: string): SQL | undefined {
  switch (audience.kind) {
    case 'school': {
      const { roles, departmentIds } = audience;
      return and(roles && inArray(users.role, roles), departmentIds && isOfDepartments(ctx, today, departmentIds));
    }
    case 'sections':
      return inArray(
        users.id,
        studentsOf(ctx, today, and(sql`${sections.id} in ${among(audience.sectionIds)}`, isWritable(ctx)) as SQL),
      );
    case 'people': {
      const isChosen = sql`${users.id} in ${among(audience.userIds)}`;
      return can(ctx.actor, 'school.manage')
        ? isChosen
        : and(isChosen, inArray(users.id, studentsOf(ctx, today, isWritable(ctx))));
    }
  }
}

/** Condition on `users`: gets what is written to the audience. */
export async function isRecipient(ctx: ActorContext, audience: Audience): Promise<SQL> {
  const { zone } = await loadSettings(ctx);
  return and(IS_ACTIVE, isMeant(ctx, audience, dayAt(ctx.now(), zone))) as SQL;
}

/** Condition: the actor may write to every section that is named. Holds where none is. */
export function mayWrite(ctx: ActorContext, audience: Audience): SQL | undefined {
  if (audience.kind !== 'sections') return undefined;
  const writable = ctx.db.select({ id: sections.id }).from(sections).where(isWritable(ctx));
  return sql`not exists (select 1 from json_each(${JSON.stringify(audience.sectionIds)}) s where s.value not in ${writable})`;
}

/** Condition: the actor may still write to the classes that an announcement was written to. */
export function mayStillWrite(ctx: ActorContext, announcementId: number): SQL | undefined {
  if (can(ctx.actor, 'school.manage')) return undefined;
  const writable = ctx.db.select({ id: sections.id }).from(sections).where(isWritable(ctx));
  return sql`not exists (select 1 from ${announcementSections} w where w.announcement_id = ${announcementId}
    and w.section_id not in ${writable})`;
}

/** Condition: somebody gets it. */
export const isAnybody = ({ db }: ActorContext, isOne: SQL) => exists(db.select({ one: sql`1` }).from(users).where(isOne));
