/** Check-ins that arrive together: nothing is lost, nothing is stored twice, however they interleave and whoever shares a commit. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { MINUTE_MS } from '#domain/duration';
import { directCommit, groupCommit } from '#server/context/commit';
import type { Commit } from '#server/context/context';
import { COMMITS, tallied } from '../helpers/at-once';
import { action, as, claimsOf, classroom, eventsOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { claimBy, codeAt, phoneOf, phonesOf, scanBy, wrongCodeAt } from '../helpers/phone';

const SCAN_AT = NOW + MINUTE_MS;
const reasonsIn = (claims: { reasons: string[] }[], reason: string) => claims.filter(({ reasons }) => reasons.includes(reason));

test.for(COMMITS)('one claim sent 20 times at once is one row and one verdict (%s)', async ([, commitOf]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  const commit = commitOf(db);
  const send = () => as(db, student, SCAN_AT, { commit }).checkIn.submit(claim);
  const outcomes = await Promise.all(Array.from({ length: 20 }, send));
  expect(outcomes).toEqual(Array(20).fill({ outcome: 'recorded', status: 'present', source: 'qr' }));
  expect(await claimsOf(db, session.id)).toHaveLength(1);
  expect(await marksOf(db, session.id)).toMatchObject([{ status: 'present', version: 1 }]);
  expect(await eventsOf(db, session.id)).toHaveLength(1);
});

test.for(COMMITS)('one student on 20 devices at once is one mark and one event (%s)', async ([, commitOf]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phones = await phonesOf(db, Array(20).fill(student));
  const claims = await Promise.all(phones.map((phone) => scanBy(db, phone, session, { at: SCAN_AT })));
  const commit = commitOf(db);
  const outcomes = await Promise.all(claims.map((claim) => as(db, student, SCAN_AT, { commit }).checkIn.submit(claim)));
  expect(tallied(outcomes)).toEqual({ recorded: 1, 'already-recorded': 19 });
  expect(await marksOf(db, session.id)).toMatchObject([{ status: 'present', version: 1 }]);
  expect(await eventsOf(db, session.id)).toHaveLength(1);
  expect((await claimsOf(db, session.id)).map(({ verdict }) => verdict)).toEqual(Array(20).fill('accepted'));
});

/** A class whose students all scan at an instant of their own within `spreadMs`. */
async function burst(db: Database, students: number, spreadMs: number) {
  const room = await classroom(db, { students });
  const commit = groupCommit(db.$client);
  const phones = await phonesOf(db, room.students);
  const scans = await Promise.all(
    room.students.map(async (student, index) => {
      const at = SCAN_AT + Math.floor((index * spreadMs) / students);
      const claim = await scanBy(db, phones[index] as (typeof phones)[0], room.session, { at });
      return { claim, send: () => as(db, student, at + 200, { commit, address: '203.0.113.7' }).checkIn.submit(claim) };
    }),
  );
  return { ...room, scans };
}

test('300 students who scan within 20 s are all present, once', async () => {
  await using db = await testDb();
  const { session, scans } = await burst(db, 300, 20_000);
  const outcomes = await Promise.all(scans.flatMap(({ send }) => [send(), send()]));
  expect(tallied(outcomes)).toEqual({ recorded: 600 });
  const marks = await marksOf(db, session.id);
  expect(new Set(marks.map(({ studentId }) => studentId)).size).toBe(300);
  expect(marks.every(({ status, version }) => status === 'present' && version === 1)).toBe(true);
  expect(await claimsOf(db, session.id)).toHaveLength(300);
  expect(await eventsOf(db, session.id)).toHaveLength(300);
});

test('500 students behind one address all get in', async () => {
  await using db = await testDb();
  const { session, scans } = await burst(db, 500, 10_000);
  expect(tallied(await Promise.all(scans.map(({ send }) => send())))).toEqual({ recorded: 500 });
  expect(await marksOf(db, session.id)).toHaveLength(500);
});

test('a register closed while its class checks in is whole: everyone has one mark', async () => {
  await using db = await testDb();
  const { teacher, session, scans } = await burst(db, 60, 1_000);
  const at = SCAN_AT + 30_000;
  const close = () => as(db, teacher, at).classSession.close({ ...action(at), classSessionId: session.id });
  const first = scans.slice(0, 30).map(({ send }) => send());
  const closed = close();
  const outcomes = await Promise.all([...first, ...scans.slice(30).map(({ send }) => send())]);
  expect(await closed).toMatchObject({ outcome: 'closed' });
  expect(tallied(outcomes)).toEqual({ recorded: 60 });
  const marks = await marksOf(db, session.id);
  expect(marks.map(({ status, source }) => `${status} ${source}`)).toEqual(Array(60).fill('present qr'));
});

test('two students who send one claim id at once: one is kept, the other refused', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const own = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  const other = await scanBy(db, await phoneOf(db, friend), session, { at: SCAN_AT, id: own.id });
  const outcomes = await Promise.all([
    as(db, student, SCAN_AT).checkIn.submit(own),
    as(db, friend, SCAN_AT).checkIn.submit(other),
  ]);
  expect(tallied(outcomes)).toEqual({ recorded: 1, refused: 1 });
  expect(await marksOf(db, session.id)).toHaveLength(1);
  expect(await claimsOf(db, session.id)).toHaveLength(1);
});

test('after five wrong codes even the right one is refused, and a scan is not', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const enter = async (code: string) => as(db, student, SCAN_AT).checkIn.submit(await claimBy(phone, session.id, { code }));
  for (let nth = 0; nth < 5; nth++)
    expect(await enter(await wrongCodeAt(db, session, SCAN_AT, nth))).toEqual({ outcome: 'refused', reason: 'bad-code' });
  const right = await codeAt(db, session, SCAN_AT);
  for (const code of [right, '000000']) expect(await enter(code)).toEqual({ outcome: 'refused', reason: 'too-many-tries' });
  expect(await marksOf(db, session.id)).toEqual([]);
  const scan = await scanBy(db, phone, session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(scan)).toMatchObject({ outcome: 'recorded' });
});

test('after four wrong codes the right one still counts', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const enter = async (code: string) => as(db, student, SCAN_AT).checkIn.submit(await claimBy(phone, session.id, { code }));
  for (let nth = 0; nth < 4; nth++) await enter(await wrongCodeAt(db, session, SCAN_AT, nth));
  expect(await enter(await codeAt(db, session, SCAN_AT))).toMatchObject({ outcome: 'recorded', source: 'code' });
});

test.for(COMMITS)('20 guesses at once are five tries (%s)', async ([, commitOf]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const commit = commitOf(db);
  const guess = async (nth: number) => {
    const claim = await claimBy(phone, session.id, { code: await wrongCodeAt(db, session, SCAN_AT, nth) });
    return as(db, student, SCAN_AT, { commit, address: `198.51.100.${nth}` }).checkIn.submit(claim);
  };
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, nth) => guess(nth)));
  expect(tallied(outcomes)).toEqual({ refused: 20 });
  const kept = await claimsOf(db, session.id);
  expect([reasonsIn(kept, 'bad-code').length, reasonsIn(kept, 'too-many-tries').length]).toEqual([5, 15]);
  const right = await claimBy(phone, session.id, { code: await codeAt(db, session, SCAN_AT) });
  expect(await as(db, student, SCAN_AT).checkIn.submit(right)).toEqual({ outcome: 'refused', reason: 'too-many-tries' });
  expect(await marksOf(db, session.id)).toEqual([]);
});

test('the right code that is judged before the wrong ones and stored after them is refused', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const wrongOnes = async () => {
    for (let nth = 0; nth < 5; nth++) {
      const wrong = await claimBy(phone, session.id, { code: await wrongCodeAt(db, session, SCAN_AT, nth) });
      await as(db, student, SCAN_AT).checkIn.submit(wrong);
    }
  };
  const commit: Commit = async (statements) => {
    await wrongOnes();
    return directCommit(db.$client)(statements);
  };
  const right = await claimBy(phone, session.id, { code: await codeAt(db, session, SCAN_AT) });
  const outcome = await as(db, student, SCAN_AT, { commit }).checkIn.submit(right);
  expect(outcome).toEqual({ outcome: 'refused', reason: 'too-many-tries' });
  expect(await marksOf(db, session.id)).toEqual([]);
});

test('another student’s tries, and tries at another class session, do not matter', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const other = await classroom(db);
  for (let nth = 0; nth < 6; nth++) {
    const code = await wrongCodeAt(db, session, SCAN_AT, nth);
    await as(db, friend, SCAN_AT).checkIn.submit(await claimBy(await phoneOf(db, friend), session.id, { code }));
    await as(db, student, SCAN_AT).checkIn.submit(await claimBy(await phoneOf(db, student), other.session.id, { code }));
  }
  const claim = await claimBy(await phoneOf(db, student), session.id, { code: await codeAt(db, session, SCAN_AT) });
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
});

test('a stranger cannot use up a student’s tries with that student’s device', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const stranger = await user(db);
  const phone = await phoneOf(db, student);
  for (let nth = 0; nth < 8; nth++) {
    const code = await wrongCodeAt(db, session, SCAN_AT, nth);
    await as(db, stranger, SCAN_AT).checkIn.submit(await claimBy(phone, session.id, { code }));
  }
  const claim = await claimBy(phone, session.id, { code: await codeAt(db, session, SCAN_AT) });
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
});
