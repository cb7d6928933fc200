/** The school as an import has to know it. Large tables come a page at a time, so that others have their turn in between. */
import { queryRows } from '#db/query';
import type { EnrolmentFacts, KnownPerson } from '#domain/import/import-enrolments';
import type { KnownEnrolment, SchoolFacts } from '#domain/import/import-oneroster-draft';
import { dayAt } from '#domain/time';
import type { Context } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { loadSettings } from '#server/services/school/school';

const PAGE = 4_000;

/** Every row of a statement that takes `:after` and `:limit` and returns ids in order. */
async function allRows<Row extends { id: number }>(ctx: Context, sql: string, args: Record<string, string> = {}): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = 0; ; ) {
    const page = await queryRows<Row>(ctx.db, sql, { ...args, after, limit: PAGE });
    for (const row of page) rows.push({ ...row });
    const last = page.at(-1);
    if (!last || page.length < PAGE) return rows;
    after = last.id;
    await yieldToEventLoop();
  }
}

const PEOPLE = `select id, email, name, role, state, sourced_id sourcedId, preferred_name preferredName, archived_at archivedAt
  from users where id > :after order by id limit :limit`;
const DEPARTMENTS = `select id, name, sourced_id sourcedId, archived_at archivedAt from departments where id > :after order by id limit :limit`;
const COURSES = `select id, department_id departmentId, code, title, sourced_id sourcedId, archived_at archivedAt
  from courses where id > :after order by id limit :limit`;
const SECTIONS = `select id, course_id courseId, code, sourced_id sourcedId, archived_at archivedAt
  from sections where id > :after order by id limit :limit`;
const TERMS = `select id, name, from_day fromDay, until_day untilDay, sourced_id sourcedId, archived_at archivedAt
  from terms where id > :after order by id limit :limit`;
const ENROLMENTS = `select id, section_id sectionId, student_id studentId, from_day fromDay, until_day untilDay, sourced_id sourcedId
  from enrolments where id > :after order by id limit :limit`;
const STAFF = `select section_id sectionId, user_id userId, role from section_staff`;
const ON_A_ROLL = `select id, section_id || '|' || student_id pair from enrolments
  where id > :after and (until_day is null or until_day >= :today) order by id limit :limit`;
const CLASSES = `select s.id, c.title || ' (' || c.code || ' ' || s.code || ')' name from sections s join courses c on c.id = s.course_id
  where s.archived_at is null and s.id > :after order by s.id limit :limit`;

async function loadFrame(ctx: Context) {
  const { zone, emailDomains } = await loadSettings(ctx);
  const now = ctx.now();
  return { domains: emailDomains, now, today: dayAt(now, zone) };
}

/** What an enrolment file is held against. */
export async function loadEnrolmentFacts(ctx: Context): Promise<EnrolmentFacts> {
  const frame = await loadFrame(ctx);
  const people = await allRows<KnownPerson>(ctx, PEOPLE);
  const sections = await allRows<{ id: number; name: string }>(ctx, CLASSES);
  const enrolled = await allRows<{ id: number; pair: string }>(ctx, ON_A_ROLL, { today: frame.today });
  return {
    ...frame,
    people: new Map(people.map((person) => [person.email, person])),
    sections: new Map(sections.map(({ id, name }) => [id, name])),
    enrolled: new Set(enrolled.map(({ pair }) => pair)),
  };
}

/** What a OneRoster file is held against. */
export async function loadSchoolFacts(ctx: Context): Promise<SchoolFacts> {
  return {
    ...(await loadFrame(ctx)),
    departments: await allRows(ctx, DEPARTMENTS),
    courses: await allRows(ctx, COURSES),
    sections: await allRows(ctx, SECTIONS),
    terms: await allRows(ctx, TERMS),
    people: await allRows(ctx, PEOPLE),
    enrolments: await allRows<KnownEnrolment>(ctx, ENROLMENTS),
    staff: (await queryRows<SchoolFacts['staff'][number]>(ctx.db, STAFF)).map((row) => ({ ...row })),
  };
}
