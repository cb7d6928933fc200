/** Corrections: who may ask, who decides, once, and what an approval makes of the mark. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attachments, attendance, auditEvents, claims, classSessions, corrections, notifications, reasonCodes } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { utf8 } from '#domain/encoding';
import { purgeExpired } from '#server/jobs/housekeeping';
import { sealHistory } from '#server/services/history/history';
import { verifyHistory } from '#server/services/history/history-check';
import { lockRegisters, settleDueSessions } from '#server/services/register/register-settling';
import { HISTORY_KEY, refusalOf, testServices } from '../helpers/api';
import { action, as, type Classroom, classroom, eventsOf, markOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, openClassSession, section, staffing, user } from '../helpers/factories';
import { knownPhoneOf, scanBy } from '../helpers/phone';
import { jpeg, jpegOf } from '../helpers/pictures';
import { fullScans } from '../helpers/query-plan';

const LATER = NOW + 2 * HOUR_MS;

/** A class that is over: its students were made absent. */
async function closedRoom(db: Database, wanted: Parameters<typeof classroom>[1] = {}) {
  const room = await classroom(db, wanted);
  await settleDueSessions(testServices(db, { now: () => LATER }));
  return room;
}

const asking = ({ session, student }: Pick<Classroom, 'session' | 'student'>) => ({
  ...action(LATER),
  classSessionId: session.id,
  studentId: student.id,
  wanted: 'present' as const,
  reason: 'I was there, in the last row.',
});
const deciding = (correctionId: number) => ({ ...action(LATER), correctionId, decision: 'approve' as const });

const stored = (db: Database) => db.select().from(corrections);

test('a student asks once, however often it is sent, and staff approve', async () => {
  await using db = await testDb();
  const room = await closedRoom(db);
  const input = asking(room);
  const first = await as(db, room.student, LATER).correction.request(input);
  expect(await as(db, room.student, LATER).correction.request(input)).toEqual(first);
  expect(await stored(db)).toHaveLength(1);
  const mark = { classSessionId: room.session.id, studentId: room.student.id };
  expect(await as(db, room.student, LATER).correction.about(mark)).toMatchObject({
    ...{ status: 'absent', isAskable: true, studentName: room.student.name },
    requests: [{ state: 'open', wanted: 'present' }],
  });
  expect(await as(db, room.teacher, LATER).correction.about(mark)).toMatchObject({ status: 'absent', requests: [] });
  expect(await refusalOf(as(db, await user(db), LATER).correction.about(mark))).toMatchObject({ code: 'not-found' });

  const decision = { ...deciding(first.correctionId), note: 'Seen on the photo.' };
  const teacher = as(db, room.teacher, LATER);
  expect(await teacher.correction.decide(decision)).toEqual({ outcome: 'approved' });
  expect(await teacher.correction.decide(decision)).toEqual({ outcome: 'approved' });
  expect(await markOf(db, { classSessionId: room.session.id, studentId: room.student.id })).toMatchObject({
    status: 'present',
    source: 'teacher',
    version: 2,
    reason: input.reason,
  });
  expect((await eventsOf(db, room.session.id)).at(-1)).toMatchObject({ fromStatus: 'absent', toStatus: 'present' });
  expect(await db.select().from(notifications)).toMatchObject([
    { userId: room.student.id, kind: 'correction-approved', facts: { status: 'present', note: 'Seen on the photo.' } },
  ]);
  const entries = await db.select().from(auditEvents).where(eq(auditEvents.actorId, room.teacher.id));
  expect(entries).toMatchObject([{ action: 'correction.approved', detail: { correctionId: first.correctionId } }]);
  expect(await as(db, room.student, LATER).correction.mine({})).toMatchObject({
    rows: [{ state: 'approved', decidedStatus: 'present', decidedBy: room.teacher.name, note: 'Seen on the photo.' }],
    next: null,
  });
});

test('of two decisions at once one is made, and the other told by whom', async () => {
  await using db = await testDb();
  const room = await closedRoom(db);
  const { correctionId } = await as(db, room.student, LATER).correction.request(asking(room));
  const admins = [await user(db, { role: 'admin' }), await user(db, { role: 'admin' })];
  const decisions = ['approve', 'decline'] as const;
  const answers = await Promise.all(
    admins.map((admin, index) =>
      as(db, admin, LATER).correction.decide({ ...deciding(correctionId), decision: decisions[index] ?? 'approve' }),
    ),
  );
  const winner = answers.findIndex(({ outcome }) => outcome !== 'already-decided');
  expect(answers[1 - winner]).toEqual({ outcome: 'already-decided', decidedBy: admins[winner]?.name });
  expect(await db.select().from(notifications)).toHaveLength(1);
  const { status } = (await markOf(db, { classSessionId: room.session.id, studentId: room.student.id })) ?? {};
  expect(status).toBe(winner === 0 ? 'present' : 'absent');
});

test('nobody decides what they asked for, assistants decide nothing, and strangers know of nothing', async () => {
  await using db = await testDb();
  const room = await closedRoom(db);
  const { correctionId } = await as(db, room.teacher, LATER).correction.request(asking(room));
  const refusal = (person: typeof room.teacher) => refusalOf(as(db, person, LATER).correction.decide(deciding(correctionId)));
  expect(await refusal(room.teacher)).toMatchObject({ code: 'forbidden' });
  expect(await refusal(room.assistant)).toMatchObject({ code: 'forbidden' });
  expect(await refusal(room.student)).toMatchObject({ code: 'forbidden' });
  expect(await refusal(await user(db, { role: 'teacher' }))).toMatchObject({ code: 'not-found' });
  const colleague = await user(db, { role: 'teacher' });
  await staffing(db, { sectionId: room.section.id, person: colleague });
  expect((await as(db, room.teacher, LATER).correction.list({})).rows).toMatchObject([{ mayDecide: false }]);
  expect((await as(db, colleague, LATER).correction.list({})).rows).toMatchObject([{ mayDecide: true }]);
  const waitingFor = async (person: typeof colleague) => (await as(db, person, LATER).correction.waiting()).corrections;
  expect([await waitingFor(room.teacher), await waitingFor(room.assistant), await waitingFor(colleague)]).toEqual([0, 0, 1]);
  expect(await as(db, colleague, LATER).correction.decide(deciding(correctionId))).toEqual({ outcome: 'approved' });
});

test('only marks of one’s own, of a closed register that says something else', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const request = (person: typeof room.teacher, given: object = {}, now = LATER) =>
    refusalOf(as(db, person, now).correction.request({ ...asking(room), ...given }));
  expect(await request(room.student, {}, NOW)).toMatchObject({ code: 'conflict' });
  expect(await request(room.friend)).toMatchObject({ code: 'not-found' });
  expect(await request(await user(db))).toMatchObject({ code: 'not-found' });
  expect(await request(await user(db, { role: 'teacher' }))).toMatchObject({ code: 'not-found' });
  expect(await request(await user(db, { role: 'admin' }))).toMatchObject({ code: 'forbidden' });
  expect(await request(room.student, { wanted: 'absent' })).toMatchObject({ code: 'invalid' });
  expect(await request(room.student, { reason: ' ' })).toMatchObject({ code: 'invalid' });
  expect(await request(room.student, { reasonCodeId: 9 })).toMatchObject({ code: 'invalid' });
  await as(db, room.student, LATER).correction.request(asking(room));
  expect(await request(room.student)).toMatchObject({ code: 'conflict' });
});

test('what an administrator has set, a teacher’s approval does not replace', async () => {
  await using db = await testDb();
  const room = await closedRoom(db);
  const admin = await user(db, { role: 'admin' });
  const mark = {
    ...action(LATER),
    classSessionId: room.session.id,
    studentId: room.student.id,
    version: 1,
    reason: 'Seen outside.',
  };
  await as(db, admin, LATER).attendance.mark({ ...mark, status: 'late' });
  const { correctionId } = await as(db, room.student, LATER).correction.request(asking(room));
  expect(await refusalOf(as(db, room.teacher, LATER).correction.decide(deciding(correctionId)))).toMatchObject({
    code: 'conflict',
  });
  expect(await stored(db)).toMatchObject([{ state: 'open' }]);
  expect(await as(db, admin, LATER).correction.decide(deciding(correctionId))).toEqual({ outcome: 'approved' });
});

test('another status may be approved, with a reason of its own', async () => {
  await using db = await testDb();
  const room = await closedRoom(db);
  const [illness] = await db.insert(reasonCodes).values({ name: 'Illness', status: 'excused', position: 1 }).returning();
  const { correctionId } = await as(db, room.student, LATER).correction.request(asking(room));
  const teacher = as(db, room.teacher, LATER);
  const decision = { ...deciding(correctionId), status: 'excused' as const };
  expect(await refusalOf(teacher.correction.decide({ ...decision, status: 'late', reasonCodeId: illness?.id }))).toMatchObject({
    code: 'invalid',
  });
  await teacher.correction.decide({ ...decision, reasonCodeId: illness?.id });
  expect(await db.select().from(attendance)).toMatchObject([{ status: 'excused', reasonCodeId: illness?.id }]);
  expect(await stored(db)).toMatchObject([{ wantedStatus: 'present', decidedStatus: 'excused' }]);
});

/** A check-in that still waits when its register is locked. */
async function lockedClaim(db: Database) {
  const room = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, room.student), room.session, { at: NOW + MINUTE_MS });
  await as(db, room.student, NOW + 30 * MINUTE_MS).checkIn.submit(claim);
  const now = NOW + 8 * DAY_MS;
  await settleDueSessions(testServices(db, { now: () => now }));
  await lockRegisters(testServices(db, { now: () => now }));
  const [correction] = await stored(db);
  return { room, now, claimId: claim.id, correctionId: correction?.id ?? 0 };
}

test.for([
  ['approve', 'approved', 'accepted', 'present'],
  ['decline', 'declined', 'refused', 'absent'],
] as const)('what Muster asks for a check-in at the lock: %s', async ([decision, outcome, verdict, status]) => {
  await using db = await testDb();
  const { room, now, claimId, correctionId } = await lockedClaim(db);
  expect((await as(db, room.teacher, now).correction.list({})).rows).toMatchObject([
    { requestedBy: null, wanted: 'present', claims: [{ claimId, verdict: 'waiting' }] },
  ]);
  expect(await as(db, room.teacher, now).correction.decide({ ...deciding(correctionId), decision })).toEqual({ outcome });
  const settled = db.select().from(claims).where(eq(claims.id, claimId));
  expect(await settled).toMatchObject([{ verdict, settledById: room.teacher.id }]);
  const claimOfMark = decision === 'approve' ? claimId : null;
  expect(await db.select().from(attendance)).toMatchObject([{ status, claimId: claimOfMark }]);
  expect(await db.select().from(notifications)).toMatchObject([{ userId: room.student.id }]);
  await sealHistory(testServices(db));
  expect(await verifyHistory({ db, key: HISTORY_KEY })).toMatchObject({ outcome: 'intact' });
});

test('a register that nobody took has no mark to approve: the request can be declined', async () => {
  await using db = await testDb();
  const { room, now, correctionId } = await lockedClaim(db);
  await db.update(classSessions).set({ isHeld: false });
  const decide = (decision: 'approve' | 'decline') =>
    as(db, room.teacher, now).correction.decide({ ...deciding(correctionId), decision });
  expect(await refusalOf(decide('approve'))).toMatchObject({ code: 'conflict', message: expect.stringContaining('Nobody took') });
  expect(await decide('decline')).toEqual({ outcome: 'declined' });
});

test('many are decided line by line', async () => {
  await using db = await testDb();
  const room = await closedRoom(db, { students: 3 });
  const ids: number[] = [];
  for (const student of room.students) {
    const { correctionId } = await as(db, student, LATER).correction.request(asking({ ...room, student }));
    ids.push(correctionId);
  }
  const [first = 0, second = 0, third = 0] = ids;
  const admin = await user(db, { role: 'admin' });
  await as(db, admin, LATER).correction.decide({ ...deciding(first), decision: 'decline' });
  const many = { ...action(LATER), correctionIds: [first, second, 999, third], decision: 'approve' as const };
  expect(await as(db, room.teacher, LATER).correction.decideMany(many)).toEqual([
    { correctionId: first, outcome: 'already-decided', decidedBy: admin.name },
    { correctionId: second, outcome: 'approved' },
    { correctionId: 999, outcome: 'refused', message: 'There is no such correction.' },
    { correctionId: third, outcome: 'approved' },
  ]);
});

test('the evidence: who changed the mark, and where else the student was at that time', async () => {
  await using db = await testDb();
  const room = await closedRoom(db);
  const other = await section(db);
  await enrolment(db, { sectionId: other.id, studentId: room.student.id });
  const session = await openClassSession(db, { sectionId: other.id, startsAt: NOW + 30 * MINUTE_MS });
  const mark = { ...action(LATER), classSessionId: session.id, studentId: room.student.id, version: 0 };
  await as(db, await user(db, { role: 'admin' }), NOW + 40 * MINUTE_MS).attendance.mark({ ...mark, status: 'late' });
  await as(db, room.student, LATER).correction.request(asking(room));
  const list = await as(db, room.teacher, LATER).correction.list({});
  expect(list.rows).toMatchObject([
    {
      studentId: room.student.id,
      studentName: room.student.name,
      requestedBy: { role: 'student' },
      status: 'absent',
      claims: [],
      events: [{ from: null, to: 'absent', source: 'auto', actorName: 'Muster' }],
      elsewhere: [{ classSessionId: session.id, status: 'late', source: 'admin' }],
    },
  ]);
});

test('lists have pages, and are found by indexes', async () => {
  await using db = await testDb();
  const room = await closedRoom(db, { students: 31 });
  for (const [index, student] of room.students.entries())
    await as(db, student, LATER + index).correction.request(asking({ ...room, student }));
  const teacher = as(db, room.teacher, LATER + DAY_MS);
  const pages = async (list: 'open' | 'decided') => {
    const first = await teacher.correction.list({ list });
    const second = await teacher.correction.list({ list, after: first.next ?? 0 });
    return [...first.rows, ...second.rows].map(({ studentId }) => studentId);
  };
  const order = room.students.map(({ id }) => id);
  expect(await pages('open')).toEqual(order);
  const growing = ['corrections', 'attendance', 'attendance_events', 'claims', 'class_sessions', 'enrolments', 'users'];
  for (const list of ['open', 'decided'] as const)
    expect(await fullScans(db, growing, () => teacher.correction.list({ list }))).toEqual([]);
  expect(await fullScans(db, growing, () => as(db, room.student, LATER).correction.mine({}))).toEqual([]);
  for (const { id } of await stored(db)) await teacher.correction.decide({ ...deciding(id), decision: 'decline' });
  expect(await pages('decided')).toEqual([...order].reverse());
});

test('one file comes with a request: seen by whoever asked and those who may decide, without what a camera wrote beside it', async () => {
  await using db = await testDb();
  const room = await closedRoom(db, { students: 2 });
  const student = as(db, room.student, LATER);
  const { correctionId } = await student.correction.request(asking(room));
  const refusal = (person: typeof room.teacher, bytes: Uint8Array<ArrayBuffer>) =>
    refusalOf(as(db, person, LATER).correction.attach({ correctionId, bytes }));
  expect(await refusal(room.student, utf8('<svg onload="alert(1)">'))).toMatchObject({ code: 'invalid' });
  expect(await refusal(room.friend, jpeg(40, 30))).toMatchObject({ code: 'not-found' });
  expect(await student.correction.attach({ correctionId, bytes: jpeg(40, 30, 0) })).toEqual({ type: 'image/jpeg' });
  expect(await refusal(room.student, jpeg(40, 30))).toMatchObject({ code: 'conflict' });
  await purgeExpired(testServices(db, { now: LATER + 2 * DAY_MS }));
  expect(await db.select().from(attachments)).toHaveLength(1);
  for (const person of [room.student, room.teacher, await user(db, { role: 'admin' })]) {
    const { type, bytes } = await as(db, person, LATER).correction.attachment({ correctionId });
    expect([type, Buffer.from(bytes)]).toEqual(['image/jpeg', Buffer.from(jpegOf(40, 30))]);
  }
  for (const person of [room.friend, room.assistant, await user(db, { role: 'teacher' })])
    expect(await refusalOf(as(db, person, LATER).correction.attachment({ correctionId }))).toMatchObject({ code: 'not-found' });
  expect((await as(db, room.teacher, LATER).correction.list({})).rows).toMatchObject([{ attachment: { type: 'image/jpeg' } }]);
});
