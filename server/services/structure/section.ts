/** Sections: those an actor works with, and for administrators all of them by course, and one with its staff. */
import { PHOTO_AT } from '#db/photo-at';
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import type { ListedCourse, ListedSection, RollRow, SectionStaff, SectionsInput } from '#domain/structure/section';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

export type StaffedSection = { sectionId: number; courseCode: string; courseTitle: string; sectionCode: string };

const STAFFED = `select s.id sectionId, c.code courseCode, c.title courseTitle, s.code sectionCode
  from sections s join courses c on c.id = s.course_id
  where s.archived_at is null
    and (:isAdmin or exists (select 1 from section_staff st where st.section_id = s.id and st.user_id = :actorId))
  order by c.code, s.code`;

/** Sections the actor may hold classes of: own ones, or all for an administrator. */
export async function listStaffedSections(ctx: ActorContext): Promise<StaffedSection[]> {
  const isAdmin = ctx.actor.role === 'admin';
  const rows = await queryRows<StaffedSection>(ctx.db, STAFFED, { isAdmin, actorId: ctx.actor.id });
  return rows.map((row) => ({ ...row }));
}

/** Courses on one page of the list. */
const PAGE = 25;

/** A page without a search walks the courses of a department in order; there are hundreds, not thousands. */
const COURSES = `from courses c join departments d on d.id = c.department_id
  where (:departmentId is null or c.department_id = :departmentId)
    and (case when :isArchived then c.archived_at is not null or exists (select 1 from sections s where s.course_id = c.id
      and s.archived_at is not null) else c.archived_at is null end)
    and (:like is null or c.code || ' ' || c.title like :like escape '!' or d.name like :like escape '!'
      or exists (select 1 from sections s where s.course_id = c.id and c.code || ' ' || s.code like :like escape '!'))`;

const COURSE_PAGE = `select c.id, c.code, c.title, c.department_id departmentId, d.name departmentName, c.archived_at archivedAt ${COURSES}
  order by d.name collate nocase, c.code limit ${PAGE} offset :offset`;

const ON_ROLL = `select count(*) from enrolments e where e.section_id = s.id and e.from_day <= :today
  and (e.until_day is null or e.until_day >= :today)`;

const SECTIONS_OF = `select s.id, s.course_id courseId, s.code, s.archived_at archivedAt, (${ON_ROLL}) students,
    (select group_concat(name, ', ') from (select u.name from section_staff st join users u on u.id = st.user_id
      where st.section_id = s.id order by st.role desc, u.name)) staff
  from sections s where s.course_id in (select value from json_each(:courseIds)) and (:isArchived or s.archived_at is null)
  order by s.code`;

/** What is typed stands for itself, not for a pattern. */
function likeOf(search: string): string | null {
  return search === '' ? null : `%${search.replace(/[!%_]/g, '!$&')}%`;
}

/** A page of courses with their sections, in the order of departments. `total` counts the courses of all pages. */
export async function listSections(ctx: ActorContext, { search, departmentId, isArchived, page }: SectionsInput) {
  const { zone } = await loadSettings(ctx);
  const where = { departmentId, isArchived, like: likeOf(search) };
  const [courses, counted] = await Promise.all([
    queryRows<Omit<ListedCourse, 'sections'>>(ctx.db, COURSE_PAGE, { ...where, offset: (page - 1) * PAGE }),
    queryRow<{ total: number }>(ctx.db, `select count(*) total ${COURSES}`, where),
  ]);
  const courseIds = JSON.stringify(courses.map(({ id }) => id));
  const rows = await queryRows<ListedSection>(ctx.db, SECTIONS_OF, { courseIds, isArchived, today: dayAt(ctx.now(), zone) });
  const sectionsOf = (courseId: number) => rows.filter((row) => row.courseId === courseId).map((row) => ({ ...row }));
  const total = counted?.total ?? 0;
  return {
    courses: courses.map((course) => ({ ...course, sections: sectionsOf(course.id) })),
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE)),
  };
}

type Details = {
  id: number;
  code: string;
  archivedAt: number | null;
  courseId: number;
  courseCode: string;
  courseTitle: string;
  courseArchivedAt: number | null;
  departmentName: string;
  held: number;
  ahead: number;
  slots: number;
};

const DETAILS = `select s.id, s.code, s.archived_at archivedAt, c.id courseId, c.code courseCode, c.title courseTitle,
    c.archived_at courseArchivedAt, d.name departmentName, (select count(*) from slots sl where sl.section_id = s.id) slots,
    (select count(*) from class_sessions cs where cs.section_id = s.id and cs.is_held) held,
    (select count(*) from class_sessions cs where cs.section_id = s.id and cs.starts_at > :now and cs.state = 'scheduled') ahead
  from sections s join courses c on c.id = s.course_id join departments d on d.id = c.department_id where s.id = :id`;

const STAFF = `select u.id, u.name, u.email, st.role, ${PHOTO_AT} photoAt from section_staff st join users u on u.id = st.user_id
  where st.section_id = ? order by st.role desc, u.name collate nocase`;

const ROLL = `select e.id enrolmentId, e.from_day fromDay, e.until_day untilDay, u.id studentId, u.name, u.email, u.archived_at archivedAt
  from enrolments e join users u on u.id = e.student_id where e.section_id = ? order by u.name collate nocase, e.from_day`;

/** One section with its staff and everybody who is, was or will be on its roll.
 *  @throws AppError `not-found` */
export async function getSection(ctx: ActorContext, sectionId: number) {
  const { zone, locale } = await loadSettings(ctx);
  const section = await queryRow<Details>(ctx.db, DETAILS, { id: sectionId, now: ctx.now() });
  if (!section) throw new AppError('not-found', 'There is no such section.');
  const [staff, roll] = await Promise.all([
    queryRows<SectionStaff>(ctx.db, STAFF, [sectionId]),
    queryRows<RollRow>(ctx.db, ROLL, [sectionId]),
  ]);
  const copy = <Row>(rows: Row[]) => rows.map((row) => ({ ...row }));
  return { section: { ...section }, staff: copy(staff), roll: copy(roll), today: dayAt(ctx.now(), zone), zone, locale };
}
