/** People and classes by what is typed, as far as a member of staff may see them: one statement for each kind. Reads only. */
import { and, asc, eq, isNull, min, sql } from 'drizzle-orm';
import { courses, departments, enrolments, sectionStaff, sections, users } from '#db/schema';
import { photoAtOf } from '#db/sql/photo-at';
import { isOnRoll } from '#db/sql/roll';
import { isStaffedBy } from '#db/sql/staffing';
import { can } from '#domain/person/permission';
import { type FindInput, type Found, type FoundPerson, type FoundSection, MOST_FOUND } from '#domain/school/find';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { isFound as isSectionFound } from '#server/services/structure/section';
import { isFound, matchOf } from './people';

const { id, name, email, role, archivedAt } = users;
const PERSON = { id, name, email, role, photoAt: photoAtOf(users) };
const BY_NAME = sql`${name} collate nocase`;

/** Everybody who has not left. */
function findEverybody({ db }: ActorContext, match: string): Promise<FoundPerson[]> {
  return db
    .select({ ...PERSON, sectionId: sql<null>`null` })
    .from(users)
    .where(and(isFound(match), isNull(archivedAt)))
    .orderBy(BY_NAME, asc(id))
    .limit(MOST_FOUND);
}

/** Students who are on the roll of one of the actor's classes today. */
function findOwnStudents({ db, actor }: ActorContext, match: string, today: string): Promise<FoundPerson[]> {
  const { sectionId, studentId } = enrolments;
  const isOwn = and(eq(sectionStaff.sectionId, sectionId), eq(sectionStaff.userId, actor.id));
  const isInUse = and(eq(sections.id, sectionId), isNull(sections.archivedAt));
  return db
    .select({ ...PERSON, sectionId: min(sectionId) })
    .from(users)
    .innerJoin(enrolments, and(eq(studentId, id), isOnRoll(today)))
    .innerJoin(sectionStaff, isOwn)
    .innerJoin(sections, isInUse)
    .where(and(isFound(match), isNull(archivedAt)))
    .groupBy(id)
    .orderBy(BY_NAME, asc(id))
    .limit(MOST_FOUND);
}

function findSections({ db, actor }: ActorContext, search: string, isAdmin: boolean): Promise<FoundSection[]> {
  return db
    .select({ id: sections.id, courseTitle: courses.title, courseCode: courses.code, sectionCode: sections.code })
    .from(sections)
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .where(and(isNull(sections.archivedAt), isSectionFound(search), isAdmin ? undefined : isStaffedBy(db, sections.id, actor.id)))
    .orderBy(courses.code, sections.code)
    .limit(MOST_FOUND);
}

/** What the actor may see of what is typed: everything for administrators, else own classes and the students in them. */
export async function find(ctx: ActorContext, { search }: FindInput): Promise<Found> {
  const isAdmin = can(ctx.actor, 'school.manage');
  const match = matchOf(search) ?? '""';
  const { zone } = await loadSettings(ctx);
  const [people, found] = await Promise.all([
    isAdmin ? findEverybody(ctx, match) : findOwnStudents(ctx, match, dayAt(ctx.now(), zone)),
    findSections(ctx, search, isAdmin),
  ]);
  return { people, sections: found };
}
