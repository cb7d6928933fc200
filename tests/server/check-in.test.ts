/** Checking in from end to end, with real keys and signatures: what is recorded, what stands, and what is refused. */
import { expect, test } from 'vitest';
import { attendance } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import type { LogLine } from '../helpers/api';
import { action, as, claimsOf, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, settings } from '../helpers/factories';
import { claimBy, codeAt, knownPhoneOf, phoneOf, scanBy, tokensAt } from '../helpers/phone';

const SCAN_AT = NOW + MINUTE_MS;

test.for([
  ['in the first window', 0, 'present'],
  ['in the last window that is on time', 10 * MINUTE_MS, 'present'],
  ['in the first window that is late', 10 * MINUTE_MS + 3_000, 'late'],
  ['in the last window of check-in', 15 * MINUTE_MS - 3_000, 'late'],
] as const)('a scan %s is recorded', async ([, after, status]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const claim = await scanBy(db, phone, session, { at: NOW + after });
  const outcome = await as(db, student, NOW + after + 400).checkIn.submit(claim);
  expect(outcome).toEqual({ outcome: 'recorded', status, source: 'qr' });
  expect(await marksOf(db, session.id)).toEqual([
    expect.objectContaining({ studentId: student.id, status, source: 'qr', version: 1, claimId: claim.id, actorId: student.id }),
  ]);
  expect(await claimsOf(db, session.id)).toMatchObject([
    { id: claim.id, verdict: 'accepted', status, source: 'qr', reasons: [], deviceAt: claim.at, receivedAt: NOW + after + 400 },
  ]);
  expect(await eventsOf(db, session.id)).toMatchObject([
    { fromStatus: null, toStatus: status, source: 'qr', actorId: student.id, actorName: student.name, actorRole: 'student' },
  ]);
});

test('a typed code is recorded as one', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await claimBy(await phoneOf(db, student), session.id, { code: await codeAt(db, session, SCAN_AT) });
  const outcome = await as(db, student, SCAN_AT).checkIn.submit(claim);
  expect(outcome).toEqual({ outcome: 'recorded', status: 'present', source: 'code' });
});

test('three windows that arrive five hours later keep the status they had', async () => {
  await using db = await testDb();
  const { teacher, session, student: onTime, friend: late } = await classroom(db, { students: 2 });
  const [first, second] = await Promise.all([knownPhoneOf(db, onTime), knownPhoneOf(db, late)]);
  const over = NOW + 50 * MINUTE_MS;
  await as(db, teacher, over).classSession.close({ ...action(over), classSessionId: session.id });
  const at = NOW + 5 * HOUR_MS;
  const present = await scanBy(db, first, session, { at: SCAN_AT, windows: 3 });
  expect(await as(db, onTime, at).checkIn.submit(present)).toEqual({ outcome: 'recorded', status: 'present', source: 'offline' });
  const tardy = await scanBy(db, second, session, { at: NOW + 12 * MINUTE_MS, windows: 3 });
  expect(await as(db, late, at).checkIn.submit(tardy)).toEqual({ outcome: 'recorded', status: 'late', source: 'offline' });
  const events = await eventsOf(db, session.id);
  expect(events.map(({ fromStatus, toStatus, source }) => `${fromStatus} ${toStatus} ${source}`)).toEqual([
    'null absent auto',
    'null absent auto',
    'absent present offline',
    'absent late offline',
  ]);
});

test('a phone’s clock says nothing about present or late', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const at = NOW + 12 * MINUTE_MS;
  const claim = await claimBy(await phoneOf(db, student), session.id, { at: NOW, tokens: await tokensAt(db, session, at) });
  expect(await as(db, student, at).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded', status: 'late' });
});

test('the same claim sent again answers the same and changes nothing', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  const first = await as(db, student, SCAN_AT).checkIn.submit(claim);
  for (const at of [SCAN_AT, SCAN_AT + MINUTE_MS, NOW + 3 * DAY_MS])
    expect(await as(db, student, at).checkIn.submit(claim)).toEqual(first);
  expect(await claimsOf(db, session.id)).toHaveLength(1);
  expect(await eventsOf(db, session.id)).toHaveLength(1);
});

test('a refusal, too, is the same when it is asked for again', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT + 10 * MINUTE_MS });
  const refusal = { outcome: 'refused', reason: 'future' };
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toEqual(refusal);
  expect(await as(db, student, SCAN_AT + 10 * MINUTE_MS).checkIn.submit(claim)).toEqual(refusal);
});

test('another student’s claim is refused, tells nothing and takes nothing', async () => {
  await using db = await testDb();
  const { session, student: owner, friend: thief } = await classroom(db, { students: 2 });
  const claim = await scanBy(db, await phoneOf(db, owner), session, { at: SCAN_AT });
  const own = await scanBy(db, await phoneOf(db, thief), session, { at: SCAN_AT, id: claim.id });
  await as(db, owner, SCAN_AT).checkIn.submit(claim);
  for (const stolen of [claim, own])
    expect(await as(db, thief, SCAN_AT).checkIn.submit(stolen)).toEqual({ outcome: 'refused', reason: 'bad-device' });
  expect((await marksOf(db, session.id)).map(({ studentId }) => studentId)).toEqual([owner.id]);
  expect(await claimsOf(db, session.id)).toMatchObject([{ studentId: owner.id, verdict: 'accepted' }]);
});

test('a second scan says that one is recorded already', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  await as(db, student, SCAN_AT).checkIn.submit(await scanBy(db, phone, session, { at: SCAN_AT }));
  const at = NOW + 12 * MINUTE_MS;
  const again = await as(db, student, at).checkIn.submit(await scanBy(db, phone, session, { at }));
  expect(again).toEqual({ outcome: 'already-recorded', status: 'present' });
  expect(await marksOf(db, session.id)).toMatchObject([{ status: 'present', version: 1 }]);
  expect(await claimsOf(db, session.id)).toHaveLength(2);
});

test.for(['teacher', 'admin'] as const)('a %s’s explicit mark stands, and the student is told', async (source) => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db);
  const person = { ...teacher, role: source };
  const mark = { classSessionId: session.id, studentId: student.id, status: 'excused' as const, version: 0 };
  await as(db, person).attendance.mark({ ...action(), ...mark });
  const outcome = await as(db, student, SCAN_AT).checkIn.submit(
    await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT }),
  );
  expect(outcome).toEqual({ outcome: 'kept', status: 'excused' });
  expect(await markOf(db, { classSessionId: session.id, studentId: student.id })).toMatchObject({
    status: 'excused',
    version: 1,
  });
});

test('a teacher’s explicit absence stands, and both facts are in the teacher’s list', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db);
  const mark = { classSessionId: session.id, studentId: student.id, status: 'absent' as const, version: 0 };
  await as(db, teacher).attendance.mark({ ...action(), ...mark });
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toEqual({ outcome: 'kept', status: 'absent' });
  const { rows } = await as(db, teacher, SCAN_AT).classSession.register({ classSessionId: session.id });
  expect(rows).toMatchObject([{ status: 'absent', source: 'teacher', version: 1, waiting: ['marked-absent'] }]);
  expect(rows[0]?.claims).toEqual([{ claimId: claim.id, reasons: ['marked-absent'], status: 'present', receivedAt: SCAN_AT }]);
});

test('a mark that staff took back is filled by the next scan', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db);
  const ids = { classSessionId: session.id, studentId: student.id };
  await as(db, teacher).attendance.mark({ ...action(), ...ids, status: 'absent', version: 0 });
  await as(db, teacher).attendance.mark({ ...action(), ...ids, status: null, version: 1 });
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded', status: 'present' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'present', source: 'qr', version: 3 });
});

test.for(['offline', 'badge'] as const)('a mark by %s is recorded already', async (source) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const stands = { status: 'late' as const, source, version: 1, actorName: 'x', actorRole: 'teacher', changedAt: NOW };
  await db.insert(attendance).values({ classSessionId: session.id, studentId: student.id, ...stands });
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toEqual({ outcome: 'already-recorded', status: 'late' });
});

test.for(['leave', 'auto'] as const)('a mark by %s gives way to a check-in', async (source) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const stands = { status: 'absent' as const, source, version: 1, actorName: 'x', actorRole: 'system', changedAt: NOW };
  await db.insert(attendance).values({ classSessionId: session.id, studentId: student.id, ...stands });
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded', status: 'present' });
});

test('a scan from before the closing counts after it, and lifts the absence', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const claim = await scanBy(db, phone, session, { at: SCAN_AT });
  await as(db, teacher, SCAN_AT + 3_000).classSession.close({ ...action(SCAN_AT + 3_000), classSessionId: session.id });
  expect(await as(db, student, SCAN_AT + 8_000).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded', status: 'present' });
  const later = await scanBy(db, phone, session, { at: SCAN_AT + 9_000 });
  expect(await as(db, student, SCAN_AT + 9_000).checkIn.submit(later)).toEqual({ outcome: 'refused', reason: 'outside-window' });
});

test('the school’s settings are heeded: what is late, how long a window is', async () => {
  await using db = await testDb();
  await settings(db, { lateAfterMs: 0 });
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: NOW + 3_000 });
  expect(await as(db, student, NOW + 3_000).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded', status: 'late' });
});

test('every verdict is logged, without token, code or signature', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const logs: LogLine[] = [];
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  await as(db, student, SCAN_AT, { logs }).checkIn.submit(claim);
  expect(logs).toMatchObject([
    { event: 'check-in.verdict', actorId: student.id, classSessionId: session.id, verdict: 'accepted' },
  ]);
  for (const secret of [...claim.tokens, claim.signature]) expect(JSON.stringify(logs)).not.toContain(secret);
});
