/** The list of people: what a search finds, in which order, page by page, and how many there are. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { enrolments, loginSessions, sections, studentSums, userCounts, users } from '#db/schema';
import { countPeople, type PeopleInput } from '#domain/person/person';
import { refusalOf } from '../helpers/api';
import { as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';
import { TYPED_NAMES } from '../helpers/typed-names';

const boss = (db: Database) => user(db, { role: 'admin', name: 'Zoë Admin', email: 'zoe@office.test' });

async function namesOf(db: Database, actor: Awaited<ReturnType<typeof boss>>, input: Partial<PeopleInput>) {
  const { people } = await as(db, actor).person.list(input);
  return people.map(({ name }) => name);
}

test.each([
  ['ada', ['Ada Lovelace']],
  ['LOVE', ['Ada Lovelace']],
  ['love ad', ['Ada Lovelace']],
  ['ove', []],
  ['jose', ['José Álvarez']],
  ['ÁLVAREZ', ['José Álvarez']],
  ['pepe', ['José Álvarez']],
  ['a.love', ['Ada Lovelace']],
  ['school.test', ['Ada Lovelace', 'de la Cruz', 'José Álvarez']],
  ['ada jose', []],
  ['" OR *', []],
  ['@@', []],
  ['', ['Ada Lovelace', 'de la Cruz', 'José Álvarez', 'Zoë Admin']],
])('searching for “%s” finds %j', async (search, names) => {
  await using db = await testDb();
  const actor = await boss(db);
  await user(db, { name: 'Ada Lovelace', email: 'a.lovelace@school.test' });
  await user(db, { name: 'José Álvarez', email: 'j@school.test', preferredName: 'Pepe' });
  await user(db, { name: 'de la Cruz', email: 'c@school.test', role: 'teacher' });
  expect(await namesOf(db, actor, { search })).toEqual(names);
});

test.each(TYPED_NAMES)('%s is found as it is typed without its signs', async (name, ...typed) => {
  await using db = await testDb();
  const actor = await boss(db);
  await user(db, { name, email: 'somebody@school.test' });
  for (const search of [name, ...typed]) expect(await namesOf(db, actor, { search }), search).toEqual([name]);
});

test('the search follows a new name and forgets a deleted person', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const [ada, bob] = [await user(db, { name: 'Ada Lovelace' }), await user(db, { name: 'Bob Gone' })];
  await db.update(users).set({ name: 'Ada King' }).where(eq(users.id, ada.id));
  await db.delete(users).where(eq(users.id, bob.id));
  expect(await namesOf(db, actor, { search: 'lovelace' })).toEqual([]);
  expect(await namesOf(db, actor, { search: 'king' })).toEqual(['Ada King']);
  expect(await namesOf(db, actor, { search: 'gone' })).toEqual([]);
});

test('roles and states narrow the list, and those who left are a view of their own', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  await user(db, { name: 'Ann', role: 'teacher' });
  await user(db, { name: 'Bea', state: 'pending' });
  await user(db, { name: 'Cid', state: 'suspended' });
  await user(db, { name: 'Dan', archivedAt: NOW });
  expect(await namesOf(db, actor, {})).toEqual(['Ann', 'Bea', 'Cid', 'Zoë Admin']);
  expect(await namesOf(db, actor, { role: 'student' })).toEqual(['Bea', 'Cid']);
  expect(await namesOf(db, actor, { show: 'suspended' })).toEqual(['Cid']);
  expect(await namesOf(db, actor, { show: 'archived' })).toEqual(['Dan']);
  expect(await namesOf(db, actor, { show: 'active', role: 'teacher' })).toEqual(['Ann']);
});

const SORTS = [
  { sort: 'name', isDescending: false },
  { sort: 'name', isDescending: true },
  { sort: 'email', isDescending: false },
  { sort: 'email', isDescending: true },
  { sort: 'created', isDescending: false },
  { sort: 'created', isDescending: true },
] as const;

/** People of the same name, address in another order, made at the same moments. */
async function crowd(db: Database, count: number) {
  const rows = Array.from({ length: count }, (_, index) => ({
    name: index % 3 === 0 ? 'Same Name' : `${index % 2 ? 'p' : 'P'}erson ${String(index).padStart(3, '0')}`,
    email: `u${(index * 37) % 101}-${index}@school.test`,
    role: 'student' as const,
    state: 'active' as const,
    createdAt: NOW + (index % 5),
  }));
  await db.insert(users).values(rows);
}

test.each(SORTS)('pages by $sort, descending $isDescending, hold everybody once and in order', async (order) => {
  await using db = await testDb();
  const actor = await boss(db);
  await crowd(db, 120);
  const pages = [];
  for (let after: number | null = null, more = true; more; ) {
    const page: Awaited<ReturnType<ReturnType<typeof as>['person']['list']>> = await as(db, actor).person.list({
      ...order,
      after,
      limit: 25,
    });
    pages.push(page.people);
    after = page.next;
    more = page.next !== null;
  }
  const all = pages.flat();
  expect(pages).toHaveLength(5);
  expect(new Set(all.map(({ id }) => id)).size).toBe(121);
  const key = { name: 'name', email: 'email', created: 'createdAt' } as const;
  const keys = all.map((person) => String(person[key[order.sort]]).toLowerCase());
  const sorted = [...keys].sort();
  expect(keys).toEqual(order.isDescending ? sorted.reverse() : sorted);
});

test('people are counted as they come, change and go', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const [ann, bea] = [await user(db, { role: 'teacher' }), await user(db, { state: 'pending' })];
  const counts = async () => (await as(db, actor).person.list({})).counts;
  expect(countPeople(await counts(), { role: null, show: 'current' })).toBe(3);
  await db.update(users).set({ state: 'suspended' }).where(eq(users.id, ann.id));
  await db.update(users).set({ archivedAt: NOW }).where(eq(users.id, bea.id));
  expect(countPeople(await counts(), { role: 'teacher', show: 'suspended' })).toBe(1);
  expect(countPeople(await counts(), { role: null, show: 'archived' })).toBe(1);
  await db.delete(users).where(eq(users.id, bea.id));
  const recount = await db.$client.execute(
    'select role, state, archived_at is not null isArchived, count(*) people from users group by 1, 2, 3 order by 1, 2',
  );
  const kept = (await db.select().from(userCounts).orderBy(userCounts.role, userCounts.state)).filter(({ people }) => people > 0);
  expect(kept.map((row) => ({ ...row, isArchived: Number(row.isArchived) }))).toEqual(recount.rows.map((row) => ({ ...row })));
});

test('a search counts what it finds', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  await crowd(db, 30);
  const { counts } = await as(db, actor).person.list({ search: 'same', limit: 5 });
  expect(counts).toEqual([{ role: 'student', state: 'active', isArchived: false, people: 10 }]);
});

const QUESTIONS: Partial<PeopleInput>[] = [
  ...SORTS,
  ...SORTS.map((order) => ({ ...order, role: 'teacher' as const })),
  ...SORTS.map((order) => ({ ...order, show: 'pending' as const })),
  ...SORTS.map((order) => ({ ...order, search: 'ada' })),
  { show: 'archived' },
];

test('whoever is in the list has the classes they learn in or are staff of, but for those that ended or are archived', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const { section, teacher } = await classroom(db, { students: 1 });
  const classesOf = async () => {
    const { people } = await as(db, actor).person.list({});
    return people.map(({ role, classes }) => [role, classes.length]);
  };
  expect(await classesOf()).toEqual(
    expect.arrayContaining([
      ['admin', 0],
      ['student', 1],
      [teacher.role, 1],
    ]),
  );
  await db.update(enrolments).set({ fromDay: '2020-01-01', untilDay: '2020-01-01' });
  expect(await classesOf()).toContainEqual(['student', 0]);
  await db.update(sections).set({ archivedAt: NOW }).where(eq(sections.id, section.id));
  expect(await classesOf()).toContainEqual([teacher.role, 0]);
});

test('the list tells a student’s rate over what is counted, and when somebody who is signed in was last seen', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const { id } = await user(db, { name: 'Ada Lovelace' });
  await db.insert(studentSums).values({ day: '9999-12-31', studentId: id, present: 2, countedPresent: 1, absent: 1 });
  const signIn = { userId: actor.id, expiresAt: 0, createdAt: NOW, userAgent: '', address: '' };
  await db.insert(loginSessions).values([1, 2].map((at) => ({ ...signIn, id: `sign-in ${at}`, lastSeenAt: NOW + at })));
  expect((await as(db, actor).person.list({})).people).toMatchObject([
    { name: 'Ada Lovelace', percent: 75, lastSeenAt: null },
    { name: 'Zoë Admin', percent: null, lastSeenAt: NOW + 2 },
  ]);
});

test('no question reads all people from end to end', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  for (const question of QUESTIONS)
    expect(
      await fullScans(db, ['users', 'enrolments', 'section_staff', 'student_sums', 'login_sessions'], () =>
        as(db, actor).person.list(question),
      ),
      JSON.stringify(question),
    ).toEqual([]);
});

test('staff find the students of their own classes and those classes; administrators everybody, and no more than a handful', async () => {
  await using db = await testDb();
  const { teacher, section: own } = await classroom(db, { students: 2 });
  const [student] = await db.select().from(users).where(eq(users.role, 'student'));
  await db
    .update(users)
    .set({ name: 'Ada Quill' })
    .where(eq(users.id, Number(student?.id)));
  for (let index = 0; index < 10; index++) await user(db, { name: 'Ada Other' });
  const staff = await as(db, teacher).school.find({ search: 'ada' });
  expect(staff.people).toMatchObject([{ name: 'Ada Quill', sectionId: own.id }]);
  expect((await as(db, teacher).school.find({ search: 'course' })).sections).toMatchObject([{ id: own.id }]);
  const stranger = await user(db, { role: 'teacher' });
  expect(await as(db, stranger).school.find({ search: 'course' })).toEqual({ people: [], sections: [] });
  expect((await as(db, await boss(db)).school.find({ search: 'ada' })).people).toHaveLength(6);
  expect((await as(db, teacher).school.find({ search: '%' })).sections).toEqual([]);
  await db.update(sections).set({ archivedAt: NOW }).where(eq(sections.id, own.id));
  for (const search of ['ada', 'course'])
    expect(await as(db, teacher).school.find({ search })).toEqual({ people: [], sections: [] });
});

test('one person is found with what the school knows, without reading a growing table from end to end', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const { id } = await user(db, { name: 'Ada Lovelace' });
  const growing = ['users', 'enrolments', 'attendance', 'attendance_events', 'audit_events', 'devices', 'login_sessions'];
  expect(await fullScans(db, [...growing, 'section_week_tallies'], () => as(db, actor).person.get({ personId: id }))).toEqual([]);
  const { person, standing } = await as(db, actor).person.get({ personId: id });
  expect(person).toMatchObject({ name: 'Ada Lovelace', hasPassword: false, signIns: 0, marks: 0 });
  expect(standing?.percent).toBeNull();
  expect(JSON.stringify(person)).not.toContain('scrypt');
  expect(await refusalOf(as(db, actor).person.get({ personId: 4711 }))).toMatchObject({ code: 'not-found' });
});
