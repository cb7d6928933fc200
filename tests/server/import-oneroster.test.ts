/** OneRoster files through the whole: preview, applied, undone, imported again. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { queryRows } from '#db/query';
import { enrolments, importFiles, sectionStaff, terms, users } from '#db/schema';
import { refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { enrolment, NOW, section, user } from '../helpers/factories';
import { bytesOf, everything, importsOf, realFile, rosterOf, UNTIDY, untidyWith } from '../helpers/import-files';

const admin = (db: Database) => user(db, { role: 'admin', name: 'Grace Hopper', email: 'grace@school.test' });

test('the untidy school: each row has its verdict, with file, line and reason', async () => {
  await using db = await testDb();
  const { upload, rows } = importsOf(db, await admin(db));
  const found = await rows(await upload(rosterOf(UNTIDY)));
  expect(found.map(({ file, line, verdict, subject }) => `${file}:${line} ${verdict} ${subject}`)).toEqual([
    'orgs.csv:2 create History Department',
    'academicSessions.csv:2 unchanged 2nd Quarter',
    'academicSessions.csv:3 create Autumn',
    'academicSessions.csv:4 unchanged Old',
    'classes.csv:2 create PHY123 Phys 100 - 1',
    'classes.csv:3 unchanged History - 2',
    'users.csv:2 create John Doe (john.doe@school.test)',
    'users.csv:3 create Mary Jones (mary.jones@school.test)',
    'users.csv:4 unchanged Thomas Jones (thomas@home.test)',
    'users.csv:5 create Jim Smith (jim.smith@school.test)',
    'users.csv:6 create Anna Brown (no email address)',
    'users.csv:7 refused Bea Boss (boss@school.test)',
    'enrollments.csv:2 create John Doe, PHY123 Phys 100 - 1',
    'enrollments.csv:3 create Jim Smith, PHY123 Phys 100 - 1',
    'enrollments.csv:4 create Mary Jones, PHY123 Phys 100 - 1',
    'enrollments.csv:5 create Anna Brown, PHY123 Phys 100 - 1',
    'enrollments.csv:6 refused Mary Jones, History - 2',
  ]);
  expect(found.flatMap(({ verdict, message }) => (verdict === 'refused' ? [message] : []))).toEqual([
    'Only an administrator can make somebody an administrator, not a file.',
    'Its class is marked as deleted, or archived.',
  ]);
});

test('applied, it is people, classes, staff and rolls; and no password is anywhere', async () => {
  await using db = await testDb();
  const { upload, apply } = importsOf(db, await admin(db));
  const batch = await apply(await upload(rosterOf(UNTIDY)));
  expect(batch).toMatchObject({ state: 'applied', done: 11, total: 11 });
  const people = await db.select().from(users);
  expect(
    people
      .slice(1)
      .map(({ email, role, state, passwordHash, sourcedId, studentNumber }) => [
        ...[email, role, state, passwordHash, sourcedId, studentNumber],
      ]),
  ).toEqual([
    ['john.doe@school.test', 'teacher', 'active', null, 'u-john', 'john.doe'],
    ['mary.jones@school.test', 'student', 'active', null, 'u-mary', 'mary.jones'],
    ['jim.smith@school.test', 'teacher', 'active', null, 'u-jim', 'jim.smith'],
    ['u-anna@no-address.invalid', 'student', 'active', null, 'u-anna', 'anna.brown'],
  ]);
  expect(await db.select().from(terms)).toMatchObject([{ name: 'Autumn', fromDay: '2026-09-01', untilDay: '2026-12-23' }]);
  expect(await db.select().from(sectionStaff)).toMatchObject([{ role: 'teacher' }]);
  expect((await db.select().from(enrolments)).map(({ fromDay, untilDay }) => [fromDay, untilDay])).toEqual([
    ['2026-09-01', '2026-12-23'],
    ['2026-09-01', '2026-12-23'],
    ['2026-09-01', null],
  ]);
  const course = await queryRows(
    db,
    'select c.code, c.title, d.name from courses c join departments d on d.id = c.department_id',
  );
  expect(course.map((row) => ({ ...(row as object) }))).toEqual([
    { code: 'PHY123', title: 'Introduction to Physics', name: 'History Department' },
  ]);
  const stored = await queryRows<{ text: string }>(db, 'select group_concat(data) text from import_rows');
  expect(stored[0]?.text).toContain('Bea');
  expect(stored[0]?.text).not.toContain('Password1-');
});

test('imported again, nothing changes', async () => {
  await using db = await testDb();
  const { upload, apply, verdicts } = importsOf(db, await admin(db));
  await apply(await upload(rosterOf(UNTIDY)));
  expect(await verdicts(await upload(rosterOf(UNTIDY)))).toEqual({
    create: 0,
    update: 0,
    deactivate: 0,
    unchanged: 15,
    duplicate: 0,
    refused: 2,
  });
});

test('undone, the database is what it was, row by row', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const mary = await user(db, { email: 'mary.jones@school.test', name: 'M. Jones' });
  const own = await section(db);
  await enrolment(db, { sectionId: own.id, studentId: mary.id });
  const before = await everything(db);
  const { upload, apply, undo } = importsOf(db, actor);
  const batchId = await upload(rosterOf(UNTIDY));
  expect(await everything(db)).toEqual(before);
  await apply(batchId);
  expect(await everything(db)).not.toEqual(before);
  expect(await undo(batchId)).toMatchObject({ state: 'undone', done: 0, error: null });
  expect(await everything(db)).toEqual(before);
});

test('what a bulk file no longer has leaves, is archived or ends; undone, it is back', async () => {
  await using db = await testDb();
  const { upload, apply, undo, rows } = importsOf(db, await admin(db));
  await apply(await upload(rosterOf(UNTIDY)));
  const byHand = await user(db, { name: 'By hand' });
  const before = await everything(db);
  const header = (name: string) => UNTIDY[name]?.split('\r\n')[0] ?? '';
  const rest = {
    ...UNTIDY,
    users: UNTIDY.users?.replace(/u-mary.*\r\n/, '') ?? '',
    academicSessions: header('academicSessions'),
  };
  const batchId = await upload(rosterOf({ ...rest, enrollments: header('enrollments') }));
  const gone = (await rows(batchId)).filter(({ verdict }) => verdict === 'deactivate');
  expect(gone.map(({ file, line, subject }) => `${file}:${line} ${subject}`)).toEqual([
    'academicSessions.csv:0 Autumn',
    'users.csv:0 Mary Jones (mary.jones@school.test)',
    'enrollments.csv:0 Jim Smith, PHY123 Phys 100 - 1',
    'enrollments.csv:0 Anna Brown, PHY123 Phys 100 - 1',
    'enrollments.csv:0 John Doe, PHY123 Phys 100 - 1',
  ]);
  await apply(batchId);
  const people = new Map((await db.select().from(users)).map((one) => [one.sourcedId ?? one.name, one]));
  expect(people.get('u-mary')).toMatchObject({ state: 'suspended', archivedAt: NOW });
  expect(people.get('By hand')).toEqual(byHand);
  expect((await db.select().from(enrolments)).map(({ untilDay }) => untilDay)).toEqual([
    '2026-09-06',
    '2026-09-06',
    '2026-09-06',
  ]);
  expect(await db.select().from(sectionStaff)).toEqual([]);
  await undo(batchId);
  expect(await everything(db)).toEqual(before);
});

test('a delta changes what it names and leaves the rest; tobedeleted is honoured', async () => {
  await using db = await testDb();
  const { upload, apply, verdicts } = importsOf(db, await admin(db));
  await apply(await upload(rosterOf(UNTIDY)));
  const [head] = UNTIDY.users?.split('\r\n') ?? [];
  const delta = rosterOf(
    {
      users: [
        head,
        'u-anna,active,,TRUE,org-1,student,a,,Anna,Brown-Smith,,a,anna@school.test,,,,,x',
        'u-jim,tobedeleted,,TRUE,org-1,teacher,j,,Jim,Smith,,j,jim.smith@school.test,,,,,',
      ].join('\n'),
      enrollments:
        'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\ne-3,tobedeleted,,cls-1,org-1,u-mary,student,false,,',
    },
    { mode: 'delta' },
  );
  const batchId = await upload(delta);
  expect(await verdicts(batchId)).toMatchObject({ update: 1, deactivate: 2, create: 0, refused: 0 });
  await apply(batchId);
  const people = new Map((await db.select().from(users)).map((one) => [one.sourcedId, one]));
  expect(people.get('u-anna')).toMatchObject({ name: 'Anna Brown-Smith', email: 'anna@school.test' });
  expect(people.get('u-jim')).toMatchObject({ state: 'suspended', archivedAt: NOW });
  expect(people.get('u-john')).toMatchObject({ state: 'active', archivedAt: null });
});

test('somebody who comes back in a later file is active again', async () => {
  await using db = await testDb();
  const { upload, apply } = importsOf(db, await admin(db));
  await apply(await upload(rosterOf(UNTIDY)));
  await apply(await upload(rosterOf(untidyWith('users', 'u-mary,,', 'u-mary,tobedeleted,'))));
  await apply(await upload(rosterOf(UNTIDY)));
  const people = new Map((await db.select().from(users)).map((one) => [one.sourcedId, one]));
  expect(people.get('u-mary')).toMatchObject({ state: 'active', archivedAt: null });
  expect((await db.select().from(enrolments)).map(({ untilDay }) => untilDay)).toEqual(['2026-12-23', '2026-12-23', null]);
});

test('enabledUser false stops a person from signing in, and true never lifts what an administrator did', async () => {
  await using db = await testDb();
  const { upload, apply, rows } = importsOf(db, await admin(db));
  await apply(await upload(rosterOf(UNTIDY)));
  const batchId = await upload(rosterOf(untidyWith('users', 'u-jim,active,2023-05-01,TRUE', 'u-jim,active,2023-05-01,FALSE')));
  expect((await rows(batchId)).find(({ subject }) => subject.startsWith('Jim'))).toMatchObject({
    verdict: 'deactivate',
    message: 'Can no longer sign in.',
  });
  await apply(batchId);
  await apply(await upload(rosterOf(UNTIDY)));
  const people = new Map((await db.select().from(users)).map((one) => [one.sourcedId, one]));
  expect(people.get('u-jim')).toMatchObject({ state: 'suspended', archivedAt: null });
});

test('an account with the same address is linked, keeps its password, and an administrator is left alone', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const john = await user(db, { email: 'john.doe@school.test', role: 'teacher', name: 'J. Doe', passwordHash: 'kept' });
  const { upload, apply, rows } = importsOf(db, actor);
  const files = untidyWith('users', 'jim.smith@school.test', 'grace@school.test');
  const batchId = await upload(rosterOf(files));
  expect((await rows(batchId)).find(({ subject }) => subject.startsWith('Jim'))).toMatchObject({
    verdict: 'refused',
    message: 'This person is an administrator here, and a file cannot change one.',
  });
  await apply(batchId);
  const people = new Map((await db.select().from(users)).map((one) => [one.id, one]));
  expect(people.get(john.id)).toMatchObject({ name: 'John Doe', sourcedId: 'u-john', passwordHash: 'kept' });
  expect(people.get(actor.id)).toMatchObject({ name: 'Grace Hopper', role: 'admin', sourcedId: null });
});

test('whoever is staff here and a student in the file, or the reverse, stays what they are; their classes are the file’s, and the preview says so', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const john = await user(db, { email: 'john@x.test', role: 'teacher', name: 'John Smith' });
  const tess = await user(db, { email: 'tess@x.test', role: 'student', name: 'Tess Teach' });
  const { upload, apply, rows, verdicts, undo } = importsOf(db, actor);
  const before = await everything(db);
  const file = small(same, { changes: [['Mary,Moss,mary@x.test', 'Grace,Hopper,grace@school.test']] });
  const batchId = await upload(file);
  expect(await verdicts(batchId)).toMatchObject({ refused: 0 });
  const told = new Map((await rows(batchId)).map(({ subject, message }) => [subject, message]));
  expect(told.get('John Smith (john@x.test)')).toMatch(/Stays a teacher here; the file says student\. Its classes are taken/);
  expect(told.get('Tess Teach (tess@x.test)')).toMatch(/Stays a student here; the file says teacher\. Its classes are taken/);
  expect(told.get('Grace Hopper (grace@school.test)')).toBe(
    'An administrator here, whom no file changes. Only their classes are taken.',
  );
  await apply(batchId);
  expect((await db.select().from(users)).map(({ id, role }) => [id, role])).toEqual([
    [actor.id, 'admin'],
    [john.id, 'teacher'],
    [tess.id, 'student'],
  ]);
  expect((await db.select().from(enrolments)).map(({ studentId }) => studentId)).toEqual([john.id, actor.id]);
  expect(await db.select().from(sectionStaff)).toMatchObject([{ userId: tess.id, role: 'assistant' }]);
  expect(await verdicts(await upload(file))).toMatchObject({ create: 0, update: 0, deactivate: 0, refused: 0 });
  await undo(batchId);
  expect(await everything(db)).toEqual(before);
});

test('an address with a domain in other letters is kept as mail goes by it; one that cannot be mailed is none, and its person comes in', async () => {
  await using db = await testDb();
  const { upload, apply, rows } = importsOf(db, await admin(db));
  const changes = [
    ['john@x.test', 'John@Schüle.example'],
    ['mary@x.test', 'jörg@x.test'],
  ];
  const batchId = await upload(small(same, { changes }));
  expect((await rows(batchId)).find(({ subject }) => subject.startsWith('Mary'))).toMatchObject({
    verdict: 'create',
    message: '“jörg@x.test” is no email address, so that there is none: can be marked, but not invited.',
  });
  await apply(batchId);
  expect((await db.select().from(users)).map(({ email }) => email)).toEqual(
    expect.arrayContaining(['john@xn--schle-mva.example', '_4d@no-address.invalid']),
  );
  expect(await db.$count(enrolments)).toBe(2);
  const again = await rows(await upload(small(same, { changes })));
  expect(new Set(again.map(({ verdict }) => verdict))).toEqual(new Set(['unchanged']));
});

/** A school of one course, one teacher and three students, by the ids and in the term that a file gives. */
const small = (
  id: (own: string) => string,
  { term = 'Year 1', from = '2026-08-24', until = '2027-06-12', changes = [] as string[][] } = {},
) => {
  const files = {
    academicSessions: `sourcedId,title,type,startDate,endDate\n${id(term)},${term},term,${from},${until}`,
    courses: `sourcedId,title,courseCode\n${id('C')},Biology,BIO`,
    classes: `sourcedId,title,courseSourcedId,classCode,termSourcedIds\n${id('K')},Biology A,${id('C')},BIO.1,${id(term)}`,
    users: [
      'sourcedId,status,role,givenName,familyName,email',
      `${id('T')},,teacher,Tess,Teach,tess@x.test`,
      `${id('S')},,student,John,Smith,john@x.test`,
      `${id('M')},,student,Mary,Moss,mary@x.test`,
    ].join('\n'),
    enrollments: `sourcedId,classSourcedId,userSourcedId,role\n${['T', 'S', 'M'].map((one) => `${id(`e${one}`)},${id('K')},${id(one)},${one === 'T' ? 'teacher' : 'student'}`).join('\n')}`,
  };
  const users = changes.reduce((text, [before = '', after = '']) => text.replace(before, after), files.users);
  return rosterOf({ ...files, users });
};
const same = (own: string) => own;

test('a system with other ids: everything is linked to them, nobody leaves or comes; undone, it is as before', async () => {
  await using db = await testDb();
  const { upload, apply, undo, rows, verdicts } = importsOf(db, await admin(db));
  await apply(await upload(small(same)));
  const before = await everything(db);
  const renewed = small((own) => `new-${own}`);
  const batchId = await upload(renewed);
  expect(await verdicts(batchId)).toMatchObject({ create: 0, update: 8, deactivate: 0, refused: 0 });
  expect((await rows(batchId)).find(({ subject }) => subject.startsWith('John'))?.message).toContain('by another id');
  await apply(batchId);
  expect(await verdicts(await upload(renewed))).toMatchObject({ create: 0, update: 0, deactivate: 0, refused: 0 });
  await undo(batchId);
  expect(await everything(db)).toEqual(before);
});

test('next year: the class of the same code is another one with everybody on its roll, and the last is archived', async () => {
  await using db = await testDb();
  const { upload, apply, undo, verdicts } = importsOf(db, await admin(db));
  await apply(await upload(small(same)));
  const before = await everything(db);
  const next = small((own) => (/^(K|e.|Year.*)$/.test(own) ? `27-${own}` : own), {
    ...{ term: 'Year 2', from: '2027-08-24', until: '2028-06-12' },
  });
  const batchId = await upload(next);
  expect(await verdicts(batchId)).toMatchObject({ create: 5, deactivate: 2, refused: 0 });
  await apply(batchId);
  const classes = await queryRows<{ code: string; gone: number; onRoll: number }>(
    db,
    `select code, archived_at is not null gone, (select count(*) from enrolments where section_id = s.id) onRoll from sections s order by id`,
  );
  expect(classes.map((row) => ({ ...row }))).toEqual([
    { code: 'BIO.1 (2026)', gone: 1, onRoll: 2 },
    { code: 'BIO.1', gone: 0, onRoll: 2 },
  ]);
  expect(await verdicts(await upload(next))).toMatchObject({ create: 0, update: 0, deactivate: 0, refused: 0 });
  await undo(batchId);
  expect(await everything(db)).toEqual(before);
});

test.each([
  [
    'freed by a leaver',
    [
      ['S,,student', 'S,tobedeleted,student'],
      ['M,,', 'N,,student,Jo,Smith,john@x.test\nM,,'],
    ],
  ],
  [
    'left, and new rows first',
    [
      ['T,,', 'N,,student,Jo,Smith,john@x.test\nT,,'],
      ['S,,student', 'S,tobedeleted,student'],
    ],
  ],
  ['handed on', [['S,,student,John,Smith,john@x.test', 'N,,student,Jo,Smith,john@x.test\nS,,student,John,Smith,john1@x.test']]],
  [
    'swapped',
    [
      ['john@', 'swap@'],
      ['mary@', 'john@'],
      ['swap@', 'mary@'],
    ],
  ],
])('an address %s is taken over; applied again nothing changes; undone, it is as before', async (_, changes) => {
  await using db = await testDb();
  const { upload, apply, undo, verdicts } = importsOf(db, await admin(db));
  await apply(await upload(small(same)));
  const before = await everything(db);
  const next = small(same, { changes });
  const batchId = await upload(next);
  // A leaver is still on the roll of the file.
  const refused = changes.flat().some((text) => text.includes('tobedeleted')) ? 1 : 0;
  expect(await verdicts(batchId)).toMatchObject({ refused });
  const done = await apply(batchId);
  expect(done.counts.refused).toBe(refused);
  const holder = (await db.select().from(users)).find(({ email }) => email === 'john@x.test');
  expect(holder?.name).toBe(changes.length === 3 ? 'Mary Moss' : 'Jo Smith');
  expect(await verdicts(await upload(next))).toMatchObject({ create: 0, update: 0, deactivate: 0, refused });
  await undo(batchId);
  expect(await everything(db)).toEqual(before);
});

/** Two classes of one code in two terms, with their students, by the ids that a file gives. */
const twoTerms = (id: (own: string) => string, students: Record<string, string>) =>
  rosterOf({
    academicSessions: ['S1,Autumn,term,2026-08-24,2027-01-10', 'S2,Spring,term,2027-01-11,2027-06-12'].reduce(
      (text, line) => `${text}\n${id(line)}`,
      'sourcedId,title,type,startDate,endDate',
    ),
    courses: `sourcedId,title,courseCode\n${id('C')},Biology,BIO`,
    classes: `sourcedId,title,courseSourcedId,classCode,termSourcedIds\n${id('K1')},Biology,${id('C')},1,${id('S1')}\n${id('K2')},Biology,${id('C')},1,${id('S2')}`,
    users: `sourcedId,role,givenName,familyName,email\n${id('A')},student,Ana,Gil,ana@x.test\n${id('B')},student,Bo,Gil,bo@x.test`,
    enrollments: `sourcedId,classSourcedId,userSourcedId,role\n${Object.entries(students)
      .map(([own, pair]) => `${own},${pair.split(' ').map(id).join(',')},student`)
      .join('\n')}`,
  });

test('classes of one code are told apart by their term, under other ids too', async () => {
  await using db = await testDb();
  const { upload, apply, undo, verdicts } = importsOf(db, await admin(db));
  await apply(await upload(twoTerms(same, { e1: 'K1 A', e2: 'K2 B' })));
  const before = await everything(db);
  const batchId = await upload(twoTerms((own) => `n-${own}`, { f1: 'K1 A', f2: 'K2 B' }));
  expect(await verdicts(batchId)).toMatchObject({ create: 0, deactivate: 0, refused: 0 });
  await apply(batchId);
  await undo(batchId);
  expect(await everything(db)).toEqual(before);
});

test('an id of an enrolment that a full file gives to another is that other’s; undone, it is as before', async () => {
  await using db = await testDb();
  const { upload, apply, undo, verdicts } = importsOf(db, await admin(db));
  await apply(await upload(twoTerms(same, { e1: 'K1 A', e2: 'K2 B' })));
  const before = await everything(db);
  const next = twoTerms(same, { e1: 'K2 B', e2: 'K1 A', e3: 'K1 B' });
  const batchId = await upload(next);
  expect(await verdicts(batchId)).toMatchObject({ create: 1, update: 2, deactivate: 0, refused: 0 });
  expect((await apply(batchId)).counts.refused).toBe(0);
  expect(await verdicts(await upload(next))).toMatchObject({ create: 0, update: 0, deactivate: 0, refused: 0 });
  await undo(batchId);
  expect(await everything(db)).toEqual(before);
});

const NUMBERED = 'sourcedId,role,givenName,familyName,identifier,username,email';

test('with neither id nor address known, the number says who somebody is, else the user name beside the name', async () => {
  await using db = await testDb();
  const { upload, apply, verdicts } = importsOf(db, await admin(db));
  const of = (...lines: string[]) => rosterOf({ users: [NUMBERED, ...lines].join('\n') });
  await apply(await upload(of('a,student,Ana,Sample,77,,', 'b,student,Bo,Sample,,,bo@x.test')));
  const renewed = of('n-a,student,Ana,Sample,77,,ana@x.test', 'n-b,student,Bo,Sample,,bo,bo@y.test');
  const batchId = await upload(renewed);
  expect(await verdicts(batchId)).toMatchObject({ create: 0, update: 2, deactivate: 0 });
  await apply(batchId);
  expect((await db.select().from(users)).slice(1)).toMatchObject([
    { sourcedId: 'n-a', email: 'ana@x.test', studentNumber: '77' },
    { sourcedId: 'n-b', email: 'bo@y.test' },
  ]);
});

test('a number is that of the first who has it in the file, and of who has it here; a leaver’s is free', async () => {
  await using db = await testDb();
  const { call, upload, apply, rows } = importsOf(db, await admin(db));
  const by = await user(db, { name: 'By Hand', studentNumber: '1' });
  const of = (...lines: string[]) => rosterOf({ users: [NUMBERED, ...lines].join('\n') });
  const first = await upload(
    of('a,student,Ana,Sample,1,,a@x.test', 'b,student,Bo,Sample,2,,b@x.test', 'c,student,Cy,Sample,2,,c@x.test'),
  );
  await call.import.reread({ batchId: first, createMissing: false, sectionId: null, answers: { a: 'new' } });
  expect((await rows(first)).map(({ message }) => message)).toEqual([
    `The number 1 stays with ${by.name}, so that it is not kept here.`,
    null,
    'The number 2 is that of somebody further up in the file, so that it is not kept here.',
  ]);
  await apply(first);
  await apply(await upload(of('c,student,Cy,Sample,2,,c@x.test', 'a,student,Ana,Sample,,,a@x.test')));
  const people = await db.select().from(users);
  expect(people.slice(1).map(({ name, studentNumber }) => [name, studentNumber])).toEqual([
    ['By Hand', '1'],
    ['Ana Sample', null],
    ['Bo Sample', '2'],
    ['Cy Sample', '2'],
  ]);
});

test('who could be several is asked: left open nothing becomes of any, answered it is the one, or somebody new', async () => {
  await using db = await testDb();
  const { call, upload, apply, rows, verdicts } = importsOf(db, await admin(db));
  const of = (...lines: string[]) => rosterOf({ users: [NUMBERED, ...lines].join('\n') });
  await apply(await upload(of('a,student,Ana,Sample,1,,ana@x.test', 'b,student,Bo,Sample,2,,bo@x.test')));
  const people = await db.select().from(users);
  const renewed = of('n-a,student,Ana,Sample,2,,ana@x.test', 'n-b,student,Bo,Sample,,,');
  const batchId = await upload(renewed);
  expect(await verdicts(batchId)).toMatchObject({ create: 0, update: 1, deactivate: 0, refused: 1 });
  const { questions } = await call.import.get({ batchId });
  expect(questions).toEqual([
    {
      ...{ sourcedId: 'n-a', subject: 'Ana Sample (ana@x.test)' },
      candidates: [
        { id: people[1]?.id, label: 'Ana Sample, 1, ana@x.test' },
        { id: people[2]?.id, label: 'Bo Sample, 2, bo@x.test' },
      ],
    },
  ]);
  await call.import.reread({ batchId, createMissing: false, sectionId: null, answers: { 'n-a': people[1]?.id as number } });
  expect((await rows(batchId)).map(({ verdict }) => verdict)).toEqual(['update', 'update']);
  await apply(batchId);
  expect((await db.select().from(users)).slice(1)).toMatchObject([
    { name: 'Ana Sample', sourcedId: 'n-a', archivedAt: null },
    { name: 'Bo Sample', sourcedId: 'n-b', archivedAt: null },
  ]);
  expect(await db.select().from(importFiles)).toEqual([]);
  const refusal = await refusalOf(call.import.reread({ batchId, createMissing: false, sectionId: null }));
  expect(refusal.code).toBe('conflict');
});

test('a student does not become a teacher by a file, and assists where it has them teach', async () => {
  await using db = await testDb();
  await user(db, { email: 'john.doe@school.test', role: 'student' });
  const { upload, rows } = importsOf(db, await admin(db));
  const found = await rows(await upload(rosterOf(UNTIDY)));
  expect(found.find(({ subject }) => subject.startsWith('John Doe ('))).toMatchObject({
    verdict: 'update',
    message: expect.stringContaining('Stays a student here; the file says teacher.'),
  });
  expect(found.find(({ file, line }) => file === 'enrollments.csv' && line === 2)).toMatchObject({ verdict: 'create' });
});

test('an export imports back unchanged, into its own school and, as it is, into an empty one', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const own = importsOf(db, actor);
  await own.apply(await own.upload(rosterOf(UNTIDY)));
  const byHand = await section(db);
  const student = await user(db, { name: '=cmd()' });
  await user(db, { state: 'suspended', name: 'Suspended Person' });
  await enrolment(db, { sectionId: byHand.id, studentId: student.id, untilDay: '2026-03-01' });
  await enrolment(db, { sectionId: byHand.id, studentId: student.id, fromDay: '2026-04-01' });
  const before = await everything(db);
  const { bytes } = await own.call.import.oneRoster();
  const counts = await own.verdicts(await own.upload(bytes));
  expect({ ...counts, unchanged: 0 }).toEqual({ create: 0, update: 0, deactivate: 0, unchanged: 0, duplicate: 0, refused: 0 });
  expect(await everything(db)).toEqual(before);

  await using empty = await testDb();
  const other = importsOf(empty, await admin(empty));
  const batchId = await other.upload(bytes);
  expect(await other.verdicts(batchId)).toMatchObject({ refused: 0, duplicate: 0 });
  await other.apply(batchId);
  const again = await other.call.import.oneRoster();
  expect(Buffer.from(again.bytes).equals(Buffer.from(bytes))).toBe(true);
});

const full = realFile('v1p1-full.zip');
const delta = realFile('v1p2-delta.zip');

test.skipIf(!full)('the real file of version 1.1: read, applied, undone', async () => {
  await using db = await testDb();
  const { upload, apply, undo, verdicts } = importsOf(db, await admin(db));
  const before = await everything(db);
  const batchId = await upload(full as Uint8Array);
  expect(await verdicts(batchId)).toEqual({ create: 12, update: 0, deactivate: 0, unchanged: 5, duplicate: 0, refused: 3 });
  expect(await apply(batchId)).toMatchObject({ state: 'applied', done: 12 });
  expect(await undo(batchId)).toMatchObject({ state: 'undone' });
  expect(await everything(db)).toEqual(before);
});

test.skipIf(!delta)('the real file of version 1.2: roles of their own, no address, no dates', async () => {
  await using db = await testDb();
  const { upload, apply, rows } = importsOf(db, await admin(db));
  const batchId = await upload(delta as Uint8Array);
  expect((await rows(batchId)).map(({ file, verdict, subject }) => `${file} ${verdict} ${subject}`)).toEqual([
    'orgs.csv unchanged Gotham High School',
    'academicSessions.csv create Semester 1',
    'courses.csv create COURSE_001 Crime Fighting 101',
    'classes.csv create COURSE_001 Basic Detection',
    'users.csv create Bruce Wayne (no email address)',
    'roles.csv unchanged Bruce Wayne',
    'enrollments.csv create Bruce Wayne, COURSE_001 Basic Detection',
  ]);
  await apply(batchId);
  expect(await db.select().from(enrolments)).toMatchObject([
    { fromDay: '2023-09-04', untilDay: null, sourcedId: 'ENROLLMENT_001' },
  ]);
});

const USERS_HEADER = 'sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName,email';
/** A full file of so many students. */
const students = (count: number) =>
  rosterOf({
    users: [
      USERS_HEADER,
      ...Array.from({ length: count }, (_, n) => `s${n},true,o,student,s${n},Sam,Sample${n},s${n}@school.test`),
    ].join('\n'),
  });

test('a full file that takes away more than a tenth is applied when its number is typed, and not before', async () => {
  await using db = await testDb();
  const made = importsOf(db, await admin(db));
  await made.apply(await made.upload(students(40)));
  const small = await made.upload(students(37));
  expect((await made.call.import.get({ batchId: small })).removals).toBeNull();
  const batchId = await made.upload(students(20));
  expect((await made.call.import.get({ batchId })).removals).toEqual({ people: 20, classes: 0 });
  for (const removes of [null, 19])
    expect(await refusalOf(made.call.import.applyBatch({ batchId, removes }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('takes away 20 people'),
    });
  expect(await db.$count(users, eq(users.state, 'active'))).toBe(41);
  await made.call.import.applyBatch({ batchId, removes: 20 });
  await made.run();
  expect(await db.$count(users, eq(users.state, 'active'))).toBe(21);
});

test('a full file of a header alone is none', async () => {
  await using db = await testDb();
  const made = importsOf(db, await admin(db));
  const empty = rosterOf({ users: USERS_HEADER, orgs: UNTIDY.orgs ?? '' });
  await made.apply(await made.upload(students(3)));
  expect(await refusalOf(made.upload(empty))).toMatchObject({
    code: 'invalid',
    fieldErrors: { file: [expect.stringContaining('users.csv has a header and nothing else')] },
  });
});

test('in a file of another system a number with another name is asked about, and one person is not the answer of two rows', async () => {
  await using db = await testDb();
  const { call, upload, apply, rows, verdicts } = importsOf(db, await admin(db));
  const of = (...lines: string[]) => rosterOf({ users: [NUMBERED, ...lines].join('\n') });
  await apply(await upload(of('a,student,Ana,Sample,1,,', 'b,student,Ana,Sample,2,,')));
  const [, ana, other] = await db.select().from(users);
  const batchId = await upload(of('n-a,student,Someone,Else,1,,', 'n-b,student,Ana,Sample,,,', 'n-c,student,Ana,Sample,,,'));
  expect(await verdicts(batchId)).toMatchObject({ create: 0, update: 0, refused: 3 });
  const reread = (answers: Record<string, number | 'new'>) =>
    call.import.reread({ batchId, createMissing: false, sectionId: null, answers });
  await reread({ 'n-a': 'new', 'n-b': ana?.id as number, 'n-c': ana?.id as number });
  expect((await rows(batchId)).map(({ verdict, message }) => [verdict, message])).toMatchObject([
    ['create', expect.anything()],
    ['update', expect.anything()],
    ['refused', 'Somebody else of the file was answered to be this person, too: say above who is who.'],
  ]);
  await reread({ 'n-a': 'new', 'n-b': ana?.id as number, 'n-c': other?.id as number });
  expect((await rows(batchId)).map(({ verdict }) => verdict)).toEqual(['create', 'update', 'update']);
});

test('a full file after a merge leads to the account that was kept', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const { call, upload, apply, verdicts } = importsOf(db, actor);
  const file = twoTerms(same, { e1: 'K1 A', e2: 'K1 B', e3: 'K2 B' });
  await apply(await upload(file));
  const people = await db.select().from(users).where(eq(users.role, 'student'));
  const [kept, other] = people.map(({ id }) => id) as [number, number];
  await call.person.merge({ personId: kept, otherId: other });
  const before = await db.select().from(users);
  const rolls = await db.select().from(enrolments);
  const batchId = await upload(file);
  expect(await verdicts(batchId)).toMatchObject({ create: 0, update: 0, deactivate: 0, refused: 0 });
  await apply(batchId);
  expect(await db.select().from(users)).toEqual(before);
  expect(await db.select().from(enrolments)).toEqual(rolls);
});

test('a file with the ids of both merged accounts puts the one person on each roll once, in whatever order the rows come', async () => {
  await using db = await testDb();
  const { call, upload, apply, undo, rows, verdicts } = importsOf(db, await admin(db));
  await apply(await upload(twoTerms(same, { e1: 'K1 B' })));
  const people = await db.select().from(users).where(eq(users.role, 'student'));
  const [kept, other] = people.map(({ id }) => id) as [number, number];
  await call.person.merge({ personId: kept, otherId: other });
  const before = await everything(db);
  const file = twoTerms(same, { e2: 'K1 A', e1: 'K1 B', e3: 'K2 B', e4: 'K2 A' });
  const batchId = await upload(file);
  expect((await rows(batchId)).slice(-4).map(({ verdict }) => verdict)).toEqual([
    'duplicate',
    'unchanged',
    'create',
    'duplicate',
  ]);
  await apply(batchId);
  expect((await db.select().from(enrolments)).map(({ studentId, sourcedId }) => [studentId, sourcedId])).toEqual([
    [kept, 'e1'],
    [kept, 'e3'],
  ]);
  expect(await verdicts(await upload(file))).toMatchObject({ create: 0, update: 0, deactivate: 0, refused: 0 });
  await undo(batchId);
  expect(await everything(db)).toEqual(before);
});

test('a file or a list that knows the merged account alone is about the one that was kept', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const { call, upload, apply, rows } = importsOf(db, actor);
  const kept = await user(db, { email: 'kept@school.test', name: 'Ada Lovelace', sourcedId: 'new-1' });
  const other = await user(db, { email: 'old@school.test', name: 'Ada Lovelace', sourcedId: 'old-1' });
  await call.person.merge({ personId: kept.id, otherId: other.id });
  const [, merged] = await db.select().from(users).where(eq(users.role, 'student'));
  const text = 'sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName,email';
  const roster = rosterOf({ users: `${text}\nold-1,active,true,o,student,ada,Ada,King,old@school.test` }, { mode: 'delta' });
  const batchId = await upload(roster);
  expect(await rows(batchId)).toMatchObject([
    { verdict: 'update', message: 'The same person as Ada Lovelace: both accounts were merged here.' },
  ]);
  await apply(batchId);
  const people = await db.select().from(users).where(eq(users.role, 'student'));
  expect(people).toEqual([{ ...people[0], name: 'Ada King', email: 'kept@school.test', sourcedId: 'new-1' }, merged]);
  const { id: sectionId } = await section(db);
  const list = await upload(bytesOf('email\nold@school.test\n'), { kind: 'enrolments', sectionId });
  expect(await rows(list)).toMatchObject([{ verdict: 'create', message: expect.stringContaining('were merged here') }]);
  await apply(list);
  expect(await db.select().from(enrolments)).toMatchObject([{ sectionId, studentId: kept.id }]);
});

test('an id of an enrolment that comes to one without any is given back', async () => {
  await using db = await testDb();
  const { upload, apply, undo } = importsOf(db, await admin(db));
  await apply(await upload(twoTerms(same, { e1: 'K1 A', e2: 'K2 B' })));
  const isFirst = eq(enrolments.sourcedId, 'e2');
  await db.update(enrolments).set({ sourcedId: null }).where(isFirst);
  const before = await everything(db);
  const batchId = await upload(twoTerms(same, { e1: 'K2 B', e3: 'K1 A' }));
  await apply(batchId);
  expect(await undo(batchId)).toMatchObject({ state: 'undone', error: null });
  expect(await everything(db)).toEqual(before);
});
