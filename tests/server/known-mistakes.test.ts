/** What systems like this one get wrong, and this one must not. The rules themselves are tested in depth where they live. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attendance, classSessions, users } from '#db/schema';
import { qrText } from '#domain/check-in/rotating-code';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { instantOf } from '#domain/instant';
import { api, refusalOf } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, PASSWORD, settings, user } from '../helpers/factories';
import { claimBy, codeAt, phoneOf, scanBy, tokensAt, wrongCodeAt } from '../helpers/phone';

type Room = Awaited<ReturnType<typeof classroom>>;
type Person = Parameters<typeof as>[1];

const open = (db: Database, person: Person, { session }: Room, now = NOW) =>
  as(db, person, now).classSession.open({ ...action(now), classSessionId: session.id });

test.for(['admin', 'zzz', ''])('nobody signs up as "%s", and nobody unapproved gets in', async (role) => {
  await using db = await testDb();
  const person = { name: 'Mallory', email: 'mallory@school.test', password: PASSWORD };
  expect((await refusalOf(api(db).call.auth.signUp({ ...person, role } as never))).code).toBe('invalid');
  expect(await db.select().from(users)).toEqual([]);
  const pending = await user(db, { role: 'admin', state: 'pending' });
  expect((await refusalOf(as(db, pending).live.overview())).code).toBe('unauthenticated');
});

test('neither token nor code is part of an address that a server, log or referrer sees', async () => {
  await using db = await testDb();
  const { session } = await classroom(db);
  const [token] = await tokensAt(db, session, NOW);
  const url = new URL(qrText('https://attendance.school.test', String(token)));
  expect(`${url.origin}${url.pathname}${url.search}`.toLowerCase()).toBe('https://attendance.school.test/c');
  expect(url.href).not.toContain(await codeAt(db, session, NOW));
});

test('the code can be shown again, and a register closed by a slip is open again with a reason', async () => {
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
  'check-in opens and ends by the clock on the wall in %s',
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

test('reading what is over closes nothing and marks nobody', async () => {
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

test('nobody has a password that was not chosen for them alone', async () => {
  await using db = await testDb();
  const invited = await user(db, { email: 'invited@school.test', passwordHash: null });
  for (const password of ['changeme', 'password', '', invited.email]) {
    const call = api(db).call.auth.signIn({ email: invited.email, password });
    expect(['invalid', 'unauthenticated']).toContain((await refusalOf(call)).code);
  }
});

test('check-in is counted from the start of class, and whoever is late is marked late', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const opened = await open(db, room.teacher, room, NOW - 25 * MINUTE_MS);
  expect(opened.checkInClosesAt).toBe(NOW + 15 * MINUTE_MS);
  const at = NOW + 14 * MINUTE_MS;
  const scan = await scanBy(db, await phoneOf(db, room.student), room.session, { at });
  expect(await as(db, room.student, at).checkIn.submit(scan)).toMatchObject({ outcome: 'recorded', status: 'late' });
});

test('a class session days ahead cannot be opened, nor anyone recorded in it', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false, classSession: { startsAt: NOW + 5 * DAY_MS } });
  expect((await refusalOf(open(db, room.teacher, room))).code).toBe('conflict');
  const scan = await scanBy(db, await phoneOf(db, room.student), room.session, { at: NOW });
  expect(await as(db, room.student).checkIn.submit(scan)).toEqual({ outcome: 'refused', reason: 'outside-window' });
});

test('one open class session a section, and none added twice', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const second = await classSession(db, { sectionId: room.section.id, startsAt: NOW + 5 * MINUTE_MS });
  expect((await refusalOf(open(db, room.teacher, { ...room, session: second }))).code).toBe('conflict');
  const same = { sectionId: room.section.id, day: '2026-09-07', startTime: '09:00', endTime: '10:00' };
  expect((await refusalOf(as(db, room.teacher).classSession.add(same))).code).toBe('invalid');
});

test('nobody’s rate counts what lies outside their enrolment, or was not held', async () => {
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

test('a whole class behind one address gets in, whoever guesses there', async () => {
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
