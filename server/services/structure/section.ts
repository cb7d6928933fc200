/** Sections: those an actor works with, and for administrators all of them by course, and one with its staff. */
import { and, asc, count, desc, eq, exists, gt, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { classSessions, courses, departments, enrolments, sectionStaff, sections, slots, users } from '#db/schema';
import { photoAtOf } from '#db/sql/photo-at';
import { isOnRoll } from '#db/sql/roll';
import { isStaffedBy } from '#db/sql/staffing';
import { AppError } from '#domain/errors';
import { sortedByName } from '#domain/name-parts';
import type { SectionsInput } from '#domain/structure/section';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

export type StaffedSection = { sectionId: number; courseCode: string; courseTitle: string; sectionCode: string };

/** Sections the actor may hold classes of: own ones, or all for an administrator. */
export async function listStaffedSections({ db, actor }: ActorContext): Promise<StaffedSection[]> {
  return db
    .select({ sectionId: sections.id, courseCode: courses.code, courseTitle: courses.title, sectionCode: sections.code })
    .from(sections)
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(isNull(sections.archivedAt), actor.role === 'admin' ? undefined : isStaffedBy(db, sections.id, actor.id)))
    .orderBy(courses.code, sections.code);
}

/** Courses on one page of the list. */
const PAGE = 25;

/** What is typed stands for itself, not for a pattern. */
function likeOf(search: string): string {
  return `%${search.replace(/[!%_]/g, '!$&')}%`;
}

/** A section of the course for which `condition` holds. */
function hasSection(db: Database, condition: SQL): SQL {
  const isOfCourse = and(eq(sections.courseId, courses.id), condition);
  return exists(db.select({ one: sql`1` }).from(sections).where(isOfCourse));
}

/** Courses whose code, title, department or sections are like what is searched for. */
function isFound(db: Database, search: string): SQL | undefined {
  if (search === '') return undefined;
  const isLike = (text: SQL) => sql`${text} like ${likeOf(search)} escape '!'`;
  return or(
    isLike(sql`${courses.code} || ' ' || ${courses.title}`),
    isLike(sql`${departments.name}`),
    hasSection(db, isLike(sql`${courses.code} || ' ' || ${sections.code}`)),
  );
}

/** A page without a search walks the courses of a department in order; there are hundreds, not thousands. */
function isListed(db: Database, { search, departmentId, isArchived }: SectionsInput): SQL | undefined {
  return and(
    departmentId === null ? undefined : eq(courses.departmentId, departmentId),
    isArchived ? or(isNotNull(courses.archivedAt), hasSection(db, isNotNull(sections.archivedAt))) : isNull(courses.archivedAt),
    isFound(db, search),
  );
}

const COURSE = {
  id: courses.id,
  code: courses.code,
  title: courses.title,
  departmentId: courses.departmentId,
  departmentName: departments.name,
  archivedAt: courses.archivedAt,
};

function loadCourses(db: Database, input: SectionsInput) {
  return db
    .select(COURSE)
    .from(courses)
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .where(isListed(db, input))
    .orderBy(sql`${departments.name} collate nocase`, courses.code)
    .limit(PAGE)
    .offset((input.page - 1) * PAGE);
}

async function countCourses(db: Database, input: SectionsInput): Promise<number> {
  const [counted] = await db
    .select({ total: count() })
    .from(courses)
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .where(isListed(db, input));
  return counted?.total ?? 0;
}

/** Names of a section's staff as one text, teachers first. */
function staffNames(db: Database): SQL<string | null> {
  const names = db
    .select({ name: users.name })
    .from(sectionStaff)
    .innerJoin(users, eq(users.id, sectionStaff.userId))
    .where(eq(sectionStaff.sectionId, sections.id))
    .orderBy(desc(sectionStaff.role), users.name);
  return sql`(select group_concat(name, ', ') from ${names})`;
}

function loadSections(
  db: Database,
  { courseIds, isArchived, today }: { courseIds: number[]; isArchived: boolean; today: string },
) {
  const { id, courseId, code, archivedAt } = sections;
  const students = db.$count(enrolments, and(eq(enrolments.sectionId, id), isOnRoll(today)));
  return db
    .select({ id, courseId, code, archivedAt, students, staff: staffNames(db) })
    .from(sections)
    .where(and(inArray(courseId, courseIds), isArchived ? undefined : isNull(archivedAt)))
    .orderBy(code);
}

/** A page of courses with their sections, in the order of departments. `total` counts the courses of all pages. */
export async function listSections(ctx: ActorContext, input: SectionsInput) {
  const { isArchived, page } = input;
  const { zone } = await loadSettings(ctx);
  const [listed, total] = await Promise.all([loadCourses(ctx.db, input), countCourses(ctx.db, input)]);
  const courseIds = listed.map(({ id }) => id);
  const rows = await loadSections(ctx.db, { courseIds, isArchived, today: dayAt(ctx.now(), zone) });
  return {
    courses: listed.map((course) => ({ ...course, sections: rows.filter(({ courseId }) => courseId === course.id) })),
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE)),
  };
}

async function loadDetails({ db, now }: ActorContext, sectionId: number) {
  const isOfSection = eq(classSessions.sectionId, sections.id);
  const isAhead = and(isOfSection, gt(classSessions.startsAt, now()), eq(classSessions.state, 'scheduled'));
  const [section] = await db
    .select({
      id: sections.id,
      code: sections.code,
      archivedAt: sections.archivedAt,
      courseId: courses.id,
      courseCode: courses.code,
      courseTitle: courses.title,
      courseArchivedAt: courses.archivedAt,
      departmentName: departments.name,
      slots: db.$count(slots, eq(slots.sectionId, sections.id)),
      held: db.$count(classSessions, and(isOfSection, classSessions.isHeld)),
      ahead: db.$count(classSessions, isAhead),
    })
    .from(sections)
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .where(eq(sections.id, sectionId));
  return section;
}

function loadStaff({ db }: ActorContext, sectionId: number) {
  return db
    .select({ id: users.id, name: users.name, email: users.email, role: sectionStaff.role, photoAt: photoAtOf(users) })
    .from(sectionStaff)
    .innerJoin(users, eq(users.id, sectionStaff.userId))
    .where(eq(sectionStaff.sectionId, sectionId))
    .orderBy(desc(sectionStaff.role), sql`${users.name} collate nocase`);
}

function loadRoll({ db }: ActorContext, sectionId: number) {
  const { id: enrolmentId, fromDay, untilDay, studentId } = enrolments;
  const { name, email, studentNumber, familyName, archivedAt } = users;
  return db
    .select({ enrolmentId, fromDay, untilDay, studentId, name, email, studentNumber, familyName, archivedAt })
    .from(enrolments)
    .innerJoin(users, eq(users.id, studentId))
    .where(eq(enrolments.sectionId, sectionId))
    .orderBy(asc(studentId), asc(fromDay));
}

/** One section with its staff and everybody who is, was or will be on its roll.
 *  @throws AppError `not-found` */
export async function getSection(ctx: ActorContext, sectionId: number) {
  const settings = await loadSettings(ctx);
  const section = await loadDetails(ctx, sectionId);
  if (!section) throw new AppError('not-found', 'structure.no-section');
  const [staff, roll] = await Promise.all([loadStaff(ctx, sectionId), loadRoll(ctx, sectionId)]);
  return { section, staff, roll: sortedByName(roll, settings), today: dayAt(ctx.now(), settings.zone) };
}
