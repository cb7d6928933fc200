/** Keys of the rotating code: how long they are handed out, what kills one, and that what was on screen until then still counts. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, loginSessions, sectionStaff, users } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { makeLink } from '#server/auth/account/account-link';
import { createLoginSession } from '#server/auth/login-session';
import { browser, refusalOf, testServices } from '../helpers/api';
import { action, as, auditOf, type Classroom, claimsOf, classroom, markOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, openClassSession, PASSWORD, PASSWORD_HASH, slot, term, user } from '../helpers/factories';
import { importsOf, type RosterText, rosterOf, UNTIDY } from '../helpers/import-files';
import { claimBy, codeAt, knownPhoneOf, newPhone, registerPhone, scanBy } from '../helpers/phone';

const ENDS = NOW + HOUR_MS;

async function revisionOf(db: Database, id: number) {
  const [row] = await db.select().from(classSessions).where(eq(classSessions.id, id));
  return { revision: row?.revision, endedAt: row?.revisionsEndedAt };
}

test.each([
  ['before it begins', -20 * MINUTE_MS, true],
  ['ten minutes after its end', HOUR_MS + 10 * MINUTE_MS, true],
  ['a moment later', HOUR_MS + 10 * MINUTE_MS + 1, false],
  ['hours later', 5 * HOUR_MS, false],
])('the key of a class session fetched %s, by every procedure that has one', async (_, after, isHanded) => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const openFor = { state: 'open' as const, openedAt: NOW - 20 * MINUTE_MS, closesAt: NOW + 8 * HOUR_MS };
  await db.update(classSessions).set(openFor).where(eq(classSessions.id, session.id));
  const call = as(db, teacher, NOW + after);
  const [packed] = (await call.offline.dayPack()).classSessions;
  const { key } = await call.classSession.open({ ...action(), classSessionId: session.id });
  const own = await call.classSession.key({ classSessionId: session.id }).then(
    (answer) => answer.key,
    () => '',
  );
  expect([packed?.key, key, own].map((one) => one !== '')).toEqual([isHanded, isHanded, isHanded]);
  expect(JSON.stringify(await call.classSession.register({ classSessionId: session.id }))).not.toContain('"key"');
});

test('a class session that comes back or is moved has another key; another room alone changes none', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false, classSession: { startsAt: NOW + HOUR_MS } });
  const ref = { classSessionId: session.id };
  const call = as(db, teacher);
  await call.classSession.cancel(ref);
  await call.classSession.restore(ref);
  expect(await revisionOf(db, session.id)).toEqual({ revision: 1, endedAt: [NOW] });
  const place = { ...ref, day: '2026-09-07', startTime: '10:00', endTime: '11:00' };
  await as(db, teacher, NOW + 1).classSession.move({ ...place, room: 'Hall' });
  expect(await revisionOf(db, session.id)).toEqual({ revision: 1, endedAt: [NOW] });
  await as(db, teacher, NOW + 2).classSession.move({ ...place, endTime: '11:30' });
  await as(db, teacher, NOW + 3).classSession.move({ ...place, day: '2026-09-08', endTime: '11:30' });
  expect(await revisionOf(db, session.id)).toEqual({ revision: 3, endedAt: [NOW, NOW + 2, NOW + 3] });
});

test('a section brought back, and a slot moved in time, take their class sessions to another key', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  const { id: termId } = await term(db);
  const { id: slotId, sectionId, ...rule } = await slot(db, { termId, weekday: 2, room: 'Room 1' });
  const { startTime, endTime, weeks } = rule;
  const input = { slotId, sectionId, termId, weekday: 2, startTime, endTime, weeks };
  await as(db, admin).slot.edit({ ...input, room: 'Room 1' });
  const first = async () => (await db.select().from(classSessions).where(eq(classSessions.day, '2026-09-08')))[0];
  await as(db, admin).slot.edit({ ...input, room: 'Room 2' });
  expect(await first()).toMatchObject({ room: 'Room 2', revision: 0, revisionsEndedAt: [] });
  await as(db, admin).slot.edit({ ...input, room: 'Room 2', startTime: '09:30' });
  expect(await first()).toMatchObject({ startTime: '09:30', revision: 1, revisionsEndedAt: [NOW] });
  await as(db, admin, NOW + 1).section.archive({ sectionId });
  await as(db, admin, NOW + 2).section.restore({ sectionId });
  expect(await first()).toMatchObject({ state: 'scheduled', revision: 2, revisionsEndedAt: [NOW, NOW + 2] });
});

type Room = Classroom & { admin: Awaited<ReturnType<typeof user>> };

/** Signs in `count` times; the last is the one that calls. */
async function signedIn(db: Database, userId: number, count: number) {
  const windows = Array.from({ length: count }, () => browser(db));
  for (const { request } of windows) await createLoginSession((await request()).ctx, userId);
  const requests = windows.map(({ request }) => request);
  return { other: requests[0] as (typeof requests)[0], here: requests.at(-1) as (typeof requests)[0] };
}

const ENDINGS: Record<string, (db: Database, room: Room) => Promise<unknown>> = {
  'the teacher is taken off the section': (db, { admin, section, teacher }) =>
    as(db, admin).section.removeStaff({ sectionId: section.id, userId: teacher.id }),
  'the teacher is archived': (db, { admin, teacher }) => as(db, admin).person.archive({ userIds: [teacher.id] }),
  'the teacher becomes a student': (db, { admin, teacher }) =>
    as(db, admin).person.changeRole({ personId: teacher.id, from: 'teacher', role: 'student' }),
  'the teacher, signed in, is suspended': async (db, { admin, teacher }) => {
    await signedIn(db, teacher.id, 1);
    await as(db, admin).person.suspend({ userIds: [teacher.id] });
  },
  'the teacher ends another sign-in': async (db, { teacher }) => {
    const { here } = await signedIn(db, teacher.id, 2);
    const { call } = await here();
    const other = (await call.user.loginSessions()).find(({ isCurrent }) => !isCurrent);
    await call.user.endLoginSession({ id: String(other?.id) });
  },
  'the teacher signs out everywhere else': async (db, { teacher }) => {
    const { here } = await signedIn(db, teacher.id, 2);
    await (await here()).call.user.signOutEverywhereElse();
  },
  'the teacher changes the password': async (db, { teacher }) => {
    await db.update(users).set({ passwordHash: PASSWORD_HASH }).where(eq(users.id, teacher.id));
    const { here } = await signedIn(db, teacher.id, 2);
    await (await here()).call.profile.changePassword({ current: PASSWORD, password: 'seven purple lanterns' });
  },
  'the teacher chooses another password by a link': async (db, { teacher }) => {
    await signedIn(db, teacher.id, 1);
    const { url } = await makeLink(testServices(db), { userId: teacher.id, kind: 'reset' });
    const { call } = await browser(db).request();
    await call.auth.resetPassword({ code: url.slice(url.indexOf('#') + 1), password: 'seven purple lanterns' });
  },
  'the teacher removes a device': async (db, { teacher }) => {
    const { other, here } = await signedIn(db, teacher.id, 2);
    const { deviceId } = await registerPhone((await other()).call, await newPhone());
    await (await here()).call.device.revoke({ deviceId });
  },
  'a device of the teacher’s becomes a student’s': async (db, { teacher, student }) => {
    const phone = await newPhone();
    await registerPhone(as(db, teacher), phone);
    await registerPhone(as(db, student), phone);
  },
};

test.each(Object.entries(ENDINGS))('when %s, keys that may be out are dead, and no others', async (_, end) => {
  await using db = await testDb();
  const room = { ...(await classroom(db)), admin: await user(db, { role: 'admin' }) };
  const inSection = { sectionId: room.section.id };
  const [over, later, next] = [
    await classSession(db, { ...inSection, startsAt: NOW - 3 * HOUR_MS, state: 'closed' }),
    await classSession(db, { ...inSection, startsAt: NOW + 5 * HOUR_MS }),
    await classSession(db, { ...inSection, startsAt: NOW + 2 * DAY_MS }),
  ];
  const elsewhere = await openClassSession(db);
  await end(db, room);
  const raised = { revision: 2, endedAt: [NOW] };
  expect(await revisionOf(db, room.session.id)).toEqual(raised);
  expect(await revisionOf(db, later.id)).toEqual({ ...raised, revision: 1 });
  const others = await Promise.all([over, next, elsewhere].map(({ id }) => revisionOf(db, id)));
  expect(others.map(({ endedAt }) => endedAt)).toEqual([[], [], []]);
});

const SPARING: Record<string, (db: Database, room: Room) => Promise<unknown>> = {
  'the teacher signs out': async (db, { teacher }) => {
    const { here } = await signedIn(db, teacher.id, 2);
    await (await here()).call.auth.signOut();
  },
  'there is no other sign-in to end': async (db, { teacher }) => {
    const { here } = await signedIn(db, teacher.id, 1);
    await (await here()).call.user.signOutEverywhereElse();
  },
  'a student ends another sign-in': async (db, { student }) => {
    const { here } = await signedIn(db, student.id, 2);
    await (await here()).call.user.signOutEverywhereElse();
  },
  'somebody who is not its staff is taken off': (db, { admin, section, student }) =>
    as(db, admin).section.removeStaff({ sectionId: section.id, userId: student.id }),
};

test.each(Object.entries(SPARING))('when %s, keys stay', async (_, act) => {
  await using db = await testDb();
  const room = { ...(await classroom(db)), admin: await user(db, { role: 'admin' }) };
  await act(db, room);
  expect(await revisionOf(db, room.session.id)).toEqual({ revision: 1, endedAt: [] });
});

test('an administrator who opened a class session and ends another sign-in takes that key away too', async () => {
  await using db = await testDb();
  const { session } = await classroom(db, { open: false });
  const admin = await user(db, { role: 'admin' });
  await as(db, admin).classSession.open({ ...action(), classSessionId: session.id });
  await signedIn(db, admin.id, 2);
  await as(db, admin).user.signOutEverywhereElse();
  expect(await revisionOf(db, session.id)).toEqual({ revision: 1, endedAt: [NOW] });
  expect(await db.select().from(loginSessions)).toEqual([]);
});

const WITHOUT_JOHN = { ...UNTIDY, enrollments: String(UNTIDY.enrollments).replace(/e-1,active/, 'e-1,tobedeleted') };
const STOPPED = {
  ...UNTIDY,
  users: String(UNTIDY.users).replace('u-john,active,2023-05-01,TRUE', 'u-john,active,2023-05-01,FALSE'),
};

/** The untidy school, imported, with a class session of its class that has staff. */
async function imported(db: Database) {
  const imports = importsOf(db, await user(db, { role: 'admin' }));
  const take = async (files: RosterText) => {
    const batchId = await imports.upload(rosterOf(files));
    await imports.apply(batchId);
    return batchId;
  };
  await take(UNTIDY);
  const [staff] = await db.select().from(sectionStaff);
  const { id } = await classSession(db, { sectionId: staff?.sectionId });
  return { ...imports, take, id };
}

test.each([
  ['takes staff off a section', WITHOUT_JOHN],
  ['stops staff from signing in', STOPPED],
])('an import that %s kills the keys they may have, one that changes nothing does not', async (_, changed) => {
  await using db = await testDb();
  const { take, id } = await imported(db);
  await take(UNTIDY);
  expect(await revisionOf(db, id)).toEqual({ revision: 0, endedAt: [] });
  await take(changed);
  expect(await revisionOf(db, id)).toEqual({ revision: 1, endedAt: [NOW] });
});

test('an import that made somebody staff, taken back, kills the keys they may have', async () => {
  await using db = await testDb();
  const { take, undo, id } = await imported(db);
  await db.delete(sectionStaff);
  await undo(await take(UNTIDY));
  expect(await db.select().from(sectionStaff)).toEqual([]);
  expect(await revisionOf(db, id)).toEqual({ revision: 1, endedAt: [NOW] });
});

test('a new code: this screen has the key at once, others hear of it, and it is on the audit log', async () => {
  await using db = await testDb();
  const { teacher, assistant, student, session } = await classroom(db);
  const ref = { classSessionId: session.id };
  const before = await as(db, teacher).classSession.key(ref);
  const given = await as(db, teacher).classSession.renewKey(ref);
  expect(given).toMatchObject({ outcome: 'already-open', revision: 2 });
  expect(given.key).not.toBe(before.key);
  expect(await as(db, assistant).classSession.key(ref)).toMatchObject({ key: given.key, revision: 2 });
  expect((await as(db, assistant).classSession.register(ref)).classSession.revision).toBe(2);
  expect(await auditOf(db, session.id)).toEqual([{ action: 'check-in.code-renewed', actorId: teacher.id, detail: {} }]);
  const stranger = await user(db, { role: 'teacher' });
  expect(await refusalOf(as(db, stranger).classSession.renewKey(ref))).toMatchObject({ code: 'not-found' });
  expect(await refusalOf(as(db, student).classSession.renewKey(ref))).toMatchObject({ code: 'forbidden' });
  expect(await refusalOf(as(db, teacher, ENDS).classSession.renewKey(ref))).toMatchObject({ code: 'conflict' });
  expect(await revisionOf(db, session.id)).toEqual({ revision: 2, endedAt: [NOW] });
});

const CHANGED = NOW + 5 * MINUTE_MS;

/** A class whose key was replaced five minutes in; `old` is what screens without a network still show. */
async function renewed(db: Database) {
  const room = await classroom(db, { students: 1 });
  await as(db, room.teacher, CHANGED).classSession.renewKey({ classSessionId: room.session.id });
  return { ...room, old: room.session, current: { ...room.session, revision: 2 }, phone: await knownPhoneOf(db, room.student) };
}

test.each([
  ['the last window of the old key', -3_000, 'old', 'recorded'],
  ['the window in which the key changed, by the old key', 0, 'old', 'recorded'],
  ['the window in which the key changed, by the new key', 0, 'current', 'recorded'],
  ['the first window after it, by the old key', 3_000, 'old', 'refused'],
  ['the first window after it, by the new key', 3_000, 'current', 'recorded'],
] as const)('%s', async (_, after, which, outcome) => {
  await using db = await testDb();
  const room = await classroom(db);
  const at = CHANGED + 1_000;
  await as(db, room.teacher, at).classSession.renewKey({ classSessionId: room.session.id });
  const screen = which === 'old' ? room.session : { ...room.session, revision: 2 };
  const phone = await knownPhoneOf(db, room.student);
  const claim = await scanBy(db, phone, screen, { at: CHANGED + after });
  expect(await as(db, room.student, CHANGED + after + 4_000).checkIn.submit(claim)).toMatchObject({ outcome });
});

test('three windows from before the change, delivered hours later, count; three from after it do not', async () => {
  await using db = await testDb();
  const { student, session, old, phone } = await renewed(db);
  const late = as(db, student, NOW + 4 * HOUR_MS);
  const after = await scanBy(db, phone, old, { at: CHANGED, windows: 3 });
  expect(await late.checkIn.submit(after)).toEqual({ outcome: 'refused', reason: 'bad-code' });
  const before = await scanBy(db, phone, old, { at: CHANGED - 9_000, windows: 3 });
  expect(await late.checkIn.submit(before)).toMatchObject({ outcome: 'recorded' });
  expect(await markOf(db, { classSessionId: session.id, studentId: student.id })).toMatchObject({ source: 'offline' });
});

test('a token of a revision that had ended before its window, or is still to come, is wrong', async () => {
  await using db = await testDb();
  const { teacher, student, session, phone } = await renewed(db);
  await as(db, teacher, CHANGED + MINUTE_MS).classSession.renewKey({ classSessionId: session.id });
  const tried = [
    [1, CHANGED + MINUTE_MS],
    [2, CHANGED - MINUTE_MS],
    [4, CHANGED],
  ] as const;
  for (const [revision, at] of tried) {
    const claim = await scanBy(db, phone, { ...session, revision }, { at });
    expect(await as(db, student, CHANGED + 2 * MINUTE_MS).checkIn.submit(claim)).toEqual({
      outcome: 'refused',
      reason: 'bad-code',
    });
  }
});

test('a typed code dies with its key at once, and the new one is right', async () => {
  await using db = await testDb();
  const { student, session, old, current, phone } = await renewed(db);
  const call = as(db, student, CHANGED);
  const typed = async (screen: typeof old) => claimBy(phone, session.id, { code: await codeAt(db, screen, CHANGED) });
  expect(await call.checkIn.submit(await typed(old))).toEqual({ outcome: 'refused', reason: 'bad-code' });
  expect(await call.checkIn.submit(await typed(current))).toMatchObject({ outcome: 'recorded', source: 'code' });
});

test('a code typed before the opening is heard of is judged by the key that stood when it came', async () => {
  await using db = await testDb();
  const { teacher, assistant, student, session } = await classroom(db, { open: false });
  const phone = await knownPhoneOf(db, student);
  const at = NOW + MINUTE_MS;
  const claim = await claimBy(phone, session.id, { at, code: await codeAt(db, session, at) });
  expect(await as(db, student, at).checkIn.submit(claim)).toMatchObject({ outcome: 'waiting' });
  await signedIn(db, assistant.id, 1);
  await as(db, assistant, at + 1).user.signOutEverywhereElse();
  expect(await revisionOf(db, session.id)).toEqual({ revision: 1, endedAt: [at + 1] });
  await as(db, teacher, at + MINUTE_MS).classSession.open({ ...action(NOW), classSessionId: session.id });
  expect(await claimsOf(db, session.id)).toMatchObject([{ verdict: 'accepted', status: 'present' }]);
});
