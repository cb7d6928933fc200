/** Two accounts of one person made one, and two again. */
import { and, eq, inArray } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import {
  attendance,
  badgeCards,
  channelChoices,
  claims,
  classSessions,
  devices,
  enrolments,
  leaves,
  loginSessions,
  oneTimeCodes,
  passkeys,
  sectionStaff,
  userPhotos,
  users,
} from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { PERSON_REFERENCES } from '#server/services/person/person-references';
import { refusalOf } from '../helpers/api';
import { action, as, classroom, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, enrolment, NOW, section, user } from '../helpers/factories';
import { everything } from '../helpers/import-files';

const KEY = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const;

/** One student with two accounts, each of which has something of the same and something of its own. */
async function twice(db: Database) {
  const room = await classroom(db, { students: 2 });
  const boss = await user(db, { role: 'admin' });
  const [kept, other] = room.students;
  if (!kept || !other) throw new Error('two students');
  await db.update(users).set({ sourcedId: 's-1', studentNumber: '77' }).where(eq(users.id, other.id));
  const own = await section(db);
  await enrolment(db, { sectionId: own.id, studentId: other.id });
  const earlier = await classSession(db, { sectionId: room.section.id, startsAt: NOW - DAY_MS, state: 'closed', isHeld: true });
  await db.insert(devices).values({ id: crypto.randomUUID(), userId: other.id, publicKey: KEY, name: 'Phone', createdAt: NOW });
  await db.insert(badgeCards).values({ studentId: other.id, digest: 'd', issuedAt: NOW, issuedById: boss.id });
  await db.insert(userPhotos).values({ userId: other.id, type: 'image/webp', bytes: Buffer.from('x'), updatedAt: NOW });
  await db
    .insert(passkeys)
    .values({ id: 'p', userId: other.id, publicKey: Buffer.from('x'), counter: 0, transports: [], name: 'P', createdAt: NOW });
  await db.insert(leaves).values({
    ...{
      actionId: 'l',
      studentId: other.id,
      fromDay: '2026-10-01',
      untilDay: '2026-10-01',
      startsAt: NOW,
      endsAt: NOW + 1,
      reason: 'x',
    },
    ...{ requestedById: other.id, requestedAt: NOW, state: 'open' as const },
  });
  await db.insert(channelChoices).values([
    { userId: other.id, kindGroup: 'alerts', channel: 'mail', isOn: false },
    { userId: other.id, kindGroup: 'changes', channel: 'mail', isOn: false },
    { userId: other.id, kindGroup: 'reminders', channel: 'mail', isOn: true },
    { userId: kept.id, kindGroup: 'changes', channel: 'mail', isOn: true },
  ]);
  const mark = (classSessionId: number, studentId: number, status: 'present' | 'absent') =>
    as(db, room.teacher).attendance.mark({ ...action(), classSessionId, studentId, status, version: 0 });
  return { ...room, boss, kept, other, own, earlier, mark, merge: as(db, boss).person };
}

/** References that go over or end, and how many rows still refer to a person by them. */
async function left(db: Database, id: number): Promise<string[]> {
  const going = PERSON_REFERENCES.filter(({ onMerge, column }) => onMerge !== 'stays' && column !== attendance.studentId);
  const counts = await Promise.all(going.map(({ column }) => db.$count(column.table, eq(column, id))));
  return going.flatMap(({ column }, index) => (counts[index] ? [`${column.name}: ${counts[index]}`] : []));
}

test('everything of one account goes over to the other; taken back, it is as before', async () => {
  await using db = await testDb();
  const { kept, other, own, session, earlier, mark, merge, section: both } = await twice(db);
  await mark(session.id, kept.id, 'present');
  await mark(session.id, other.id, 'present');
  await mark(earlier.id, other.id, 'absent');
  const before = await everything(db);
  const ref = { personId: kept.id, otherId: other.id };
  expect(await merge.previewMerge(ref)).toMatchObject({
    moved: { marks: 2, enrolments: 2, devices: 1, leaves: 1, passkeys: 1 },
    choices: [],
  });
  const { mergeId } = await merge.merge(ref);
  expect(await left(db, other.id)).toEqual([]);
  const people = new Map((await db.select().from(users)).map((one) => [one.id, one]));
  expect(people.get(kept.id)).toMatchObject({ sourcedId: 's-1', studentNumber: '77', archivedAt: null });
  expect(people.get(other.id)).toMatchObject({ sourcedId: null, studentNumber: null, archivedAt: NOW, state: 'suspended' });
  expect((await db.select().from(enrolments)).map(({ sectionId, studentId }) => [sectionId, studentId])).toEqual([
    [both.id, kept.id],
    [own.id, kept.id],
  ]);
  const standing = (await marksOf(db, earlier.id)).map(({ studentId, status, source }) => [studentId, status, source]);
  expect(standing.sort()).toEqual(
    [
      [kept.id, 'absent', 'teacher'],
      [other.id, null, 'admin'],
    ].sort(),
  );
  const chosen = await db.select().from(channelChoices).where(eq(channelChoices.userId, kept.id));
  expect(chosen.map(({ kindGroup, isOn }) => [kindGroup, isOn]).sort()).toEqual([
    ['alerts', false],
    ['changes', true],
  ]);
  expect((await merge.get({ personId: kept.id })).merges).toMatchObject([{ mergeId, name: other.name }]);
  await merge.undoMerge({ mergeId });
  const after = await everything(db);
  const versions = ['attendance', 'attendance_events', 'class_session_tallies', 'person_merges', 'login_sessions'];
  const without = (rows: typeof before) => Object.fromEntries(Object.entries(rows).filter(([name]) => !versions.includes(name)));
  expect(without(after)).toEqual(without(before));
  expect((await marksOf(db, earlier.id)).filter(({ status }) => status).map(({ studentId }) => studentId)).toEqual([other.id]);
  expect((await refusalOf(merge.undoMerge({ mergeId }))).code).toBe('conflict');
});

test.each([
  {
    kept: ['2026-09-10 2026-09-20', '2026-10-01'],
    other: ['2026-09-01'],
    rolls: ['2026-09-01'],
  },
  {
    kept: ['2026-09-10 2026-10-10'],
    other: ['2026-09-01 2026-09-15', '2026-10-05', '2026-08-01 2026-08-10'],
    rolls: ['2026-08-01 2026-08-10', '2026-09-01'],
  },
])('enrolments that share days become one: $kept and $other', async ({ kept, other, rolls }) => {
  await using db = await testDb();
  const [boss, one, two] = [await user(db, { role: 'admin' }), await user(db), await user(db)];
  const { id: sectionId } = await section(db);
  const enrol = async (studentId: number, all: string[]) => {
    for (const [fromDay = '', untilDay = null] of all.map((days) => days.split(' ')))
      await enrolment(db, { sectionId, studentId, fromDay, untilDay });
  };
  await enrol(one.id, kept);
  await enrol(two.id, other);
  const before = await db.select().from(enrolments);
  const { merge, undoMerge } = as(db, boss).person;
  const { mergeId } = await merge({ personId: one.id, otherId: two.id });
  const after = await db.select().from(enrolments).orderBy(enrolments.fromDay);
  expect(after.map(({ fromDay, untilDay }) => [fromDay, untilDay].filter(Boolean).join(' '))).toEqual(rolls);
  expect(new Set(after.map(({ studentId }) => studentId))).toEqual(new Set([one.id]));
  await undoMerge({ mergeId });
  expect(await db.select().from(enrolments)).toEqual(before);
});

test('taken back, later changes stay, and the kept account is signed out', async () => {
  await using db = await testDb();
  const { boss, kept, other, own, section: both, merge } = await twice(db);
  const ref = { personId: kept.id, otherId: other.id };
  const { mergeId } = await merge.merge(ref);
  await db.insert(oneTimeCodes).values({ hash: 'h', purpose: 'reset', userId: kept.id, expiresAt: NOW + 1 });
  const signedIn = { createdAt: NOW, expiresAt: NOW + DAY_MS, lastSeenAt: NOW, userAgent: '', address: '' };
  await db.insert(loginSessions).values({ id: 's', userId: kept.id, ...signedIn });
  await db.update(enrolments).set({ untilDay: '2026-12-01' }).where(eq(enrolments.sectionId, both.id));
  await db.delete(enrolments).where(eq(enrolments.sectionId, own.id));
  await db.update(users).set({ studentNumber: '99' }).where(eq(users.id, kept.id));
  await db.update(users).set({ email: 'new@school.test' }).where(eq(users.id, other.id));
  expect((await refusalOf(merge.merge(ref))).message).toContain('already been merged into another account');
  await as(db, boss).person.undoMerge({ mergeId });
  expect(await db.select().from(enrolments)).toMatchObject([
    { sectionId: both.id, studentId: kept.id, untilDay: '2026-12-01' },
    { sectionId: both.id, studentId: other.id, untilDay: null },
  ]);
  const [one, two] = [kept.id, other.id].map(async (id) => (await db.select().from(users).where(eq(users.id, id)))[0]);
  expect(await one).toMatchObject({ studentNumber: '99', sourcedId: null });
  expect(await two).toMatchObject({ email: 'new@school.test', studentNumber: '77', sourcedId: 's-1', archivedAt: null });
  expect(await db.$count(loginSessions, eq(loginSessions.userId, kept.id))).toBe(0);
  expect(await db.$count(oneTimeCodes, eq(oneTimeCodes.userId, kept.id))).toBe(0);
});

test('staff that a merge gave a section lose it when it is taken back, and the key with it', async () => {
  await using db = await testDb();
  const { boss, teacher, session, merge } = await twice(db);
  const colleague = await user(db, { role: 'teacher' });
  const { mergeId } = await merge.merge({ personId: colleague.id, otherId: teacher.id });
  const revision = async () => (await db.select().from(classSessions).where(eq(classSessions.id, session.id)))[0]?.revision ?? 0;
  const merged = await revision();
  await as(db, boss, NOW + 1).person.undoMerge({ mergeId });
  expect(await revision()).toBe(merged + 1);
  expect(await db.$count(sectionStaff, eq(sectionStaff.userId, colleague.id))).toBe(0);
  expect(await db.$count(sectionStaff, eq(sectionStaff.userId, teacher.id))).toBe(1);
});

test('for a class where both have another mark somebody chooses, and never are there two', async () => {
  await using db = await testDb();
  const { kept, other, session, mark, merge } = await twice(db);
  await mark(session.id, kept.id, 'absent');
  await mark(session.id, other.id, 'present');
  const ref = { personId: kept.id, otherId: other.id };
  expect((await merge.previewMerge(ref)).choices).toMatchObject([
    { classSessionId: session.id, kept: 'absent', other: 'present' },
  ]);
  expect(await refusalOf(merge.merge(ref))).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Both accounts'),
  });
  expect(await left(db, other.id)).not.toEqual([]);
  await merge.merge({ ...ref, marks: { [session.id]: 'other' } });
  const isMark = and(eq(attendance.classSessionId, session.id), inArray(attendance.studentId, [kept.id, other.id]));
  const marks = (await db.select().from(attendance).where(isMark)).filter(({ status }) => status !== null);
  expect(marks).toMatchObject([{ studentId: kept.id, status: 'present', version: 2 }]);
});

test('waiting check-ins, other roles, administrators and the own account are not merged; a month later nothing is taken back', async () => {
  await using db = await testDb();
  const { boss, kept, other, teacher, session, merge } = await twice(db);
  const refused = async (personId: number, otherId: number) => (await refusalOf(merge.merge({ personId, otherId }))).code;
  for (const [one, two] of [
    [kept.id, kept.id],
    [kept.id, teacher.id],
    [kept.id, boss.id],
    [boss.id, kept.id],
  ] as const)
    expect(await refused(one, two)).toBe('invalid');
  await db.insert(claims).values({
    ...{ id: 'c', classSessionId: session.id, studentId: other.id, deviceId: 'd', tokens: [], signature: 's', deviceAt: NOW },
    ...{ receivedAt: NOW, verdict: 'waiting', reasons: ['few-windows'] },
  });
  expect(await refused(kept.id, other.id)).toBe('conflict');
  await db.update(claims).set({ verdict: 'accepted', settledAt: NOW });
  const { mergeId } = await merge.merge({ personId: kept.id, otherId: other.id });
  expect((await refusalOf(as(db, boss, NOW + 31 * DAY_MS).person.undoMerge({ mergeId }))).code).toBe('conflict');
});
