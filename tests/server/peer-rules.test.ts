/**
 * What an older system's own tests assert (T), and the defects that must not come back (D). One test each, by its number; the rules
 * are tested in depth where they live. Signing up and in is tested in `sign-up.test.ts`, `sign-in.test.ts` and `rate-limit.test.ts`.
 */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attendance, claims, classSessions, users } from '#db/schema';
import { importCodeKey, qrText, typedCodeAt } from '#domain/check-in/rotating-code';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { fromBase64Url } from '#domain/encoding';
import { instantOf } from '#domain/time';
import { api, browser, refusalOf } from '../helpers/api';
import { action, as, classroom, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, PASSWORD, PASSWORD_HASH, settings, user } from '../helpers/factories';
import { claimBy, codeAt, phoneOf, scanBy, tokensAt, wrongCodeAt } from '../helpers/phone';

type Room = Awaited<ReturnType<typeof classroom>>;
type Person = Parameters<typeof as>[1];

const open = (db: Database, person: Person, { session }: Room, now = NOW, policy = {}) =>
  as(db, person, now, { policy }).classSession.open({ ...action(now), classSessionId: session.id });

/** The typed code as the screen of staff computes it, from what opening answered. */
async function codeFrom(opened: { key: string }, { session }: Room, now = NOW): Promise<string> {
  const key = await importCodeKey(fromBase64Url(opened.key) ?? new Uint8Array(0));
  return typedCodeAt(key, session.id, now);
}

const type = async (db: Database, student: Person, { session }: Room, code: string, now = NOW, policy = {}) =>
  as(db, student, now, { policy }).checkIn.submit(await claimBy(await phoneOf(db, student), session.id, { code }));

test('T4: signing in with email and password opens a sign-in', async () => {
  await using db = await testDb();
  const teacher = await user(db, { role: 'teacher', passwordHash: PASSWORD_HASH });
  const { request } = browser(db);
  const signIn = (await request()).call.auth.signIn({ email: teacher.email, password: PASSWORD });
  expect(await signIn).toEqual({ outcome: 'signed-in', role: 'teacher' });
  expect((await request()).ctx.actor?.id).toBe(teacher.id);
});

test('T5: a teacher opens an own class session and gets what its code is made of', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  expect(await open(db, room.teacher, room)).toMatchObject({ outcome: 'opened', key: expect.stringMatching(/^[\w-]{43}$/) });
});

test('T6: the typed code is six digits', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  expect(await codeFrom(await open(db, room.teacher, room), room)).toMatch(/^\d{6}$/);
});

test('T7: a student sees own class sessions of today', async () => {
  await using db = await testDb();
  const { student, session } = await classroom(db);
  expect((await as(db, student).timetable.today()).classSessions).toMatchObject([{ classSessionId: session.id, state: 'open' }]);
});

test('T8: a student who enters the code is recorded, with one row', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const code = await codeFrom(await open(db, room.teacher, room), room);
  expect(await type(db, room.student, room, code)).toEqual({ outcome: 'recorded', status: 'present', source: 'code' });
  expect(await marksOf(db, room.session.id)).toHaveLength(1);
});

test('T9: the same again says that it is recorded already, and there is still one row', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const code = await codeFrom(await open(db, room.teacher, room), room);
  await type(db, room.student, room, code);
  expect(await type(db, room.student, room, code)).toEqual({ outcome: 'already-recorded', status: 'present' });
  expect(await marksOf(db, room.session.id)).toMatchObject([{ version: 1 }]);
});

test('T10: after the teacher closes, no code and no newer scan is accepted', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false, students: 2 });
  const code = await codeFrom(await open(db, room.teacher, room), room);
  await type(db, room.student, room, code, NOW + 1_000);
  await as(db, room.teacher, NOW + 10_000).classSession.close({ ...action(NOW + 10_000), classSessionId: room.session.id });
  const refused = { outcome: 'refused', reason: 'outside-window' };
  expect(await type(db, room.friend, room, code, NOW + 10_000)).toEqual(refused);
  const scan = await scanBy(db, await phoneOf(db, room.friend), room.session, { at: NOW + 12_000 });
  expect(await as(db, room.friend, NOW + 12_000).checkIn.submit(scan)).toEqual(refused);
  expect((await marksOf(db, room.session.id)).map(({ status, version }) => [status, version])).toEqual([
    ['present', 1],
    ['absent', 1],
  ]);
});

test('T11: with a TTL of 0 opening works and yields six digits, and entering them records nothing', async () => {
  await using db = await testDb();
  const policy = { codeTtlMinutes: 0 };
  const room = await classroom(db, { open: false });
  const code = await codeFrom(await open(db, room.teacher, room, NOW, policy), room);
  expect(code).toMatch(/^\d{6}$/);
  expect(await type(db, room.student, room, code, NOW, policy)).toEqual({ outcome: 'refused', reason: 'outside-window' });
  expect(await marksOf(db, room.session.id)).toEqual([]);
});

test('T12: an assistant opens a class session of an assisted section', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  expect(await codeFrom(await open(db, room.assistant, room), room)).toMatch(/^\d{6}$/);
});

test('T13: a student is recorded with the assistant’s code', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const code = await codeFrom(await open(db, room.assistant, room), room);
  expect(await type(db, room.student, room, code)).toMatchObject({ outcome: 'recorded' });
  expect(await marksOf(db, room.session.id)).toHaveLength(1);
});

test('T14: an assistant reads the register of an assisted section, student by student', async () => {
  await using db = await testDb();
  const { assistant, session, student } = await classroom(db);
  const { rows } = await as(db, assistant).classSession.register({ classSessionId: session.id });
  expect(rows).toMatchObject([{ studentId: student.id }]);
});

test('T15: an assistant does not know of a section that is not assisted', async () => {
  await using db = await testDb();
  const { session } = await classroom(db);
  const other = await classroom(db);
  const read = as(db, other.assistant).classSession.register({ classSessionId: session.id });
  expect((await refusalOf(read)).code).toBe('not-found');
});

test.for(['admin', 'zzz', ''])('D1: nobody signs up as "%s", and nobody unapproved gets in', async (role) => {
  await using db = await testDb();
  const person = { name: 'Mallory', email: 'mallory@school.test', password: PASSWORD };
  expect((await refusalOf(api(db).call.auth.signUp({ ...person, role } as never))).code).toBe('invalid');
  expect(await db.select().from(users)).toEqual([]);
  const pending = await user(db, { role: 'admin', state: 'pending' });
  expect((await refusalOf(as(db, pending).live.overview())).code).toBe('unauthenticated');
});

test('D2: neither token nor code is part of an address that a server, log or referrer sees', async () => {
  await using db = await testDb();
  const { session } = await classroom(db);
  const [token] = await tokensAt(db, session, NOW);
  const url = new URL(qrText('https://attendance.school.test', String(token)));
  expect(`${url.origin}${url.pathname}${url.search}`.toLowerCase()).toBe('https://attendance.school.test/c');
  expect(url.href).not.toContain(await codeAt(db, session, NOW));
});

test('D3: the code can be shown again, and a register closed by a slip is open again with a reason', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const { key } = await open(db, room.teacher, room);
  const ref = { classSessionId: room.session.id };
  expect((await as(db, room.teacher, NOW + MINUTE_MS).classSession.key(ref)).key).toBe(key);
  const call = as(db, room.teacher, NOW + 2 * MINUTE_MS).classSession;
  await call.close({ ...action(NOW + 2 * MINUTE_MS), ...ref });
  await call.reopen({ ...ref, reason: 'Closed by a slip' });
  expect((await call.key(ref)).key).toBe(key);
  await call.extend({ ...action(), ...ref, minutes: 10 });
  const scan = await scanBy(db, await phoneOf(db, room.student), room.session, { at: NOW + 3 * MINUTE_MS });
  expect(await as(db, room.student, NOW + 3 * MINUTE_MS).checkIn.submit(scan)).toMatchObject({ outcome: 'recorded' });
});

test.for(['UTC', 'Africa/Accra', 'Asia/Kolkata', 'America/Los_Angeles', 'Pacific/Chatham'])(
  'D4: check-in opens and ends by the clock on the wall in %s',
  async (zone) => {
    await using db = await testDb();
    await settings(db, { zone });
    const room = await classroom(db);
    const times = { day: '2026-10-05', startTime: '09:00', endTime: '10:00' };
    const added = await as(db, room.teacher).classSession.add({ sectionId: room.section.id, ...times });
    const at = (wallTime: string) => instantOf('2026-10-05', wallTime, zone);
    const tooEarly = { ...action(at('08:29')), ...added };
    expect((await refusalOf(as(db, room.teacher, at('08:29')).classSession.open(tooEarly))).code).toBe('conflict');
    const opened = as(db, room.teacher, at('08:30')).classSession.open({ ...action(at('08:30')), ...added });
    expect(await opened).toMatchObject({ openedAt: at('08:30'), checkInClosesAt: at('09:15') });
  },
);

test('D5: reading what is over closes nothing and marks nobody', async () => {
  await using db = await testDb();
  const { teacher, student, session } = await classroom(db);
  const admin = await user(db, { role: 'admin' });
  const before = await db.select().from(classSessions);
  const later = NOW + 3 * HOUR_MS;
  const { classSession: seen } = await as(db, teacher, later).classSession.register({ classSessionId: session.id });
  await as(db, teacher, later).classSession.today();
  await as(db, student, later).timetable.today();
  await as(db, admin, later).live.overview();
  expect(seen.state).toBe('closed');
  expect(await db.select().from(classSessions)).toEqual(before);
  expect(await db.select().from(attendance)).toEqual([]);
});

test('D6: nobody has a password that was not chosen for them alone', async () => {
  await using db = await testDb();
  const invited = await user(db, { email: 'invited@school.test', passwordHash: null });
  for (const password of ['changeme', 'password', '', invited.email]) {
    const call = api(db).call.auth.signIn({ email: invited.email, password });
    expect(['invalid', 'unauthenticated']).toContain((await refusalOf(call)).code);
  }
});

test('D7: wrong tries are counted in the database: each of these calls is a process of its own', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  for (let nth = 0; nth < 5; nth++) await type(db, room.student, room, await wrongCodeAt(db, room.session, NOW, nth));
  const right = await type(db, room.student, room, await codeAt(db, room.session, NOW));
  expect(right).toEqual({ outcome: 'refused', reason: 'too-many-tries' });
  expect(await db.select().from(claims).where(eq(claims.studentId, room.student.id))).toHaveLength(6);
});

test('D8: check-in is counted from the start of class, and whoever is late is marked late', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const opened = await open(db, room.teacher, room, NOW - 25 * MINUTE_MS);
  expect(opened.checkInClosesAt).toBe(NOW + 15 * MINUTE_MS);
  const at = NOW + 14 * MINUTE_MS;
  const scan = await scanBy(db, await phoneOf(db, room.student), room.session, { at });
  expect(await as(db, room.student, at).checkIn.submit(scan)).toMatchObject({ outcome: 'recorded', status: 'late' });
});

test('P1: a class session days ahead cannot be opened, nor anyone recorded in it', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false, classSession: { startsAt: NOW + 5 * DAY_MS } });
  expect((await refusalOf(open(db, room.teacher, room))).code).toBe('conflict');
  const scan = await scanBy(db, await phoneOf(db, room.student), room.session, { at: NOW });
  expect(await as(db, room.student).checkIn.submit(scan)).toEqual({ outcome: 'refused', reason: 'outside-window' });
});

test('P3, P4: one open class session a section, and none added twice', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const second = await classSession(db, { sectionId: room.section.id, startsAt: NOW + 5 * MINUTE_MS });
  expect((await refusalOf(open(db, room.teacher, { ...room, session: second }))).code).toBe('conflict');
  const same = { sectionId: room.section.id, day: '2026-09-07', startTime: '09:00', endTime: '10:00' };
  expect((await refusalOf(as(db, room.teacher).classSession.add(same))).code).toBe('invalid');
});

test('P12, P17: nobody’s rate counts what lies outside their enrolment, or was not held', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const mark = { classSessionId: room.session.id, studentId: room.student.id, status: 'present' as const, version: 0 };
  await as(db, room.teacher).attendance.mark({ ...action(), ...mark });
  await classSession(db, { sectionId: room.section.id, startsAt: NOW + DAY_MS });
  const possible = async () => (await as(db, room.student).timetable.today()).standing.possible;
  expect(await possible()).toBe(0);
  await as(db, room.teacher).classSession.close({ ...action(), classSessionId: room.session.id });
  expect(await possible()).toBe(100);
  await db.$client.execute("update enrolments set until_day = '2026-09-01'");
  expect(await possible()).toBe(0);
});

test('P16: a whole class behind one address gets in, whoever guesses there', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 40 });
  const address = '203.0.113.7';
  const outcomes = await Promise.all(
    room.students.map(async (student, index) => {
      const phone = await phoneOf(db, student);
      const wrong = { code: await wrongCodeAt(db, room.session, NOW) };
      const claim =
        index < 20 ? await claimBy(phone, room.session.id, wrong) : await scanBy(db, phone, room.session, { at: NOW });
      return as(db, student, NOW, { address }).checkIn.submit(claim);
    }),
  );
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([...Array(20).fill('refused'), ...Array(20).fill('recorded')]);
});
