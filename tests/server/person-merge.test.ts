/** Two accounts of one person made one, and two again. */
import { and, eq, inArray } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import {
  attendance,
  badgeCards,
  channelChoices,
  claims,
  devices,
  enrolments,
  leaves,
  passkeys,
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
