/** Check-ins that come before their class session's opening does, or after its register is locked. */
import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, corrections } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { action, as, claimsOf, classroom, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, settings, user } from '../helpers/factories';
import { claimBy, codeAt, knownPhoneOf, phoneOf, scanBy, wrongCodeAt } from '../helpers/phone';

const SCAN_AT = NOW + MINUTE_MS;
const LATER = NOW + 5 * HOUR_MS;
const waiting = (...reasons: string[]) => ({ outcome: 'waiting', reasons });

async function opening(db: Database) {
  const room = await classroom(db, { students: 2, open: false });
  const open = (at: number, now = at) =>
    as(db, room.teacher, now).classSession.open({ ...action(at), classSessionId: room.session.id });
  return { ...room, open };
}

test('a scan from before the opening has arrived waits, and is judged when it does', async () => {
  await using db = await testDb();
  const { session, student, friend, open } = await opening(db);
  const scans = [
    [student, await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT }), SCAN_AT],
    [friend, await scanBy(db, await knownPhoneOf(db, friend), session, { at: NOW + 12 * MINUTE_MS, windows: 3 }), LATER],
  ] as const;
  for (const [owner, claim, at] of scans)
    expect(await as(db, owner, at).checkIn.submit(claim)).toEqual(waiting('not-opened-yet'));
  expect(await marksOf(db, session.id)).toEqual([]);
  expect(await open(NOW, LATER)).toMatchObject({ outcome: 'opened', openedAt: NOW });
  expect((await marksOf(db, session.id)).map(({ status, source }) => `${status} ${source}`)).toEqual([
    'present qr',
    'late offline',
  ]);
  for (const [owner, claim] of scans)
    expect(await as(db, owner, LATER).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
});

test('whichever side is delivered first, the register is the same', async () => {
  const registers = [];
  for (const isStaffFirst of [true, false]) {
    await using db = await testDb();
    const { session, student, friend, open } = await opening(db);
    const phones = [await knownPhoneOf(db, student), await knownPhoneOf(db, friend)] as const;
    const present = await scanBy(db, phones[0], session, { at: SCAN_AT, windows: 3 });
    const doubtful = await scanBy(db, phones[1], session, { at: NOW + 12 * MINUTE_MS });
    if (isStaffFirst) await open(NOW, LATER);
    await as(db, student, LATER + 1).checkIn.submit(present);
    await as(db, friend, LATER + 2).checkIn.submit(doubtful);
    if (!isStaffFirst) await open(NOW, LATER + 3);
    const marks = (await marksOf(db, session.id)).map(({ status, source }) => `${status} ${source}`);
    const claims = (await claimsOf(db, session.id)).map(({ verdict, status, reasons }) => [verdict, status, ...reasons]);
    registers.push({ marks, claims });
  }
  expect(registers[0]).toEqual(registers[1]);
  expect(registers[0]).toEqual({
    marks: ['present offline'],
    claims: [
      ['accepted', 'present'],
      ['waiting', 'late', 'few-windows'],
    ],
  });
});

test('a typed code that waited for the opening counts as one, whatever was guessed after it', async () => {
  await using db = await testDb();
  const { session, student, open } = await opening(db);
  const phone = await phoneOf(db, student);
  const claim = await claimBy(phone, session.id, { code: await codeAt(db, session, SCAN_AT) });
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toEqual(waiting('not-opened-yet'));
  for (let nth = 0; nth < 5; nth++) {
    const wrong = await claimBy(phone, session.id, { code: await wrongCodeAt(db, session, SCAN_AT, nth) });
    await as(db, student, SCAN_AT + 1).checkIn.submit(wrong);
  }
  await open(NOW, SCAN_AT + HOUR_MS / 2);
  expect(await marksOf(db, session.id)).toMatchObject([{ studentId: student.id, status: 'present', source: 'code' }]);
  expect(await as(db, student, LATER).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded', source: 'code' });
});

test('a scan from before the opening itself is refused when the opening arrives', async () => {
  await using db = await testDb();
  const { session, student, open } = await opening(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  await as(db, student, SCAN_AT).checkIn.submit(claim);
  await open(NOW + 5 * MINUTE_MS);
  expect(await as(db, student, LATER).checkIn.submit(claim)).toEqual({ outcome: 'refused', reason: 'outside-window' });
  expect(await marksOf(db, session.id)).toEqual([]);
});

test('a claim that waited meets the other doubts once the opening arrives', async () => {
  await using db = await testDb();
  const { session, open } = await opening(db);
  const guest = await user(db);
  const claim = await scanBy(db, await phoneOf(db, guest), session, { at: SCAN_AT });
  expect(await as(db, guest, SCAN_AT).checkIn.submit(claim)).toEqual(waiting('not-opened-yet'));
  await open(NOW, SCAN_AT + 1);
  expect(await as(db, guest, SCAN_AT + 2).checkIn.submit(claim)).toEqual(waiting('not-on-roll'));
});

test('a claim that waited against an explicit absence changes nothing when the opening arrives', async () => {
  await using db = await testDb();
  const { teacher, session, student, open } = await opening(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  await as(db, student, SCAN_AT).checkIn.submit(claim);
  const ids = { classSessionId: session.id, studentId: student.id };
  await as(db, teacher, SCAN_AT).attendance.mark({ ...action(), ...ids, status: 'absent', version: 0 });
  await open(NOW, SCAN_AT + 1);
  expect(await markOf(db, ids)).toMatchObject({ status: 'absent', source: 'teacher', version: 1 });
  expect(await claimsOf(db, session.id)).toMatchObject([{ verdict: 'waiting', reasons: ['marked-absent'] }]);
});

test.for([
  ['1 ms before the lock', -1, 'late-delivery', 0],
  ['at the lock', 0, 'register-locked', 1],
] as const)('a claim delivered %s waits, with a correction once locked', async ([, after, reason, count]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
  const at = session.endsAt + 7 * DAY_MS + after;
  for (let round = 0; round < 2; round++) expect(await as(db, student, at).checkIn.submit(claim)).toEqual(waiting(reason));
  const asked = await db
    .select()
    .from(corrections)
    .where(and(eq(corrections.claimId, claim.id), eq(corrections.state, 'open')));
  expect(asked).toHaveLength(count);
  if (count > 0) expect(asked).toMatchObject([{ studentId: student.id, wantedStatus: 'present', requestedById: student.id }]);
});

test('a school that locks registers at once sends every late claim to a correction', async () => {
  await using db = await testDb();
  await settings(db, { lockDays: 0 });
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
  expect(await as(db, student, session.endsAt).checkIn.submit(claim)).toEqual(waiting('register-locked'));
  expect(await db.select().from(corrections)).toHaveLength(1);
});

test('a claim for a class session next in the same section never opens it', async () => {
  await using db = await testDb();
  const { section, session, student } = await classroom(db);
  const next = await classSession(db, { sectionId: section.id, startsAt: session.endsAt });
  const at = session.endsAt - 20 * MINUTE_MS;
  const claim = await scanBy(db, await phoneOf(db, student), next, { at });
  expect(await as(db, student, at).checkIn.submit(claim)).toEqual(waiting('not-opened-yet'));
  const [row] = await db.select().from(classSessions).where(eq(classSessions.id, next.id));
  expect(row).toMatchObject({ state: 'scheduled', openedAt: null });
});
