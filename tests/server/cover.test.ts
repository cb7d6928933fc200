/** A class session handed to a colleague: what they may do with it, for how long, and what is written down of it. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, covers, loginSessions, notifications, sectionStaff, sightings } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { dayAt } from '#domain/time';
import { materialiseTimetable } from '#server/services/timetable/materialise';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, auditOf, type Classroom, classroom, markOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, section, slot, staffing, term, user } from '../helpers/factories';

const minute = (count: number) => NOW + count * MINUTE_MS;
const DAY = dayAt(NOW, 'UTC');

/** A clock that goes on while something is done. */
function running(from = NOW) {
  let at = from;
  return () => at++;
}

type Person = Awaited<ReturnType<typeof user>>;

/** A class whose teacher has handed its class session to a colleague. */
async function coveredRoom(db: Database, given: Parameters<typeof classroom>[1] = {}) {
  const room = await classroom(db, given);
  const colleague = await user(db, { role: 'teacher', name: 'Ann Lee' });
  const ref = { classSessionId: room.session.id };
  await as(db, room.teacher, running()).cover.handOver({ ...ref, userId: colleague.id });
  return { ...room, colleague, ref };
}

const toldTo = (db: Database, { id }: Person) =>
  db.select({ kind: notifications.kind, facts: notifications.facts }).from(notifications).where(eq(notifications.userId, id));

const marking = ({ session, student }: Classroom, at = NOW) => ({
  ...action(at),
  ...{ classSessionId: session.id, studentId: student.id, status: 'present' as const, version: 0 },
});

test('a class session that is handed over is in the colleague’s day, timetable, pack and live view, and stays in its teacher’s', async () => {
  await using db = await testDb();
  const { teacher, colleague, session, section: own, ref } = await coveredRoom(db);
  await classSession(db, { sectionId: own.id, startsAt: minute(120) });
  const call = as(db, colleague);
  const [rows, pack] = [(await call.classSession.today()).rows, await call.offline.dayPack()];
  expect(rows).toMatchObject([{ classSessionId: session.id, cover: 'Ann Lee', staff: [teacher.name, expect.any(String)] }]);
  expect(pack.classSessions).toMatchObject([{ classSession: { id: session.id }, key: expect.stringMatching(/./), rows: [{}] }]);
  expect((await call.timetable.mine({ from: DAY, until: DAY })).entries).toMatchObject([ref]);
  expect((await as(db, teacher).classSession.today()).rows).toMatchObject([{ ...ref, cover: 'Ann Lee' }, { cover: null }]);
  const register = await call.classSession.register(ref);
  expect(register.classSession).toMatchObject({
    cover: { userId: colleague.id, name: 'Ann Lee' },
    mayChange: false,
    mayHandOver: false,
  });
  expect((await as(db, teacher).classSession.register(ref)).classSession.mayHandOver).toBe(true);
});

test('the colleague has that register and nothing else of the class', async () => {
  await using db = await testDb();
  const room = await coveredRoom(db);
  const { colleague, section: own, ref } = room;
  const later = await classSession(db, { sectionId: own.id, startsAt: minute(120) });
  const call = as(db, colleague);
  expect(await call.attendance.mark(marking(room))).toMatchObject({ outcome: 'recorded' });
  expect(await call.reminder.send({ ...action(), ...ref })).toEqual({ recipients: 0 });
  expect(await call.attendance.history({ ...ref, studentId: room.student.id })).toMatchObject({});
  const refused: Record<string, () => Promise<unknown>> = {
    'another class session': () => call.classSession.register({ classSessionId: later.id }),
    'the class': () => call.report.section({ sectionId: own.id, from: DAY, until: DAY }),
    'a class session more': () =>
      call.classSession.add({ sectionId: own.id, day: '2026-09-08', startTime: '09:00', endTime: '10:00' }),
    'its students': () => call.badge.cards({ sectionId: own.id }),
  };
  for (const [what, use] of Object.entries(refused)) expect([what, (await refusalOf(use())).code]).toEqual([what, 'not-found']);
  const another = await user(db, { role: 'teacher' });
  const changed: Record<string, () => Promise<unknown>> = {
    'its time': () => call.classSession.cancel(ref),
    'a cover of one’s own': () => call.cover.handOver({ ...ref, userId: another.id }),
    'the way back': () => call.cover.takeBack(ref),
  };
  for (const [what, use] of Object.entries(changed)) expect([what, (await refusalOf(use())).code]).toEqual([what, 'forbidden']);
});

test('both acts are on the audit log with both people, and the colleague is told once of each', async () => {
  await using db = await testDb();
  const { teacher, assistant, colleague, session, ref } = await coveredRoom(db);
  expect(await as(db, teacher).cover.handOver({ ...ref, userId: colleague.id })).toEqual({ outcome: 'already', name: 'Ann Lee' });
  expect(await as(db, assistant, running()).cover.takeBack(ref)).toEqual({ outcome: 'taken-back' });
  expect(await as(db, assistant).cover.takeBack(ref)).toEqual({ outcome: 'already' });
  const detail = { userId: colleague.id, name: 'Ann Lee' };
  expect(await auditOf(db, session.id)).toEqual([
    { action: 'class-session.handed-over', actorId: teacher.id, detail },
    { action: 'class-session.taken-back', actorId: assistant.id, detail },
  ]);
  const classes = [{ classSessionId: session.id, meeting: { day: DAY, startTime: '09:00' } }];
  expect(await toldTo(db, colleague)).toMatchObject([
    { kind: 'cover-given', facts: { by: teacher.name, day: DAY, classes } },
    { kind: 'cover-ended', facts: { by: assistant.name, day: DAY, classes } },
  ]);
});

test('once it is taken back nothing of it is left: not the register, not its live view, not the key of its code', async () => {
  await using db = await testDb();
  const { teacher, colleague, session, ref } = await coveredRoom(db);
  const at = { createdAt: NOW, lastSeenAt: NOW, expiresAt: 4_000_000_000, userAgent: '', address: '' };
  await db.insert(loginSessions).values({ id: `login-session-of-${colleague.id}`, userId: colleague.id, ...at });
  const call = as(db, colleague);
  const live = (await call.live.register(ref)) as AsyncGenerator<unknown>;
  await live.next();
  await as(db, teacher, minute(1)).cover.takeBack(ref);
  const readOn = async () => {
    for await (const _ of live);
  };
  expect(await refusalOf(readOn())).toMatchObject({
    code: 'forbidden',
    message: 'This class session is no longer handed to you.',
  });
  const later = as(db, colleague, minute(3));
  expect((await refusalOf(later.classSession.register(ref))).code).toBe('forbidden');
  expect((await refusalOf(later.classSession.key(ref))).code).toBe('forbidden');
  expect((await refusalOf(later.classSession.close({ ...action(minute(2)), ...ref }))).code).toBe('forbidden');
  expect((await later.classSession.today()).rows).toEqual([]);
  expect((await later.offline.dayPack()).classSessions).toEqual([]);
  const [stored] = await db.select({ revision: classSessions.revision }).from(classSessions);
  expect(stored?.revision).toBe(session.revision + 1);
});

test('what the colleague did offline while it was theirs counts when it arrives; what they did after it was taken back does not', async () => {
  await using db = await testDb();
  const room = await coveredRoom(db, { students: 2, open: false });
  const { teacher, colleague, ref, friend } = room;
  await as(db, teacher, minute(10)).cover.takeBack(ref);
  const call = as(db, colleague, minute(50));
  const opened = await call.classSession.open({ ...action(minute(2)), ...ref });
  expect(opened).toMatchObject({ outcome: 'opened', openedAt: minute(2), key: '' });
  expect(await call.attendance.mark(marking(room, minute(9)))).toMatchObject({ outcome: 'recorded' });
  const late = call.attendance.mark({ ...marking(room, minute(11)), studentId: friend.id });
  expect(await refusalOf(late)).toMatchObject({ code: 'forbidden' });
  expect(await markOf(db, { ...ref, studentId: friend.id })).toBeNull();
});

test.each([
  { what: 'of the last moment before, as it arrives at once', at: minute(10) - 1, arrives: minute(12), counts: true },
  {
    what: 'of the last moment before, while requests may belong to its delivery',
    at: minute(10) - 1,
    arrives: minute(13),
    counts: true,
  },
  { what: 'of the last moment before, of somebody who was online since', at: minute(10) - 1, arrives: minute(15), counts: false },
  { what: 'of long before, of somebody who was online since', at: minute(5), arrives: minute(50), counts: false },
  { what: 'of the moment itself', at: minute(10), arrives: minute(12), counts: false },
  { what: 'that lies ahead, and so is none', at: minute(20), arrives: minute(12), counts: false },
])('a device time $what, counts for a cover that was taken back: $counts', async ({ at, arrives, counts }) => {
  await using db = await testDb();
  const room = await coveredRoom(db);
  await as(db, room.teacher, minute(10)).cover.takeBack(room.ref);
  const signedIn = { createdAt: NOW - HOUR_MS, lastSeenAt: NOW, expiresAt: 4_000_000_000, userAgent: '', address: '' };
  const loginSessionId = `login-session-of-${room.colleague.id}`;
  await db.insert(loginSessions).values({ id: loginSessionId, userId: room.colleague.id, ...signedIn });
  await db.insert(sightings).values({ userId: room.colleague.id, loginSessionId, seenAt: minute(12) + 30_000 });
  const mark = as(db, room.colleague, arrives).attendance.mark(marking(room, at));
  if (counts) expect(await mark).toMatchObject({ outcome: 'recorded' });
  else expect((await refusalOf(mark)).code).toBe('forbidden');
});

test('only staff of the class and administrators hand it over, to whoever is on the staff of the school and not of the class', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const ref = { classSessionId: room.session.id };
  const [other, admin] = [await user(db, { role: 'teacher' }), await user(db, { role: 'admin' })];
  const refusal = async (by: Person, to: Person) => refusalOf(as(db, by).cover.handOver({ ...ref, userId: to.id }));
  expect((await refusal(other, other)).code).toBe('not-found');
  const unable = [await user(db), await user(db, { role: 'teacher', state: 'suspended' }), room.assistant];
  for (const person of unable) expect((await refusal(room.teacher, person)).fieldErrors?.userId).toHaveLength(1);
  expect(await as(db, admin).cover.handOver({ ...ref, userId: other.id })).toMatchObject({ outcome: 'handed-over' });
  expect((await refusal(room.teacher, admin)).message).toBe(`${other.name} covers this class session. Take it back first.`);
  expect(await as(db, room.teacher).cover.takeBack(ref)).toEqual({ outcome: 'taken-back' });
  await db.update(classSessions).set({ state: 'cancelled' });
  expect((await refusal(room.teacher, admin)).code).toBe('conflict');
  const found = await as(db, room.teacher).cover.colleagues({ ...ref, search: '' });
  expect(found.map(({ id }) => id).sort()).toEqual([other.id, admin.id].sort());
  expect(await as(db, room.teacher).cover.colleagues({ search: `teach ${other.name.split(' ')[1]}` })).toMatchObject([
    { id: other.id },
  ]);
});

test('whoever handed it over takes it back also when they have left the class', async () => {
  await using db = await testDb();
  const { teacher, ref } = await coveredRoom(db);
  await db.delete(sectionStaff);
  expect(await as(db, teacher).cover.takeBack(ref)).toEqual({ outcome: 'taken-back' });
});

test('a day is handed over as far as it is not over, and told in one message; what somebody covers or teaches stays', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const [colleague, first] = [await user(db, { role: 'assistant' }), await user(db, { role: 'teacher' })];
  const shared = await section(db);
  for (const person of [room.teacher, colleague]) await staffing(db, { sectionId: shared.id, person });
  const at = (minutes: number, sectionId = room.section.id) => classSession(db, { sectionId, startsAt: minute(minutes) });
  const [, covered, later] = [await at(-240), await at(120), await at(240)];
  await at(360, shared.id);
  await at(24 * 60);
  await as(db, room.teacher).cover.handOver({ classSessionId: covered.id, userId: first.id });
  const given = await as(db, room.teacher, running()).cover.handOverDay({ day: DAY, userId: colleague.id });
  expect(given).toEqual({ name: colleague.name, handedOver: 2, left: 2 });
  const classes = [{ classSessionId: room.session.id }, { classSessionId: later.id }];
  expect(await toldTo(db, colleague)).toMatchObject([{ kind: 'cover-given', facts: { classes } }]);
  expect(await as(db, room.teacher).cover.handOverDay({ day: DAY, userId: colleague.id })).toMatchObject({ handedOver: 0 });
});

test('an administrator hands over the day of another teacher and takes it back; all three know, and it is on the audit log', async () => {
  await using db = await testDb();
  const { teacher, assistant, session, section: own } = await classroom(db, { open: false });
  const [admin, colleague] = [await user(db, { role: 'admin' }), await user(db, { role: 'teacher', name: 'Ann Lee' })];
  const later = await classSession(db, { sectionId: own.id, startsAt: minute(240) });
  const other = await section(db);
  await classSession(db, { sectionId: other.id, startsAt: minute(240) });
  const day = { day: DAY, ofId: teacher.id };
  const call = as(db, admin, running());
  expect(await call.cover.handOverDay({ ...day, userId: colleague.id })).toEqual({ name: 'Ann Lee', handedOver: 2, left: 0 });
  const own2 = [{ classSessionId: session.id }, { classSessionId: later.id }];
  expect((await call.cover.dayOf({ personId: teacher.id })).rows).toMatchObject(
    own2.map((one) => ({ ...one, cover: 'Ann Lee', isCovering: false })),
  );
  expect((await as(db, colleague).classSession.today()).rows).toMatchObject(
    own2.map((one) => ({ ...one, isCovering: true, staff: [teacher.name, assistant.name] })),
  );
  expect(await call.cover.takeBackDay(day)).toEqual({ takenBack: 2 });
  expect(await call.cover.takeBackDay(day)).toEqual({ takenBack: 0 });
  const told = (to: string | null) => [
    { kind: 'cover-given', facts: { by: admin.name, to, day: DAY, classes: own2 } },
    { kind: 'cover-ended', facts: { by: admin.name, to, day: DAY, classes: own2 } },
  ];
  expect(await toldTo(db, colleague)).toMatchObject(told(null));
  for (const person of [teacher, assistant]) expect(await toldTo(db, person)).toMatchObject(told('Ann Lee'));
  expect(await toldTo(db, admin)).toEqual([]);
  const detail = { userId: colleague.id, name: 'Ann Lee' };
  for (const { id } of [session, later])
    expect(await auditOf(db, id)).toEqual([
      { action: 'class-session.handed-over', actorId: admin.id, detail },
      { action: 'class-session.taken-back', actorId: admin.id, detail },
    ]);
  expect(await as(db, colleague).classSession.today()).toMatchObject({ rows: [] });
});

test('nobody but an administrator disposes of another’s day, and whoever handed it over hears that it was taken back', async () => {
  await using db = await testDb();
  const { teacher, assistant } = await classroom(db, { open: false });
  const [admin, colleague] = [await user(db, { role: 'admin' }), await user(db, { role: 'teacher' })];
  const day = { day: DAY, ofId: teacher.id };
  for (const person of [assistant, colleague]) {
    const call = as(db, person);
    expect((await refusalOf(call.cover.handOverDay({ ...day, userId: colleague.id }))).code).toBe('forbidden');
    expect((await refusalOf(call.cover.takeBackDay(day))).code).toBe('forbidden');
    expect((await refusalOf(call.cover.dayOf({ personId: teacher.id }))).code).toBe('forbidden');
  }
  await as(db, admin, running()).cover.handOverDay({ ...day, userId: colleague.id });
  const found = await as(db, admin).cover.colleagues({ ofId: teacher.id });
  expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining([admin.id, colleague.id]));
  expect(found.map(({ id }) => id)).not.toContain(teacher.id);
  expect(await as(db, teacher, running(minute(1))).cover.takeBackDay({ day: DAY })).toEqual({ takenBack: 1 });
  expect(await toldTo(db, admin)).toMatchObject([{ kind: 'cover-ended', facts: { by: teacher.name, to: colleague.name } }]);
});

test('a colleague who leaves, is suspended or becomes a student covers nothing more, and whoever asked them is told', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  for (const leave of [
    ({ id }: Person) => as(db, admin).person.archive({ userIds: [id] }),
    ({ id }: Person) => as(db, admin).person.suspend({ userIds: [id] }),
    ({ id }: Person) => as(db, admin).person.changeRole({ personId: id, from: 'teacher', role: 'student' }),
  ]) {
    const { teacher, colleague, ref } = await coveredRoom(db);
    await leave(colleague);
    expect((await as(db, teacher).classSession.register(ref)).classSession.cover).toBeNull();
    expect(await toldTo(db, teacher)).toMatchObject([{ kind: 'cover-lost', facts: { name: 'Ann Lee', classes: [ref] } }]);
  }
});

test('whoever covers a class is told when it is moved, cancelled or takes place after all, and covers it still', async () => {
  await using db = await testDb();
  const { teacher, colleague, ref } = await coveredRoom(db, { open: false });
  const call = as(db, teacher, NOW - HOUR_MS);
  await call.classSession.move({ ...ref, day: DAY, startTime: '14:00', endTime: '15:00', room: 'Lab', acceptClashes: true });
  await call.classSession.cancel(ref);
  await call.classSession.restore(ref);
  const kinds = (await toldTo(db, colleague)).map(({ kind }) => kind);
  expect(kinds.sort()).toEqual(['class-cancelled', 'class-moved', 'class-restored', 'cover-given']);
  expect((await as(db, colleague).classSession.today()).rows).toMatchObject([{ ...ref, room: 'Lab' }]);
});

test('a class session that is handed over stays where it is when its slot changes, and is named', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  const [own, autumn] = [await section(db), await term(db)];
  const teacher = await user(db, { role: 'teacher' });
  await staffing(db, { sectionId: own.id, person: teacher });
  const rule = await slot(db, { sectionId: own.id, termId: autumn.id });
  await materialiseTimetable(testServices(db));
  const [, next] = await db.select().from(classSessions);
  const colleague = await user(db, { role: 'teacher' });
  await as(db, teacher).cover.handOver({ classSessionId: Number(next?.id), userId: colleague.id });
  const report = await as(db, admin).slot.delete({ slotId: rule.id });
  expect(report).toMatchObject({ kept: [{ id: next?.id, reason: 'changed-by-hand' }] });
  expect(await db.select().from(covers)).toHaveLength(1);
});

test('a mark of the colleague’s goes by their name, and the class’s list of class sessions names them', async () => {
  await using db = await testDb();
  const room = await coveredRoom(db);
  await as(db, room.colleague).attendance.mark(marking(room));
  const { rows } = await as(db, room.teacher).classSession.register(room.ref);
  expect(rows).toMatchObject([{ status: 'present', source: 'teacher', changedBy: 'Ann Lee' }]);
  await as(db, room.teacher).classSession.close({ ...action(), ...room.ref });
  const { section: own } = room;
  const listed = await as(db, room.teacher).report.sessions({ sectionId: own.id, from: DAY, until: DAY });
  expect(listed.rows).toMatchObject([{ ...room.ref, cover: 'Ann Lee' }]);
});
