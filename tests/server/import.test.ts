/** What imports promise whatever the file: who may, once only, resumed after a crash, undone exactly or not at all, hostile files refused. */
import { LibsqlError } from '@libsql/client';
import { eq } from 'drizzle-orm';
import { deflateSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attendance, auditEvents, importBatches, reminders, users } from '#db/schema';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { IMPORTS_KEPT_MS } from '#domain/import/import';
import { SAMPLES } from '#domain/import/import-samples';
import { purgeExpired } from '#server/jobs/housekeeping';
import { runPendingImports } from '#server/jobs/jobs';
import { hasPendingImports, runImports } from '#server/services/import/import-run';
import { readHolidayFile } from '#server/services/timetable/holiday-file';
import { api, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { classSession, enrolment, NOW, section, user } from '../helpers/factories';
import { bytesOf, everything, importsOf, rawZip, rosterOf, UNTIDY, untidyWith } from '../helpers/import-files';
import { fullScans } from '../helpers/query-plan';

const admin = (db: Database) => user(db, { role: 'admin', email: 'grace@school.test' });

async function school(db: Database) {
  const actor = await admin(db);
  const { id: sectionId } = await section(db);
  return { actor, sectionId, ...importsOf(db, actor) };
}

/** A list of new students. */
const list = (count: number) =>
  bytesOf(Array.from({ length: count }, (_, index) => `pupil${index}@school.test,Pupil ${index}`).join('\n'));
const MAKE = { kind: 'enrolments', createMissing: true } as const;

test('an import that is not there is not found', async () => {
  await using db = await testDb();
  const { call } = await school(db);
  const batchId = 404;
  for (const one of [
    call.import.get({ batchId }),
    call.import.rows({ batchId }),
    call.import.refused({ batchId }),
    call.import.applyBatch({ batchId }),
    call.import.undoBatch({ batchId }),
  ])
    expect(await refusalOf(one)).toMatchObject({ code: 'not-found' });
});

test('the sample of each kind is read whole', async () => {
  await using db = await testDb();
  const { upload, call, apply } = await school(db);
  const roster = await upload((await call.import.sampleRoster()).bytes);
  expect(await apply(roster)).toMatchObject({ state: 'applied', counts: { refused: 0 } });
  for (const kind of ['enrolments', 'timetable'] as const) {
    const batchId = await upload(bytesOf(SAMPLES[kind].join('\n')), { kind, createMissing: true });
    expect([kind, await apply(batchId)]).toMatchObject([kind, { state: 'applied', counts: { refused: 0 } }]);
  }
  const reading = readHolidayFile(SAMPLES.holidays.join('\r\n'), {
    zone: 'UTC',
    within: { fromDay: '2026-09-01', untilDay: '2027-07-31' },
  });
  let step = reading.next();
  while (!step.done) step = reading.next();
  expect(step.value).toMatchObject({ found: [{ name: 'Autumn break' }, { fromDay: '2027-01-01' }], unused: [] });
});

test('asked for twice, by two administrators and two processes at once, it is applied once and logged once', async () => {
  await using db = await testDb();
  const { upload, call, sectionId } = await school(db);
  const batchId = await upload(list(600), { ...MAKE, sectionId });
  const other = api(db, { actor: await user(db, { role: 'admin' }) }).call;
  const outcomes = await Promise.all([call.import.applyBatch({ batchId }), other.import.applyBatch({ batchId })]);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already-started', 'started']);
  await Promise.all([runImports(testServices(db)), runImports(testServices(db)), runImports(testServices(db))]);
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'applied', done: 600 });
  expect(await db.$count(users, eq(users.state, 'pending'))).toBe(600);
  expect((await db.select().from(auditEvents)).map(({ action, subject }) => [action, subject])).toEqual([
    ['import.applied', `import:${batchId}`],
  ]);
});

test('stopped halfway, another process goes on where it stopped', async () => {
  await using db = await testDb();
  const { upload, call, sectionId, run } = await school(db);
  const batchId = await upload(list(600), { ...MAKE, sectionId });
  await call.import.applyBatch({ batchId });
  let portions = 0;
  await runImports(testServices(db), () => portions++ < 1);
  const half = await call.import.get({ batchId });
  expect(half.state).toBe('applying');
  expect(half.done).toBeGreaterThan(0);
  expect(half.done).toBeLessThan(600);
  expect(await db.$count(users, eq(users.state, 'pending'))).toBe(half.done);
  await run();
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'applied', done: 600 });
  expect(await db.$count(users, eq(users.state, 'pending'))).toBe(600);
});

test('after half a year the rows of a file are forgotten, and it is not undone any more', async () => {
  await using db = await testDb();
  const { actor, upload, apply, sectionId } = await school(db);
  const batchId = await upload(list(3), { ...MAKE, sectionId });
  await apply(batchId);
  const kept = () => db.$client.execute('select (select count(*) from import_rows) + (select count(*) from import_changes) n');
  await purgeExpired(testServices(db, { now: NOW + IMPORTS_KEPT_MS }));
  expect((await kept()).rows[0]?.n).toBeGreaterThan(0);
  await purgeExpired(testServices(db, { now: NOW + IMPORTS_KEPT_MS + 1 }));
  expect((await kept()).rows[0]?.n).toBe(0);
  const later = api(db, { actor, now: NOW + IMPORTS_KEPT_MS + 1 }).call;
  expect(await refusalOf(later.import.undoBatch({ batchId }))).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('too old'),
  });
  expect(await later.import.get({ batchId })).toMatchObject({ state: 'applied', counts: { create: 3 } });
});

test('a database that is busy costs no row: what is left is taken up later', async () => {
  await using db = await testDb();
  const { upload, call, sectionId, run } = await school(db);
  const batchId = await upload(list(400), { ...MAKE, sectionId });
  await call.import.applyBatch({ batchId });
  const services = testServices(db);
  let commits = 0;
  const commit: typeof services.commit = (statements) =>
    ++commits === 2 ? Promise.reject(new LibsqlError('database is locked', 'SQLITE_BUSY')) : services.commit(statements);
  await expect(runImports({ ...services, commit })).rejects.toThrow('database is locked');
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'applying', counts: { refused: 0 } });
  await run();
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'applied', done: 400, counts: { create: 400, refused: 0 } });
});

test('the job leaves an import alone that another process works on, and takes it up once that one is silent', async () => {
  await using db = await testDb();
  const { upload, call, sectionId } = await school(db);
  const batchId = await upload(list(3), { ...MAKE, sectionId });
  await call.import.applyBatch({ batchId });
  await db.$client.execute({ sql: `insert into job_leases values ('run-imports', 'other', ?)`, args: [NOW + 1_000] });
  await runPendingImports(testServices(db));
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'applying', done: 0 });
  await runPendingImports(testServices(db, { now: NOW + 1_000 }));
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'applied', done: 3 });
  expect(await hasPendingImports(testServices(db))).toBe(false);
});

test('a file whose reading lost its process is given up after an hour', async () => {
  await using db = await testDb();
  const { actor, call } = await school(db);
  const row = {
    kind: 'enrolments',
    fileName: 'a.csv',
    state: 'reading',
    options: {},
    counts: {},
    uploadedById: actor.id,
    uploadedAt: NOW,
  } as const;
  const [batch] = await db.insert(importBatches).values(row).returning();
  const batchId = batch?.id ?? 0;
  await runImports(testServices(db, { now: NOW + HOUR_MS }));
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'reading' });
  await runImports(testServices(db, { now: NOW + HOUR_MS + 1 }));
  expect(await call.import.get({ batchId })).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('Upload it again'),
  });
  expect(await refusalOf(call.import.applyBatch({ batchId }))).toMatchObject({ code: 'conflict' });
});

const conflict = (reason: string) => ({ code: 'conflict', message: expect.stringContaining(reason) });

test('a preview counts for a day, and until another file is applied or undone', async () => {
  await using db = await testDb();
  const { actor, upload, sectionId } = await school(db);
  const batchId = await upload(list(1), { ...MAKE, sectionId });
  const why = async (at: number) => refusalOf(api(db, { actor, now: at }).call.import.applyBatch({ batchId }));
  expect(await why(NOW + DAY_MS + 1)).toMatchObject(conflict('more than a day ago'));
  const later = importsOf(db, actor, NOW + 1);
  const other = await later.upload(list(2), { ...MAKE, sectionId });
  await later.call.import.applyBatch({ batchId: other });
  expect(await why(NOW + 2)).toMatchObject(conflict('Another file'));
  await later.run();
  expect(await why(NOW + 2)).toMatchObject(conflict('Another file'));
  const last = importsOf(db, actor, NOW + 3);
  const again = await last.upload(list(1), { ...MAKE, sectionId });
  await last.undo(other);
  expect(await why(NOW + 4)).toMatchObject(conflict('Another file'));
  expect(await last.apply(again)).toMatchObject({ state: 'applied' });
});

test('of two files that are applied at once only one is: the other was read before it', async () => {
  await using db = await testDb();
  const { upload, call, sectionId } = await school(db);
  const batchIds = [await upload(list(1), { ...MAKE, sectionId }), await upload(list(2), { ...MAKE, sectionId })];
  const asked = await Promise.allSettled(batchIds.map((batchId) => call.import.applyBatch({ batchId })));
  expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const states = await Promise.all(batchIds.map((batchId) => call.import.get({ batchId })));
  expect(states.map(({ state }) => state).sort()).toEqual(['applying', 'ready']);
});

test('an address taken between preview and apply costs its own line only', async () => {
  await using db = await testDb();
  const { upload, apply, call, sectionId } = await school(db);
  const batchId = await upload(list(40), { ...MAKE, sectionId });
  await user(db, { email: 'pupil17@school.test' });
  expect(await apply(batchId)).toMatchObject({ state: 'applied', done: 39, counts: { create: 39, refused: 1 } });
  const { rows } = await call.import.rows({ batchId, verdict: 'refused' });
  expect(rows).toMatchObject([{ line: 18, message: expect.stringContaining('changed after the preview') }]);
});

test('an import is not undone while another file is being applied, whoever asks how often', async () => {
  await using db = await testDb();
  const { upload, apply, undo, call, run, sectionId } = await school(db);
  const batchId = await upload(rosterOf(UNTIDY));
  await apply(batchId);
  const newer = await upload(list(2), { ...MAKE, sectionId });
  await call.import.applyBatch({ batchId: newer });
  expect(await refusalOf(call.import.undoBatch({ batchId }))).toMatchObject(conflict('Another file is being applied'));
  await run();
  expect(await undo(newer)).toMatchObject({ state: 'undone' });
  const asked = await Promise.all([call.import.undoBatch({ batchId }), call.import.undoBatch({ batchId })]);
  expect(asked.map(({ outcome }) => outcome).sort()).toEqual(['already-started', 'started']);
});

/** Applies the untidy school, lets something happen, and tries to undo. */
async function undoAfter(db: Database, happen: (ids: { maryId: number; sectionId: number }) => Promise<unknown>) {
  const { upload, apply, call } = await school(db);
  const batchId = await upload(rosterOf(UNTIDY));
  await apply(batchId);
  const [mary] = await db.select().from(users).where(eq(users.sourcedId, 'u-mary'));
  const { rows } = await db.$client.execute(`select id from sections where sourced_id = 'cls-1'`);
  await happen({ maryId: mary?.id ?? 0, sectionId: Number(rows[0]?.id) });
  const before = await everything(db);
  const refusal = await refusalOf(call.import.undoBatch({ batchId }));
  expect(await everything(db)).toEqual(before);
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'applied' });
  return refusal;
}

test('what has marks since is not undone, and it says what stands against it', async () => {
  await using db = await testDb();
  const refusal = await undoAfter(db, async ({ maryId, sectionId }) => {
    const { id: classSessionId } = await classSession(db, { sectionId });
    const mark = {
      classSessionId,
      studentId: maryId,
      status: 'present',
      source: 'teacher',
      version: 1,
      actorName: 'T',
      actorRole: 'teacher',
      changedAt: NOW,
    } as const;
    await db.insert(attendance).values(mark);
    const [sender] = await db.select({ id: users.id }).from(users);
    await db.insert(reminders).values({ id: 'one', sectionId, sentById: sender?.id ?? 0, sentAt: NOW, recipients: 1 });
  });
  expect(refusal).toMatchObject({ code: 'conflict' });
  expect(refusal.message).toContain('1 mark of people it made');
  expect(refusal.message).toContain('1 class session of classes it made');
  expect(refusal.message).toContain('1 reminder to classes it made');
});

test('a row changed since is not overwritten by undoing', async () => {
  await using db = await testDb();
  const refusal = await undoAfter(db, ({ maryId }) => db.update(users).set({ preferredName: 'Mae' }).where(eq(users.id, maryId)));
  expect(refusal).toMatchObject({ code: 'conflict', message: expect.stringContaining('1 person changed since') });
});

test('an account that somebody has begun to use is not taken away', async () => {
  await using db = await testDb();
  const refusal = await undoAfter(db, ({ maryId }) => db.update(users).set({ passwordHash: 'own' }).where(eq(users.id, maryId)));
  expect(refusal.message).toContain('1 person changed since');
});

test('a later enrolment by hand of somebody it made stands against it', async () => {
  await using db = await testDb();
  const refusal = await undoAfter(db, async ({ maryId }) =>
    enrolment(db, { sectionId: (await section(db)).id, studentId: maryId }),
  );
  expect(refusal.message).toContain('1 later enrolment of people it made');
});

test('undone halfway, it is gone on with', async () => {
  await using db = await testDb();
  const { upload, apply, call, sectionId, run } = await school(db);
  const before = await everything(db);
  const batchId = await upload(list(900), { ...MAKE, sectionId });
  await apply(batchId);
  await call.import.undoBatch({ batchId });
  let portions = 0;
  await runImports(testServices(db), () => portions++ < 2);
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'undoing' });
  expect(await call.import.undoBatch({ batchId })).toEqual({ outcome: 'already-started' });
  await run();
  expect(await call.import.get({ batchId })).toMatchObject({ state: 'undone', done: 0 });
  expect(await everything(db)).toEqual(before);
});

test('rows come in pages, all or of one verdict, and no growing table is read from end to end', async () => {
  await using db = await testDb();
  const { upload, call, sectionId } = await school(db);
  const batchId = await upload(list(120), { ...MAKE, sectionId });
  const first = await call.import.rows({ batchId });
  const second = await call.import.rows({ batchId, after: first.next ?? 0 });
  const third = await call.import.rows({ batchId, verdict: 'create', after: second.next ?? 0 });
  expect([first, second, third].map(({ rows }) => rows.length)).toEqual([50, 50, 20]);
  expect(third.next).toBeNull();
  const use = async () => {
    await call.import.list();
    await call.import.get({ batchId });
    await call.import.rows({ batchId, verdict: 'create' });
    await call.import.applyBatch({ batchId });
    await runImports(testServices(db));
  };
  expect(await fullScans(db, ['users', 'enrolments', 'import_rows', 'import_changes', 'attendance'], use)).toEqual([]);
});

const CSV_KIND = { kind: 'enrolments', createMissing: true } as const;
const packed = (text: string) => Buffer.from(deflateSync(bytesOf(text)));
const zeros = Buffer.from(deflateSync(new Uint8Array(30_000_000)));

/** Files that nobody honest uploads, with what they are told. */
const HOSTILE: [what: string, bytes: () => Uint8Array, kind: 'enrolments' | 'oneroster', message: RegExp][] = [
  [
    'a zip bomb that declares what it is',
    () => rawZip([0, 1, 2, 3].map((n) => ({ name: `${n}.csv`, content: zeros, method: 8, size: 30_000_000 }))),
    'oneroster',
    /larger than 60 MB/,
  ],
  [
    'a zip bomb that lies about its size',
    () => rawZip([{ name: 'manifest.csv', content: zeros, method: 8, size: 100 }]),
    'oneroster',
    /larger than the zip file says/,
  ],
  ['100 MB declared', () => rawZip([{ name: 'manifest.csv', size: 100_000_000 }]), 'oneroster', /larger than 60 MB/],
  ['a path out of the folder', () => rawZip([{ name: '../../etc/passwd' }]), 'oneroster', /outside itself/],
  ['an absolute path', () => rawZip([{ name: '/etc/passwd' }]), 'oneroster', /outside itself/],
  ['a Windows path', () => rawZip([{ name: 'C:\\users.csv' }]), 'oneroster', /outside itself/],
  ['one name in two folders', () => rawZip([{ name: 'a/users.csv' }, { name: 'b/Users.csv' }]), 'oneroster', /users.csv twice/],
  ['a symbolic link', () => rawZip([{ name: 'users.csv', mode: 0o120777 }]), 'oneroster', /is a link/],
  ['an encrypted entry', () => rawZip([{ name: 'users.csv', flags: 1 }]), 'oneroster', /password/],
  ['an unknown packing', () => rawZip([{ name: 'users.csv', method: 99 }]), 'oneroster', /cannot be read here/],
  ['the same name twice', () => rawZip([{ name: 'users.csv' }, { name: 'USERS.csv' }]), 'oneroster', /twice/],
  [
    'a thousand entries',
    () => rawZip(Array.from({ length: 1_000 }, (_, n) => ({ name: `${n}.csv` }))),
    'oneroster',
    /more than 60 files/,
  ],
  ['a zip cut off', () => rosterOf(UNTIDY).slice(0, 900), 'oneroster', /not a zip file, or not a whole one/],
  [
    'damaged packing',
    () => rawZip([{ name: 'manifest.csv', content: Buffer.from([7, 7, 7, 7]), method: 8, size: 40 }]),
    'oneroster',
    /damaged/,
  ],
  [
    'an entry that is not where it should be',
    () => {
      const zip = rosterOf(UNTIDY);
      zip[zip.length - 22 + 16] = 9;
      return zip;
    },
    'oneroster',
    /not a zip file/,
  ],
  ['a CSV file as a zip', () => bytesOf('email\nada@school.test'), 'oneroster', /not a zip file/],
  ['a zip that is not OneRoster', () => rawZip([{ name: 'notes.csv' }]), 'oneroster', /neither a manifest\.csv nor a users\.csv/],
  [
    'OneRoster of another version',
    () => rosterOf({ manifest: 'propertyName,value\noneroster.version,2.0' }),
    'oneroster',
    /version 2\.0/,
  ],
  [
    'a manifest that announces more',
    () => rosterOf({ manifest: 'propertyName,value\noneroster.version,1.1\nfile.users,bulk' }),
    'oneroster',
    /announces users\.csv/,
  ],
  [
    'columns that miss, all at once',
    () => rosterOf({ users: 'sourcedId,email\n1,a@x.test', enrollments: 'sourcedId,role\n1,student' }),
    'oneroster',
    /missing: users\.csv \(givenName, familyName\); enrollments\.csv \(classSourcedId, userSourcedId\)/,
  ],
  [
    'quotes that never end, packed',
    () => rosterOf(untidyWith('users', 'Jim,Smith', '"Jim,Smith')),
    'oneroster',
    /users\.csv, line 5: a quotation mark/,
  ],
  ['a zip as a CSV file', () => rosterOf(UNTIDY), 'enrolments', /could not be read as text/],
  [
    'a picture',
    () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
    'enrolments',
    /could not be read as text/,
  ],
  ['NUL bytes', () => bytesOf('email\nada\0@school.test'), 'enrolments', /could not be read as text/],
  ['a line without end', () => bytesOf(`email\n"${'x'.repeat(500_000)}`), 'enrolments', /line 2: the line does not end/],
  ['a thousand columns', () => bytesOf(','.repeat(1_000)), 'enrolments', /more than 200 columns/],
  ['more lines than a school has', () => bytesOf('a@b.test\n'.repeat(150_001)), 'enrolments', /more than 150,000 lines/],
  ['a header and nothing else', () => bytesOf('email,name\n\n'), 'enrolments', /no lines/],
  ['a header without addresses', () => bytesOf('username\nada'), 'enrolments', /no column is called email/],
];

test.each(HOSTILE)('%s is refused with its reason and changes nothing', async (_, bytes, kind, message) => {
  await using db = await testDb();
  const { upload, sectionId, call } = await school(db);
  const before = await everything(db);
  const refusal = await refusalOf(upload(bytes(), { ...CSV_KIND, kind, sectionId, fileName: 'file.csv' }));
  expect(refusal).toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(message),
    fieldErrors: { file: [expect.stringMatching(message)] },
  });
  expect(await everything(db)).toEqual(before);
  expect((await call.import.list()).batches).toEqual([]);
});

test('a formula in a name is a name', async () => {
  await using db = await testDb();
  const { upload, apply, sectionId } = await school(db);
  const batchId = await upload(bytesOf(`a@school.test,"=HYPERLINK(""http://x"")"`), { ...CSV_KIND, sectionId });
  await apply(batchId);
  expect(await db.select({ name: users.name }).from(users).where(eq(users.state, 'pending'))).toEqual([
    { name: '=HYPERLINK("http://x")' },
  ]);
});

test('packed text is unpacked whatever the method', async () => {
  await using db = await testDb();
  const { upload, verdicts } = await school(db);
  const manifest = 'propertyName,value\noneroster.version,1.1\nfile.users,delta';
  const people = 'sourcedId,givenName,familyName,role,email\n1,Ada,Lovelace,student,ada@x.test';
  const zip = rawZip([
    { name: 'manifest.csv', content: Buffer.from(manifest) },
    { name: 'users.csv', content: packed(people), method: 8, size: people.length },
  ]);
  expect(await verdicts(await upload(zip))).toMatchObject({ create: 1, refused: 0 });
});
