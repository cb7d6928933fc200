/** What holds of OneRoster files whatever school they are of. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { queryRows } from '#db/query';
import { testDb } from '../helpers/db';
import { user } from '../helpers/factories';
import { everything, importsOf, rosterOf } from '../helpers/import-files';

const RUNS = { numRuns: 6 };

/** Words of names, with accents, spaces and commas in them. */
const Word = fc.constantFrom('Ana', 'Łukasz', 'O’Neil', 'Zoë', 'de la Cruz', 'Kim', 'Bo', 'Smith', 'Ng', 'Ó Súilleabháin');
const Person = fc.record({
  given: Word,
  family: Word,
  has: fc.constantFrom('address', 'number', 'both'),
  isStaff: fc.boolean(),
  classes: fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 3 }),
});
/** Two terms; a class is of one of two courses, with a code that others of its course may have in the other term. */
const School = fc.record({
  people: fc.array(Person, { minLength: 2, maxLength: 7 }),
  classes: fc.uniqueArray(fc.record({ course: fc.nat({ max: 1 }), code: fc.constantFrom('A', 'B'), term: fc.nat({ max: 1 }) }), {
    ...{ minLength: 2, maxLength: 6 },
    selector: ({ course, code, term }) => `${course}${code}${term}`,
  }),
});
type School = typeof School extends fc.Arbitrary<infer Value> ? Value : never;

const csv = (header: string, rows: (string | number)[][]) =>
  [header, ...rows.map((row) => row.map((cell) => `"${cell}"`).join(','))].join('\n');

type Year = { id: (own: string) => string; year: number };

/** The school's file in a year, by the ids that its system gives. */
function fileOf({ people, classes }: School, { id, year }: Year): Uint8Array {
  const inYear = (own: string) => id(`${own}-${year}`);
  const addressOf = ({ has }: School['people'][number], index: number) => (has === 'number' ? '' : `p${index}@x.test`);
  const numberOf = ({ has }: School['people'][number], index: number) => (has === 'address' ? '' : `n${index}`);
  const places = people.flatMap((person, index) =>
    person.classes.filter((place) => place < classes.length).map((place) => ({ person, index, place })),
  );
  return rosterOf({
    academicSessions: csv('sourcedId,title,type,startDate,endDate', [
      [inYear('T0'), `Autumn ${year}`, 'term', `${year}-08-24`, `${year + 1}-01-10`],
      [inYear('T1'), `Spring ${year}`, 'term', `${year + 1}-01-11`, `${year + 1}-06-12`],
    ]),
    courses: csv('sourcedId,title,courseCode', [
      [id('C0'), 'Biology', 'BIO'],
      [id('C1'), 'Art', 'ART'],
    ]),
    classes: csv(
      'sourcedId,title,courseSourcedId,classCode,termSourcedIds',
      classes.map(({ course, code, term }, index) => [inYear(`K${index}`), 'Class', id(`C${course}`), code, inYear(`T${term}`)]),
    ),
    users: csv(
      'sourcedId,role,givenName,familyName,email,identifier',
      people.map((person, index) => [
        ...[id(`P${index}`), person.isStaff ? 'teacher' : 'student', person.given, person.family],
        ...[addressOf(person, index), numberOf(person, index)],
      ]),
    ),
    enrollments: csv(
      'sourcedId,classSourcedId,userSourcedId,role,beginDate',
      places.map(({ person, index, place }) => [
        ...[inYear(`E${index}-${place}`), inYear(`K${place}`), id(`P${index}`), person.isStaff ? 'teacher' : 'student'],
        person.isStaff ? '' : `${year}-08-24`,
      ]),
    ),
  });
}

const asIs: Year = { id: (own) => own, year: 2026 };
const NOTHING = { create: 0, update: 0, deactivate: 0, refused: 0 };
const importing = async (db: Database) => importsOf(db, await user(db, { role: 'admin', email: 'boss@x.test' }));

/** Who is here and in which class, by what people call them. */
async function contents(db: Database) {
  const rowsOf = async (sql: string) => (await queryRows(db, sql)).map((row) => JSON.stringify(row)).sort();
  return {
    people: await rowsOf(
      `select name, family_name, role, student_number, iif(email like '%invalid', '', email) email from users where role <> 'admin'`,
    ),
    classes: await rowsOf(`select c.code course, c.title, s.code from sections s join courses c on c.id = s.course_id`),
    enrolments: await rowsOf(`select u.name, u.student_number, c.code course, s.code, e.from_day, e.until_day from enrolments e
      join users u on u.id = e.student_id join sections s on s.id = e.section_id join courses c on c.id = s.course_id`),
    staff: await rowsOf(`select u.name, c.code course, s.code, st.role from section_staff st join users u on u.id = st.user_id
      join sections s on s.id = st.section_id join courses c on c.id = s.course_id`),
  };
}

test('an export imported into an empty school makes the same school', async () => {
  await fc.assert(
    fc.asyncProperty(School, async (school) => {
      await using db = await testDb();
      const one = await importing(db);
      await one.apply(await one.upload(fileOf(school, asIs)));
      const { bytes } = await one.call.import.oneRoster();
      await using empty = await testDb();
      const other = await importing(empty);
      await other.apply(await other.upload(bytes));
      expect(await contents(empty)).toEqual(await contents(db));
    }),
    RUNS,
  );
});

test('next year’s file, applied twice, changes nothing the second time; undone, every row is what it was', async () => {
  await fc.assert(
    fc.asyncProperty(School, School, async (school, next) => {
      await using db = await testDb();
      const { upload, apply, undo, verdicts } = await importing(db);
      await apply(await upload(fileOf(school, asIs)));
      const before = await everything(db);
      const file = fileOf({ people: school.people, classes: next.classes }, { ...asIs, year: 2027 });
      const batchId = await upload(file);
      await apply(batchId);
      expect(await verdicts(await upload(file))).toMatchObject(NOTHING);
      await undo(batchId);
      expect(await everything(db)).toEqual(before);
    }),
    RUNS,
  );
});

test('under other ids nobody comes and nobody leaves', async () => {
  await fc.assert(
    fc.asyncProperty(
      School,
      fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('a', 'b', '7', '-') }),
      async (school, mark) => {
        await using db = await testDb();
        const { upload, apply, verdicts } = await importing(db);
        await apply(await upload(fileOf(school, asIs)));
        const before = await contents(db);
        const renewed = fileOf(school, { ...asIs, id: (own) => `${mark}.${own}` });
        const batchId = await upload(renewed);
        expect(await verdicts(batchId)).toMatchObject({ create: 0, deactivate: 0, refused: 0 });
        await apply(batchId);
        expect(await contents(db)).toEqual(before);
        expect(await verdicts(await upload(renewed))).toMatchObject(NOTHING);
      },
    ),
    RUNS,
  );
});
