/** Claims that wait, settled by staff with one tap: once, whoever taps, and with what follows for the mark. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { claims, corrections } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { lockRegisters } from '#server/services/register/register-settling';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, auditOf, claimsOf, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { knownPhoneOf, phoneOf, scanBy } from '../helpers/phone';

const AT = NOW + 20 * MINUTE_MS;
type Person = Parameters<typeof as>[1];

/** A class whose student has a scan that waits: one late window, delivered ten minutes after it. */
async function waitingRoom(db: Database) {
  const room = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, room.student), room.session, { at: NOW + 12 * MINUTE_MS });
  const submit = (at: number) => as(db, room.student, at).checkIn.submit(claim);
  await submit(AT);
  const ids = { classSessionId: room.session.id, studentId: room.student.id };
  const settle = (person: Person, decision: 'accept' | 'decline', at = AT) =>
    as(db, person, at).checkIn.settle({ ...action(at), claimId: claim.id, decision });
  const close = (at = AT) => as(db, room.teacher, at).classSession.close({ ...action(at), classSessionId: room.session.id });
  const stored = async () => (await db.select().from(claims).where(eq(claims.id, claim.id)))[0];
  const unsettle = (person: Person, at = AT + MINUTE_MS, call = action(at)) =>
    as(db, person, at).checkIn.unsettle({ ...call, claimId: claim.id });
  return { ...room, claim, ids, submit, settle, unsettle, close, stored };
}

test('an accepted claim is the word of staff, with the status its window earned', async () => {
  await using db = await testDb();
  const { assistant, claim, ids, submit, settle, stored } = await waitingRoom(db);
  expect(await settle(assistant, 'accept')).toEqual({ outcome: 'settled', verdict: 'accepted' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'late', source: 'teacher', actorId: assistant.id, claimId: claim.id });
  expect(await stored()).toMatchObject({
    verdict: 'accepted',
    reasons: ['few-windows'],
    settledById: assistant.id,
    settledAt: AT,
  });
  expect(await auditOf(db, ids.classSessionId)).toMatchObject([
    { action: 'claim.settled', actorId: assistant.id, detail: { claimId: claim.id, decision: 'accept' } },
  ]);
  expect(await submit(AT + 1)).toMatchObject({ outcome: 'recorded', status: 'late' });
});

test('a declined claim leaves the student unmarked while the register is open', async () => {
  await using db = await testDb();
  const { teacher, ids, submit, settle, stored, close } = await waitingRoom(db);
  expect(await settle(teacher, 'decline')).toEqual({ outcome: 'settled', verdict: 'refused' });
  expect(await markOf(db, ids)).toBeNull();
  expect(await stored()).toMatchObject({ verdict: 'refused', reasons: ['declined', 'few-windows'], settledById: teacher.id });
  expect(await submit(AT + 1)).toEqual({ outcome: 'refused', reason: 'declined' });
  await close();
  expect(await markOf(db, ids)).toMatchObject({ status: 'absent', source: 'auto' });
});

test('a student whose claim waits is unmarked when the register closes, and settled afterwards', async () => {
  await using db = await testDb();
  const accepted = await waitingRoom(db);
  const declined = await waitingRoom(db);
  for (const { close, ids } of [accepted, declined]) {
    await close();
    expect(await markOf(db, ids)).toBeNull();
  }
  await accepted.settle(accepted.teacher, 'accept', AT + HOUR_MS);
  await declined.settle(declined.teacher, 'decline', AT + HOUR_MS);
  expect(await markOf(db, accepted.ids)).toMatchObject({ status: 'late', source: 'teacher' });
  expect(await markOf(db, declined.ids)).toMatchObject({ status: 'absent', source: 'auto' });
});

/** The same room with two more scans of the student's that wait, one before and one after the others. */
async function insistentRoom(db: Database) {
  const room = await waitingRoom(db);
  const { student, session } = room;
  const phone = await knownPhoneOf(db, student);
  const submit = async (at: number, tokens: number) =>
    as(db, student, at).checkIn.submit(await scanBy(db, phone, session, { at: NOW + tokens * MINUTE_MS }));
  await submit(AT + 1, 1);
  await submit(AT + 2, 2);
  const listed = async () =>
    (await as(db, room.teacher, AT).classSession.register({ classSessionId: session.id })).rows.flatMap(({ claims: own }) => own);
  return { ...room, listed };
}

test('a student waits once in the teacher’s list, with the claim that came first', async () => {
  await using db = await testDb();
  const { teacher, claim, session, ids, listed } = await insistentRoom(db);
  const first = { claimId: claim.id, reasons: ['few-windows'], status: 'late', receivedAt: AT };
  expect(await listed()).toEqual([first]);
  const admin = await user(db, { role: 'admin' });
  const overview = await as(db, admin, AT).live.overview();
  expect(overview.rows.find((row) => row.classSessionId === session.id)?.waiting).toBe(1);
  const last = await scanBy(db, await phoneOf(db, { id: ids.studentId }), session, { at: NOW, windows: 3 });
  await as(db, { ...teacher, id: ids.studentId, role: 'student' }, AT + 3).checkIn.submit(last);
  expect(await listed()).toEqual([{ ...first, reasons: ['few-windows', 'new-device'] }]);
});

test.for([
  ['accept', 'accepted', 'late teacher'],
  ['decline', 'refused', 'absent auto'],
] as const)('one tap settles all that a student has waiting: %s', async ([decision, verdict, mark]) => {
  await using db = await testDb();
  const { teacher, session, ids, claim, settle, close, listed } = await insistentRoom(db);
  await close(AT + 3);
  expect(await settle(teacher, decision, AT + 4)).toEqual({ outcome: 'settled', verdict });
  expect(await listed()).toEqual([]);
  const kept = await db.select().from(claims).where(eq(claims.classSessionId, session.id));
  expect(kept.map((one) => [one.verdict, one.settledById])).toEqual(Array(3).fill([verdict, teacher.id]));
  const { status, source } = (await markOf(db, ids)) ?? {};
  expect(`${status} ${source}`).toBe(mark);
  if (decision === 'accept') expect((await markOf(db, ids))?.claimId).toBe(claim.id);
  expect(await auditOf(db, session.id)).toHaveLength(2);
});

test('a later check-in that counts is recorded, and nothing waits any more', async () => {
  await using db = await testDb();
  const { student, session, ids, listed } = await insistentRoom(db);
  const at = NOW + 14 * MINUTE_MS;
  await as(db, student, at).checkIn.submit(await scanBy(db, await knownPhoneOf(db, student), session, { at }));
  expect(await markOf(db, ids)).toMatchObject({ status: 'late', source: 'qr' });
  expect(await listed()).toEqual([]);
});

test.for([
  ['accept', 'accept'],
  ['accept', 'decline'],
  ['decline', 'accept'],
] as const)('after one %s, a second %s changes nothing and is told what was decided', async ([first, second]) => {
  await using db = await testDb();
  const { teacher, assistant, ids, settle } = await waitingRoom(db);
  const { verdict } = await settle(teacher, first);
  const marks = await marksOf(db, ids.classSessionId);
  expect(await settle(assistant, second)).toEqual({ outcome: 'already-settled', verdict });
  expect(await marksOf(db, ids.classSessionId)).toEqual(marks);
  expect(await auditOf(db, ids.classSessionId)).toHaveLength(1);
});

test('staff who tap differently at once: one decides, all the others are told', async () => {
  await using db = await testDb();
  const { teacher, assistant, ids, settle, stored } = await waitingRoom(db);
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, (_, index) => settle(index % 2 ? teacher : assistant, index % 2 ? 'accept' : 'decline')),
  );
  expect(outcomes.filter(({ outcome }) => outcome === 'settled')).toHaveLength(1);
  expect(new Set(outcomes.map(({ verdict }) => verdict)).size).toBe(1);
  const isAccepted = outcomes[0]?.verdict === 'accepted';
  expect((await stored())?.verdict).toBe(outcomes[0]?.verdict);
  expect(await eventsOf(db, ids.classSessionId)).toHaveLength(isAccepted ? 1 : 0);
});

test('accepting lifts a teacher’s explicit absence, and leaves an administrator’s mark', async () => {
  for (const role of ['teacher', 'admin'] as const) {
    await using db = await testDb();
    const { teacher, student, session } = await classroom(db);
    const person = role === 'admin' ? await user(db, { role }) : teacher;
    const ids = { classSessionId: session.id, studentId: student.id };
    await as(db, person).attendance.mark({ ...action(), ...ids, status: 'absent', version: 0 });
    const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW + MINUTE_MS });
    await as(db, student, NOW + MINUTE_MS).checkIn.submit(claim);
    await as(db, teacher, AT).checkIn.settle({ ...action(), claimId: claim.id, decision: 'accept' });
    expect((await markOf(db, ids))?.status).toBe(role === 'admin' ? 'absent' : 'present');
  }
});

test('a claim of somebody who is not on the roll can be accepted', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const guest = await user(db);
  const claim = await scanBy(db, await knownPhoneOf(db, guest), session, { at: NOW + MINUTE_MS });
  await as(db, guest, NOW + MINUTE_MS).checkIn.submit(claim);
  await as(db, teacher, AT).checkIn.settle({ ...action(), claimId: claim.id, decision: 'accept' });
  expect(await markOf(db, { classSessionId: session.id, studentId: guest.id })).toMatchObject({ status: 'present' });
});

test.for([
  ['1 ms before the lock', -1, 'settled'],
  ['at the lock', 0, 'forbidden'],
] as const)('a teacher settles %s: %s', async ([, after, expected]) => {
  await using db = await testDb();
  const { teacher, session, settle, close } = await waitingRoom(db);
  await close();
  const call = settle(teacher, 'accept', session.endsAt + 7 * DAY_MS + after);
  if (expected === 'settled') expect(await call).toMatchObject({ outcome: 'settled' });
  else expect((await refusalOf(call)).code).toBe('forbidden');
});

test('an administrator settles after the lock, too', async () => {
  await using db = await testDb();
  const { session, ids, settle, close } = await waitingRoom(db);
  await close();
  const admin = await user(db, { role: 'admin' });
  expect(await settle(admin, 'accept', session.endsAt + 8 * DAY_MS)).toMatchObject({ outcome: 'settled' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'late', source: 'admin' });
});

test('what was refused or accepted by the rules is not settled by staff', async () => {
  await using db = await testDb();
  const { teacher, student, session } = await classroom(db);
  const phone = await knownPhoneOf(db, student);
  const refused = await scanBy(db, phone, session, { at: NOW - HOUR_MS });
  const accepted = await scanBy(db, phone, session, { at: NOW });
  await as(db, student).checkIn.submit(refused);
  await as(db, student).checkIn.submit(accepted);
  const settle = (claimId: string) => as(db, teacher).checkIn.settle({ ...action(), claimId, decision: 'accept' });
  expect(await settle(refused.id)).toEqual({ outcome: 'already-settled', verdict: 'refused' });
  expect(await settle(accepted.id)).toEqual({ outcome: 'already-settled', verdict: 'accepted' });
  expect(await eventsOf(db, session.id)).toHaveLength(1);
});

test.for(['accept', 'decline'] as const)(
  '%s, taken back: the check-in waits again, and the mark is what it was',
  async (decision) => {
    await using db = await testDb();
    const { teacher, session, ids, claim, settle, unsettle, close, stored, listed } = await insistentRoom(db);
    await close(AT + 3);
    const before = await listed();
    await settle(teacher, decision, AT + 4);
    const decided = await stored();
    const call = action(AT + MINUTE_MS);
    expect(await unsettle(teacher, AT + MINUTE_MS, call)).toEqual({ outcome: 'undone' });
    expect(await unsettle(teacher, AT + MINUTE_MS, call)).toEqual({ outcome: 'undone' });
    expect((await markOf(db, ids))?.status ?? null).toBeNull();
    expect(await listed()).toEqual(before.map((one) => ({ ...one, claimId: call.id })));
    expect(await stored()).toEqual(decided);
    expect((await auditOf(db, session.id)).map(({ action: what }) => what)).toEqual([
      'register.closed',
      'claim.settled',
      'claim.unsettled',
    ]);
    const settleAgain = { ...action(AT + HOUR_MS), claimId: call.id, decision: 'accept' as const };
    expect(await as(db, teacher, AT + HOUR_MS).checkIn.settle(settleAgain)).toMatchObject({ outcome: 'settled' });
    expect(await markOf(db, ids)).toMatchObject({ status: 'late', claimId: call.id });
    expect(await unsettle(teacher, AT + HOUR_MS + 1)).toEqual({ outcome: 'changed-since' });
    expect((await stored())?.id).toBe(claim.id);
  },
);

test('a decision is taken back by whoever made it or an administrator, once, and not over a mark that was set since', async () => {
  await using db = await testDb();
  const { teacher, assistant, ids, settle, unsettle } = await waitingRoom(db);
  await settle(teacher, 'decline');
  expect(await unsettle(assistant)).toEqual({ outcome: 'changed-since' });
  await as(db, teacher, AT + 1).attendance.mark({ ...action(AT + 1), ...ids, status: 'excused', version: 0 });
  expect(await unsettle(teacher)).toEqual({ outcome: 'changed-since' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'excused' });

  const other = await waitingRoom(db);
  await other.settle(other.teacher, 'accept');
  const admin = await user(db, { role: 'admin' });
  const both = await Promise.all([other.unsettle(admin), other.unsettle(other.teacher)]);
  expect(both.map(({ outcome }) => outcome).sort()).toEqual(['changed-since', 'undone']);
  const { rows } = await as(db, other.teacher, AT).classSession.register({ classSessionId: other.session.id });
  expect(rows.flatMap(({ claims: waiting }) => waiting)).toHaveLength(1);
});

test('an absence that a teacher had set stands again when accepting is taken back; after the lock only an administrator may', async () => {
  await using db = await testDb();
  const { teacher, student, session } = await classroom(db);
  const ids = { classSessionId: session.id, studentId: student.id };
  await as(db, teacher).attendance.mark({ ...action(), ...ids, status: 'absent', version: 0 });
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW + MINUTE_MS });
  await as(db, student, NOW + MINUTE_MS).checkIn.submit(claim);
  await as(db, teacher, AT).checkIn.settle({ ...action(), claimId: claim.id, decision: 'accept' });
  await as(db, teacher, AT + 1).checkIn.unsettle({ ...action(AT + 1), claimId: claim.id });
  expect(await markOf(db, ids)).toMatchObject({ status: 'absent', source: 'teacher' });
  const locked = session.endsAt + 7 * DAY_MS;
  const late = as(db, teacher, locked).checkIn.unsettle({ ...action(locked), claimId: claim.id });
  expect((await refusalOf(late)).code).toBe('forbidden');
});

test('a decision is taken back whole whichever of its check-ins is named, and not in part', async () => {
  await using db = await testDb();
  const { teacher, session, ids, settle, close } = await insistentRoom(db);
  await settle(teacher, 'accept', AT + 4);
  const unsettle = (claimId: string, call = action(AT + 6)) => as(db, teacher, AT + 6).checkIn.unsettle({ ...call, claimId });
  const [first = '', second = ''] = (await claimsOf(db, session.id)).map(({ id }) => id);
  expect(await unsettle(first, { id: first, at: AT + 6 })).toEqual({ outcome: 'changed-since' });
  expect(await unsettle(first, { id: second, at: AT + 6 })).toEqual({ outcome: 'changed-since' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'late', version: 1 });
  expect(await unsettle(second)).toEqual({ outcome: 'undone' });
  expect(await markOf(db, ids)).toMatchObject({ status: null, claimId: null });
  await close(AT + 8);
  expect((await markOf(db, ids))?.status).toBeNull();
});

test('a mark that was changed since and put back stays when a decision is to be taken back', async () => {
  await using db = await testDb();
  const { teacher, ids, settle, unsettle } = await waitingRoom(db);
  await settle(teacher, 'accept');
  const absent = action(AT + 1);
  await as(db, teacher, AT + 1).attendance.mark({ ...absent, ...ids, status: 'absent', version: 1 });
  await as(db, teacher, AT + 2).attendance.undo({ ...action(AT + 2), classSessionId: ids.classSessionId, actionId: absent.id });
  expect(await unsettle(teacher)).toEqual({ outcome: 'changed-since' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'late', version: 3 });
});

test('what taking back a decision did to the mark is not undone as a mark set by hand', async () => {
  await using db = await testDb();
  const { teacher, ids, settle, unsettle } = await waitingRoom(db);
  await settle(teacher, 'accept');
  const call = action(AT + MINUTE_MS);
  await unsettle(teacher, AT + MINUTE_MS, call);
  const undo = { ...action(AT + 2 * MINUTE_MS), classSessionId: ids.classSessionId, actionId: call.id };
  expect(await refusalOf(as(db, teacher, AT + 2 * MINUTE_MS).attendance.undo(undo))).toMatchObject({ code: 'not-found' });
  expect((await markOf(db, ids))?.status).toBeNull();
});

test('what the approval of a correction settled is not taken back by itself', async () => {
  await using db = await testDb();
  const { student, teacher, ids, settle, unsettle, close } = await waitingRoom(db);
  await close();
  const asked = { ...action(AT + 1), ...ids, wanted: 'late' as const, reason: 'I was there' };
  const { correctionId } = await as(db, student, AT + 1).correction.request(asked);
  await as(db, teacher, AT + 2).correction.decide({ ...action(AT + 2), correctionId, decision: 'approve' });
  expect(await settle(teacher, 'decline', AT + 3)).toEqual({ outcome: 'already-settled', verdict: 'accepted' });
  expect(await unsettle(teacher)).toEqual({ outcome: 'changed-since' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'late' });
});

test('taken back in a locked register, a check-in asks for a correction and its student is absent', async () => {
  await using db = await testDb();
  const { session, ids, teacher, settle, unsettle, close } = await waitingRoom(db);
  const admin = await user(db, { role: 'admin' });
  await close();
  await settle(teacher, 'accept');
  const locked = session.endsAt + 8 * DAY_MS;
  await lockRegisters(testServices(db, { now: locked }));
  const call = action(locked);
  for (const _ of ['once', 'again']) expect(await unsettle(admin, locked, call)).toEqual({ outcome: 'undone' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'absent', source: 'auto' });
  expect(await db.select().from(corrections)).toMatchObject([{ claimId: call.id, state: 'open', wantedStatus: 'late' }]);
});

test.for(['accept', 'decline'] as const)(
  'a phone that sends its check-in again hears what holds now: %s, taken back',
  async (first) => {
    await using db = await testDb();
    const { student, teacher, submit, settle, unsettle } = await waitingRoom(db);
    await settle(teacher, first);
    const call = action(AT + MINUTE_MS);
    await unsettle(teacher, AT + MINUTE_MS, call);
    expect(await submit(AT + 2 * MINUTE_MS)).toEqual({ outcome: 'waiting', reasons: ['few-windows'] });
    const again = first === 'accept' ? ('decline' as const) : ('accept' as const);
    await as(db, teacher, AT + 2 * MINUTE_MS).checkIn.settle({ ...action(), claimId: call.id, decision: again });
    expect(await submit(AT + 2 * MINUTE_MS)).toMatchObject(
      again === 'accept' ? { outcome: 'recorded', status: 'late' } : { outcome: 'refused', reason: 'declined' },
    );
    const { classSessions: own } = await as(db, student, AT + MINUTE_MS).timetable.today();
    expect(own).toMatchObject([again === 'accept' ? { mark: 'late', claim: null } : { mark: null, claim: 'refused' }]);
  },
);

test('a decision of which no reasons were kept stays', async () => {
  await using db = await testDb();
  const { teacher, claim, unsettle } = await waitingRoom(db);
  const decided = { verdict: 'accepted' as const, reasons: [], settledAt: AT, settledById: teacher.id };
  await db.update(claims).set(decided).where(eq(claims.id, claim.id));
  expect(await unsettle(teacher)).toEqual({ outcome: 'changed-since' });
});
