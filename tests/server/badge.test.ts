import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import {
  BADGE_PERIOD_MS,
  BADGE_TOLERANCE_MS,
  badgeMessage,
  cardDigest,
  createCardBadge,
  createPhoneBadge,
  parseBadge,
  withoutSecret,
} from '#domain/check-in/badge';
import { fromBase64Url } from '#domain/encoding';
import { systemReason } from '#domain/register/reason';
import { refusalOf } from '../helpers/api';
import { action, as, auditOf, type Classroom, classroom, eventsOf, markOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { newPhone, type Phone, phoneOf, scanBy } from '../helpers/phone';

const MINUTE_MS = 60_000;

/** What a student's phone shows at `at`. */
async function badgeOf(phone: Phone, studentId: number, at: number): Promise<string> {
  const badge = { studentId, deviceId: phone.deviceId, window: Math.floor(at / BADGE_PERIOD_MS) };
  const signature = fromBase64Url(await phone.sign(badgeMessage(badge)));
  if (!signature) throw new Error('not signed');
  return createPhoneBadge({ ...badge, signature });
}

async function cardOf(db: Database, studentId: number): Promise<string> {
  const admin = await user(db, { role: 'admin' });
  const [card] = await as(db, admin).badge.issueCards({ studentIds: [studentId] });
  if (!card) throw new Error('no card was issued');
  return card.badge;
}

function scan(
  db: Database,
  { teacher, session }: Classroom,
  badge: string,
  { now = NOW, at = now }: { now?: number; at?: number } = {},
) {
  return as(db, teacher, now).attendance.scanBadge({ ...action(at), classSessionId: session.id, badge });
}

test('a phone badge marks its student present, with a badge as the source and staff as the actor', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const { student, session, teacher } = room;
  const badge = await badgeOf(await phoneOf(db, student), student.id, NOW);
  expect(await scan(db, room, badge)).toEqual({
    outcome: 'recorded',
    studentId: student.id,
    name: student.name,
    status: 'present',
    version: 1,
  });
  expect(await eventsOf(db, session.id)).toMatchObject([{ toStatus: 'present', source: 'badge', actorId: teacher.id }]);
});

test('a scan after the late threshold is late, at it is present', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const [first, second] = room.students as [typeof room.student, typeof room.student];
  const [one, two] = [await cardOf(db, first.id), await cardOf(db, second.id)];
  expect(await scan(db, room, one, { now: NOW + 10 * MINUTE_MS })).toMatchObject({ status: 'present' });
  expect(await scan(db, room, two, { now: NOW + 10 * MINUTE_MS + 1 })).toMatchObject({ status: 'late' });
});

test('a queued scan keeps the status of its own time', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const badge = await badgeOf(await phoneOf(db, room.student), room.student.id, NOW + MINUTE_MS);
  const outcome = await scan(db, room, badge, { now: NOW + 50 * MINUTE_MS, at: NOW + MINUTE_MS });
  expect(outcome).toMatchObject({ outcome: 'recorded', status: 'present' });
});

test('a scan that says it was made before the opening, or in the future, counts as made now', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const card = await cardOf(db, room.student.id);
  const now = NOW + 20 * MINUTE_MS;
  expect(await scan(db, room, card, { now, at: NOW - MINUTE_MS })).toMatchObject({ status: 'late' });
});

test('scanned twice, or again by a retry, there is one mark and one event', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const input = { ...action(), classSessionId: room.session.id, badge: await cardOf(db, room.student.id) };
  const call = as(db, room.teacher).attendance;
  expect(await call.scanBadge(input)).toMatchObject({ outcome: 'recorded' });
  expect(await call.scanBadge(input)).toMatchObject({ outcome: 'recorded', version: 1 });
  expect(await scan(db, room, input.badge)).toMatchObject({ outcome: 'already-recorded', status: 'present' });
  expect(await eventsOf(db, room.session.id)).toHaveLength(1);
});

test('a badge does not change a check-in of the student, nor the word of staff', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const [scanned, marked] = room.students as [typeof room.student, typeof room.student];
  const phone = await phoneOf(db, scanned);
  await as(db, scanned).checkIn.submit(await scanBy(db, phone, room.session, { at: NOW }));
  await as(db, room.teacher).attendance.mark({
    ...action(),
    classSessionId: room.session.id,
    studentId: marked.id,
    status: 'absent',
    version: 0,
  });
  const later = { now: NOW + 12 * MINUTE_MS };
  expect(await scan(db, room, await cardOf(db, scanned.id), later)).toMatchObject({
    outcome: 'already-recorded',
    status: 'present',
  });
  expect(await scan(db, room, await cardOf(db, marked.id), later)).toMatchObject({
    outcome: 'already-recorded',
    status: 'absent',
  });
});

test('a photo of a phone badge is refused once it is old, and names its student', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const badge = await badgeOf(await phoneOf(db, room.student), room.student.id, NOW);
  const now = NOW + BADGE_TOLERANCE_MS + 1;
  expect(await scan(db, room, badge, { now })).toEqual({ outcome: 'refused', reason: 'old-badge', name: room.student.name });
  expect(await markOf(db, { classSessionId: room.session.id, studentId: room.student.id })).toBeNull();
});

test.each([
  ['a text', 'HELLO'],
  ['a card nobody issued', createCardBadge(new Uint8Array(16))],
])('%s is refused', async (_, badge) => {
  await using db = await testDb();
  expect(await scan(db, await classroom(db), badge)).toEqual({ outcome: 'refused', reason: 'bad-badge', name: null });
});

test('a badge signed by a device of somebody else is refused', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const [owner, other] = room.students as [typeof room.student, typeof room.student];
  const badge = await badgeOf(await phoneOf(db, owner), other.id, NOW);
  expect(await scan(db, room, badge)).toMatchObject({ outcome: 'refused', reason: 'bad-badge' });
});

test('a badge that its phone did not sign is refused as forged', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const phone = await phoneOf(db, room.student);
  const { sign } = await newPhone();
  const badge = await badgeOf({ ...phone, sign }, room.student.id, NOW);
  expect(await scan(db, room, badge)).toMatchObject({ outcome: 'refused', reason: 'forged' });
});

test('a student of another class is refused by name', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const stranger = await user(db);
  expect(await scan(db, room, await cardOf(db, stranger.id))).toEqual({
    outcome: 'refused',
    reason: 'not-on-roll',
    name: stranger.name,
  });
});

test('badges are scanned while the register is open: not after it closed', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const card = await cardOf(db, room.student.id);
  await as(db, room.teacher).classSession.close({ ...action(), classSessionId: room.session.id });
  expect(await refusalOf(scan(db, room, card))).toMatchObject({ code: 'conflict' });
});

test('a scan made while the register was open counts also when it arrives after the closing, with the reason', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const card = await cardOf(db, room.student.id);
  const closing = as(db, room.teacher, NOW + 20 * MINUTE_MS).classSession;
  await closing.close({ ...action(NOW + 20 * MINUTE_MS), classSessionId: room.session.id });
  const late = { now: NOW + 90 * MINUTE_MS, at: NOW + 5 * MINUTE_MS };
  expect(await scan(db, room, card, late)).toMatchObject({ outcome: 'recorded', status: 'present' });
  expect((await eventsOf(db, room.session.id)).at(-1)).toMatchObject({
    fromStatus: 'absent',
    toStatus: 'present',
    source: 'badge',
    reason: systemReason('scan-sent-later'),
  });
});

test('a scan made after the closing, or delivered a day later, does not count', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const card = await cardOf(db, room.student.id);
  const closing = as(db, room.teacher, NOW + 20 * MINUTE_MS).classSession;
  await closing.close({ ...action(NOW + 20 * MINUTE_MS), classSessionId: room.session.id });
  const after = scan(db, room, card, { now: NOW + 90 * MINUTE_MS, at: NOW + 20 * MINUTE_MS });
  expect(await refusalOf(after)).toMatchObject({ code: 'conflict' });
  const tooLate = scan(db, room, card, { now: NOW + 25 * 60 * MINUTE_MS, at: NOW + 5 * MINUTE_MS });
  expect(await refusalOf(tooLate)).toMatchObject({ code: 'conflict' });
});

/** Scans a student's card and answers how to take the scan back. */
async function scanned(db: Database, room: Classroom) {
  const input = { ...action(), classSessionId: room.session.id, badge: await cardOf(db, room.student.id) };
  const outcome = await as(db, room.teacher).attendance.scanBadge(input);
  const undo = { ...action(), classSessionId: room.session.id, scanId: input.id };
  return { outcome, undo, undoBy: (actor: typeof room.teacher) => as(db, actor).attendance.undoScan(undo) };
}

test('a scan taken back leaves what was there before, and both steps in the history', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const { undoBy } = await scanned(db, room);
  expect(await undoBy(room.teacher)).toEqual({ outcome: 'undone', status: null, version: 2 });
  expect(await undoBy(room.teacher)).toEqual({ outcome: 'undone', status: null, version: 2 });
  expect(await eventsOf(db, room.session.id)).toMatchObject([
    { toStatus: 'present', source: 'badge' },
    { fromStatus: 'present', toStatus: null, source: 'teacher', reason: systemReason('badge-undone') },
  ]);
  expect(await scan(db, room, await cardOf(db, room.student.id))).toMatchObject({ outcome: 'recorded', version: 3 });
});

test('a mark that was changed since, or that the scan did not make, is not taken back', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const place = { classSessionId: room.session.id, studentId: room.student.id };
  const { undoBy } = await scanned(db, room);
  await as(db, room.assistant).attendance.mark({ ...action(), ...place, status: 'excused', version: 1 });
  expect(await undoBy(room.teacher)).toEqual({ outcome: 'nothing-to-undo', status: 'excused', version: 2 });
  const again = await scanned(db, room);
  expect(again.outcome).toMatchObject({ outcome: 'already-recorded' });
  expect(await again.undoBy(room.teacher)).toEqual({ outcome: 'nothing-to-undo', status: null, version: 0 });
  expect(await markOf(db, place)).toMatchObject({ status: 'excused' });
});

test('reissuing a card kills the one before', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const [old, current] = [await cardOf(db, room.student.id), await cardOf(db, room.student.id)];
  expect(await scan(db, room, old)).toEqual({ outcome: 'refused', reason: 'replaced', name: room.student.name });
  expect(await scan(db, room, current)).toMatchObject({ outcome: 'recorded' });
});

test('the database knows the digest of a card, never its secret', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const badge = parseBadge(await cardOf(db, room.student.id));
  if (badge?.kind !== 'card') throw new Error('not a card');
  const { rows } = await db.$client.execute('select digest from badge_cards');
  expect(rows.map((row) => row.digest)).toEqual([await cardDigest(badge.secret)]);
});

test('a card handed in by its digest counts as the card does; one that is replaced or unknown does not', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const [old, current] = [await cardOf(db, room.student.id), await cardOf(db, room.student.id)];
  const handedIn = await withoutSecret(current);
  expect(handedIn).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await scan(db, room, await withoutSecret(old))).toMatchObject({ outcome: 'refused', reason: 'replaced' });
  expect(await scan(db, room, `sha256:${'0'.repeat(64)}`)).toMatchObject({ outcome: 'refused', reason: 'bad-badge' });
  expect(await scan(db, room, handedIn)).toMatchObject({ outcome: 'recorded', studentId: room.student.id });
  expect(await scan(db, room, current)).toMatchObject({ outcome: 'already-recorded', studentId: room.student.id });
});

test('cards are for students only, and issuing them is on the audit log', async () => {
  await using db = await testDb();
  const { teacher, student } = await classroom(db);
  const admin = await user(db, { role: 'admin' });
  expect(await as(db, admin).badge.issueCards({ studentIds: [teacher.id, student.id] })).toMatchObject([
    { studentId: student.id },
  ]);
  const { rows } = await db.$client.execute("select subject, actor_id from audit_events where action = 'cards.issued'");
  expect(rows).toMatchObject([{ subject: 'school', actor_id: admin.id }]);
});

test('staff see whose card is out; only administrators may make new ones', async () => {
  await using db = await testDb();
  const { section, teacher, student, students } = await classroom(db, { students: 2 });
  await cardOf(db, student.id);
  const cards = await as(db, teacher).badge.cards({ sectionId: section.id });
  expect(cards).toMatchObject({ sectionCode: section.code, canIssue: false });
  const issued = cards.holders.map(({ studentId, issuedAt }) => [studentId, issuedAt]);
  expect(issued.sort()).toEqual(students.map(({ id }) => [id, id === student.id ? NOW : null]).sort());
  const admin = await user(db, { role: 'admin' });
  expect(await as(db, admin).badge.cards({ sectionId: section.id })).toMatchObject({ canIssue: true });
});

test('two of one name are told apart by their numbers', async () => {
  await using db = await testDb();
  const { section, teacher, students } = await classroom(db, { students: 3 });
  const [one, other, third] = students;
  const named = (id: number | undefined, name: string, number: string) =>
    db.$client.execute({ sql: 'update users set name = ?, student_number = ? where id = ?', args: [name, number, Number(id)] });
  await named(one?.id, 'Kim Lee', 'S1');
  await named(other?.id, 'Kim Lee', 'S2');
  await named(third?.id, 'Zoe Ash', 'S3');
  const { holders } = await as(db, teacher).badge.cards({ sectionId: section.id });
  expect(holders.map(({ name, studentNumber }) => [name, studentNumber])).toEqual([
    ['Kim Lee', 'S1'],
    ['Kim Lee', 'S2'],
    ['Zoe Ash', null],
  ]);
});

test('cards of a class one does not staff are not found', async () => {
  await using db = await testDb();
  const { section } = await classroom(db);
  const other = await user(db, { role: 'teacher' });
  expect(await refusalOf(as(db, other).badge.cards({ sectionId: section.id }))).toMatchObject({ code: 'not-found' });
  expect(await refusalOf(as(db, other).badge.cards({ sectionId: 999 }))).toMatchObject({ code: 'not-found' });
});

test('the wrong owner finds nothing', async () => {
  await using db = await testDb();
  const { session } = await classroom(db);
  const other = await user(db, { role: 'teacher' });
  const input = { ...action(), classSessionId: session.id, badge: 'X' };
  expect(await refusalOf(as(db, other).attendance.scanBadge(input))).toMatchObject({ code: 'not-found' });
  const undo = { ...action(), classSessionId: session.id, scanId: input.id };
  expect(await refusalOf(as(db, other).attendance.undoScan(undo))).toMatchObject({ code: 'not-found' });
  expect(await auditOf(db, session.id)).toEqual([]);
});
