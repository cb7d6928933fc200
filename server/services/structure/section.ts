/** Sections: those an actor works with, and for administrators all of them by course, and one with its staff. */
import { and, asc, count, desc, eq, gt, gte, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { classSessions, courses, departments, enrolments, sectionStaff, sections, slots, users } from '#db/schema';
import { photoAtOf } from '#db/sql/photo-at';
import { placeInWeek } from '#db/sql/place-in-week';
import { isOnRoll } from '#db/sql/roll';
import { isStaffedBy } from '#db/sql/staffing';
import { asBoolean } from '#db/sql/values';
import { AppError } from '#domain/errors';
import { sortedByName } from '#domain/name-parts';
import type { ListedSection, SectionSlot, SectionSort, SectionsInput } from '#domain/structure/section';
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

/** Sections on one page of the list. */
const PAGE = 50;

/** What is typed stands for itself, not for a pattern. */
function likeOf(search: string): string {
  return `%${search.replace(/[!%_]/g, '!$&')}%`;
}

/** Sections whose code, course or department is like what is searched for; all three are joined. */
export function isFound(search: string): SQL | undefined {
  if (search === '') return undefined;
  const isLike = (text: SQL) => sql`${text} like ${likeOf(search)} escape '!'`;
  return or(
    isLike(sql`${courses.code} || ' ' || ${courses.title}`),
    isLike(sql`${departments.name}`),
    isLike(sql`${courses.code} || ' ' || ${sections.code}`),
  );
}

function isListed({ search, departmentId, isArchived }: SectionsInput): SQL | undefined {
  return and(
    departmentId === null ? undefined : eq(courses.departmentId, departmentId),
    isArchived ? or(isNotNull(courses.archivedAt), isNotNull(sections.archivedAt)) : isNull(courses.archivedAt),
    isFound(search),
  );
}

/** Sections of a course; where those put away are not asked for, a course that has no others has none. */
function isOfCourse({ isArchived }: SectionsInput): SQL | undefined {
  return and(eq(sections.courseId, courses.id), isArchived ? undefined : isNull(sections.archivedAt));
}

async function countSections(db: Database, input: SectionsInput): Promise<number> {
  const [counted] = await db
    .select({ total: count() })
    .from(courses)
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .leftJoin(sections, isOfCourse(input))
    .where(isListed(input));
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

/** Equals are in the order of their codes. */
const ORDERS: Record<SectionSort, SQL> = {
  code: sql`${courses.code} collate nocase`,
  course: sql`${courses.title} collate nocase`,
  department: sql`${departments.name} collate nocase`,
  students: sql`students`,
};

/** There are hundreds, not thousands: a page walks those of a department in order. */
function loadSections(db: Database, input: SectionsInput, today: string): Promise<ListedSection[]> {
  const { sort, isDescending, page } = input;
  const students = db.$count(enrolments, and(eq(enrolments.sectionId, sections.id), isOnRoll(today)));
  const archivedAt = sql`coalesce(${sections.archivedAt}, ${courses.archivedAt})`;
  return db
    .select({
      section: { id: sections.id, code: sections.code },
      ...{ courseId: courses.id, courseCode: courses.code, courseTitle: courses.title, departmentName: departments.name },
      isArchived: asBoolean(isNotNull(archivedAt)),
      students: sql<number>`${students}`.as('students'),
      staff: staffNames(db),
    })
    .from(courses)
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .leftJoin(sections, isOfCourse(input))
    .where(isListed(input))
    .orderBy((isDescending ? desc : asc)(ORDERS[sort]), courses.code, sections.code)
    .limit(PAGE)
    .offset((page - 1) * PAGE);
}

/** A page of sections. `total` counts those of all pages. */
export async function listSections(ctx: ActorContext, input: SectionsInput) {
  const { zone } = await loadSettings(ctx);
  const [rows, total] = await Promise.all([loadSections(ctx.db, input, dayAt(ctx.now(), zone)), countSections(ctx.db, input)]);
  return { sections: rows, total, page: input.page, pages: Math.max(1, Math.ceil(total / PAGE)) };
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

function loadWeek(
  { db }: ActorContext,
  sectionId: number,
  { today, firstWeekday }: { today: string; firstWeekday: number },
): Promise<SectionSlot[]> {
  const { id, weekday, startTime, endTime, weeks, room, validFrom, validUntil } = slots;
  return db
    .select({ id, weekday, startTime, endTime, weeks, room, validFrom })
    .from(slots)
    .where(and(eq(slots.sectionId, sectionId), gte(validUntil, today)))
    .orderBy(placeInWeek(weekday, firstWeekday), startTime, validFrom);
}

/** One section with its staff, everybody who is, was or will be on its roll, and the slots that are not over.
 *  @throws AppError `not-found` */
export async function getSection(ctx: ActorContext, sectionId: number) {
  const settings = await loadSettings(ctx);
  const section = await loadDetails(ctx, sectionId);
  if (!section) throw new AppError('not-found', 'structure.no-section');
  const today = dayAt(ctx.now(), settings.zone);
  const [staff, roll, week] = await Promise.all([
    loadStaff(ctx, sectionId),
    loadRoll(ctx, sectionId),
    loadWeek(ctx, sectionId, { today, firstWeekday: settings.firstWeekday }),
  ]);
  return { section, staff, roll: sortedByName(roll, settings), week, today };
}
