/** The school as an import has to know it. Large tables come a page at a time, so that others have their turn in between. */
import { and, asc, eq, gt, gte, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteSelect } from 'drizzle-orm/sqlite-core';
import { courses, departments, enrolments, personMerges, sectionStaff, sections, terms, users } from '#db/schema';
import { type ClassFacts, classNames } from '#domain/import/import-classes';
import type { EnrolmentFacts, KnownPerson } from '#domain/import/import-enrolments';
import type { SchoolFacts } from '#domain/import/oneroster/draft';
import { dayAt } from '#domain/time';
import type { Context } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { loadSettings } from '#server/services/school/school';

const PAGE = 4_000;

/** Every row of a query that goes by ids, a page after the other.
 *  @param load rows after an id, in their order */
async function allRows<Row extends { id: number }>(load: (after: number) => PromiseLike<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = 0; ; ) {
    const page = await load(after);
    for (const row of page) rows.push(row);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return rows;
    after = last.id;
    await yieldToEventLoop();
  }
}

function loadPeople({ db }: Context) {
  const { id, email, name, role, state, sourcedId, preferredName, studentNumber, familyName, archivedAt } = users;
  const person = { id, email, name, role, state, sourcedId, preferredName, studentNumber, familyName, archivedAt };
  return allRows((after) => pageAfter(db.select(person).from(users).$dynamic(), id, after));
}

/** The rows after an id, as many as are read at a time. */
function pageAfter<Query extends SQLiteSelect>(query: Query, id: SQLiteColumn, after: number) {
  return query.where(gt(id, after)).orderBy(asc(id)).limit(PAGE);
}

/** What a school is divided into, archived or not. */
async function loadStructure({ db }: Context) {
  return {
    departments: await allRows((after) => pageAfter(db.select().from(departments).$dynamic(), departments.id, after)),
    courses: await allRows((after) => pageAfter(db.select().from(courses).$dynamic(), courses.id, after)),
    sections: await allRows((after) => pageAfter(db.select().from(sections).$dynamic(), sections.id, after)),
    terms: await allRows((after) => pageAfter(db.select().from(terms).$dynamic(), terms.id, after)),
  };
}

/** Classes that are not archived, with what people call them. */
function loadClasses({ db }: Context) {
  const { id, code, archivedAt, courseId, sourcedId } = sections;
  const { title, code: course } = courses;
  const name = sql<string>`${title} || ' (' || ${course} || ' ' || ${code} || ')'`;
  return allRows((after) =>
    db
      .select({ id, name, course, title, code, sourcedId })
      .from(sections)
      .innerJoin(courses, eq(courses.id, courseId))
      .where(and(isNull(archivedAt), gt(id, after)))
      .orderBy(asc(id))
      .limit(PAGE),
  );
}

/** Who is on a roll on the day or later. */
function loadOnRoll({ db }: Context, today: string) {
  const { id, sectionId, studentId, untilDay } = enrolments;
  return allRows((after) =>
    db
      .select({ id, sectionId, studentId })
      .from(enrolments)
      .where(and(gt(id, after), or(isNull(untilDay), gte(untilDay, today))))
      .orderBy(asc(id))
      .limit(PAGE),
  );
}

/** Classes by what lists call them. */
function idsByName(classes: Awaited<ReturnType<typeof loadClasses>>): Map<string, number[]> {
  const ids = new Map<string, number[]>();
  for (const one of classes) for (const name of new Set(classNames(one))) ids.set(name, [...(ids.get(name) ?? []), one.id]);
  return ids;
}

/** The classes that lists can name. */
export async function loadClassFacts(ctx: Context): Promise<ClassFacts> {
  const classes = await loadClasses(ctx);
  return { sections: new Map(classes.map(({ id, name }) => [id, name])), sectionsByName: idsByName(classes) };
}

async function loadFrame(ctx: Context) {
  const { zone, emailDomains, removalShare } = await loadSettings(ctx);
  const now = ctx.now();
  return { domains: emailDomains, removalShare, now, today: dayAt(now, zone) };
}

const isNumbered = ({ archivedAt, studentNumber }: KnownPerson) => archivedAt === null && studentNumber !== null;

/** What an enrolment file is held against. */
export async function loadEnrolmentFacts(ctx: Context): Promise<EnrolmentFacts> {
  const frame = await loadFrame(ctx);
  const people = await loadPeople(ctx);
  const merged = await loadMerged(ctx, people);
  const enrolled = await loadOnRoll(ctx, frame.today);
  return {
    ...frame,
    ...(await loadClassFacts(ctx)),
    people: new Map(people.map((person) => [person.email, merged.get(person.id) ?? person])),
    peopleByNumber: new Map(people.filter(isNumbered).map((person) => [person.studentNumber ?? '', person])),
    enrolled: new Set(enrolled.map(({ sectionId, studentId }) => `${sectionId}|${studentId}`)),
  };
}

/** Whose an account is that was merged into another, and perhaps that into a third. */
async function loadMerged({ db }: Context, people: readonly KnownPerson[]): Promise<SchoolFacts['merged']> {
  const { fromId, intoId, undoneAt } = personMerges;
  const rows = await db
    .select({ fromId, intoId })
    .from(personMerges)
    .innerJoin(users, and(eq(users.id, fromId), isNotNull(users.archivedAt)))
    .where(isNull(undoneAt));
  const into = new Map(rows.map((row) => [row.fromId, row.intoId]));
  const lastOf = (id: number): number => {
    const next = into.get(id);
    return next === undefined ? id : lastOf(next);
  };
  const byId = new Map(people.map((person) => [person.id, person]));
  return new Map(
    rows.flatMap((row) => {
      const kept = byId.get(lastOf(row.intoId));
      return kept ? [[row.fromId, kept] as const] : [];
    }),
  );
}

/** What a OneRoster file is held against. */
export async function loadSchoolFacts(ctx: Context): Promise<SchoolFacts> {
  const people = await loadPeople(ctx);
  return {
    ...(await loadFrame(ctx)),
    ...(await loadStructure(ctx)),
    people,
    merged: await loadMerged(ctx, people),
    enrolments: await allRows((after) => pageAfter(ctx.db.select().from(enrolments).$dynamic(), enrolments.id, after)),
    staff: await ctx.db.select().from(sectionStaff),
  };
}
