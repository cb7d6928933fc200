/** Doubts that only claims arriving together raise: two classes at once, one phone at once. Whoever shares a commit, none slips through. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, devices } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import { groupCommit } from '#server/context/commit';
import { COMMITS, tallied } from '../helpers/at-once';
import { action, as, claimsOf, classroom, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, openClassSession, user } from '../helpers/factories';
import { phoneOf, phonesOf, scanBy } from '../helpers/phone';

const SCAN_AT = NOW + MINUTE_MS;

/** A student in two classes at the same time, with a scan at each. */
async function torn(db: Database) {
  const room = await classroom(db);
  const elsewhere = await openClassSession(db);
  await enrolment(db, { sectionId: elsewhere.sectionId, studentId: room.student.id });
  const phone = await phoneOf(db, room.student);
  const scans = await Promise.all([room.session, elsewhere].map((session) => scanBy(db, phone, session, { at: SCAN_AT })));
  return { ...room, elsewhere, scans };
}

test.for(COMMITS)(
  'a student who checks in to two classes at once is in one, and waits at the other (%s)',
  async ([, commitOf]) => {
    await using db = await testDb();
    const { student, session, elsewhere, scans } = await torn(db);
    const commit = commitOf(db);
    const outcomes = await Promise.all(scans.map((scan) => as(db, student, SCAN_AT, { commit }).checkIn.submit(scan)));
    expect(tallied(outcomes)).toEqual({ recorded: 1, waiting: 1 });
    expect(outcomes).toContainEqual({ outcome: 'waiting', reasons: ['overlap'] });
    const kept = [...(await claimsOf(db, session.id)), ...(await claimsOf(db, elsewhere.id))];
    expect(kept.map(({ verdict, reasons }) => [verdict, ...reasons]).sort()).toEqual([['accepted'], ['waiting', 'overlap']]);
    expect([...(await marksOf(db, session.id)), ...(await marksOf(db, elsewhere.id))]).toHaveLength(1);
  },
);

test('scans of two classes at once that waited for their openings: one counts when both open at once', async () => {
  await using db = await testDb();
  const { student, session, elsewhere, scans } = await torn(db);
  const admin = await user(db, { role: 'admin' });
  await db.update(classSessions).set({ state: 'scheduled', openedAt: null, checkInClosesAt: null });
  for (const scan of scans) await as(db, student, SCAN_AT).checkIn.submit(scan);
  const commit = groupCommit(db.$client);
  const open = ({ id }: { id: number }) =>
    as(db, admin, SCAN_AT + 1, { commit }).classSession.open({ ...action(), classSessionId: id });
  await Promise.all([open(session), open(elsewhere)]);
  const kept = [...(await claimsOf(db, session.id)), ...(await claimsOf(db, elsewhere.id))];
  expect(kept.map(({ verdict, reasons }) => [verdict, ...reasons]).sort()).toEqual([['accepted'], ['waiting', 'overlap']]);
});

/** Students of one class who use one browser, each with a key of their own. */
async function sharing(db: Database, students: number) {
  const room = await classroom(db, { students });
  const phones = await phonesOf(db, room.students);
  await db.update(devices).set({ browserId: crypto.randomUUID() });
  return { ...room, phones };
}

test.for(COMMITS)('students who use one phone at once all wait, with the reason (%s)', async ([, commitOf]) => {
  for (const students of [2, 8]) {
    await using db = await testDb();
    const room = await sharing(db, students);
    const scans = await Promise.all(room.phones.map((phone) => scanBy(db, phone, room.session, { at: SCAN_AT })));
    const commit = commitOf(db);
    const submit = (student: (typeof room.students)[0], index: number) =>
      as(db, student, SCAN_AT, { commit }).checkIn.submit(scans[index] as (typeof scans)[0]);
    const outcomes = await Promise.all(room.students.map(submit));
    expect(tallied(outcomes)).toMatchObject({ waiting: students - 1 });
    const shared = { verdict: 'waiting', reasons: ['shared-device'] };
    expect(await claimsOf(db, room.session.id)).toMatchObject(Array(students).fill(shared));
    expect((await marksOf(db, room.session.id)).filter(({ status }) => status !== null)).toEqual([]);
    const again = await Promise.all(room.students.map(submit));
    expect(again).toEqual(Array(students).fill({ outcome: 'waiting', reasons: ['shared-device'] }));
  }
});

test('a phone shared with a check-in that waits for something else is doubted too, whichever comes first', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    await using db = await testDb();
    const { session, students, phones } = await sharing(db, 2);
    const commit = groupCommit(db.$client);
    const at = SCAN_AT + MINUTE_MS;
    const scans = await Promise.all(phones.map((phone, index) => scanBy(db, phone, session, { at: index === 0 ? SCAN_AT : at })));
    const send = (index: 0 | 1) =>
      as(db, students[index] as (typeof students)[0], at, { commit }).checkIn.submit(scans[index] as never);
    await Promise.all(order.map(send));
    const byStudent = (await claimsOf(db, session.id)).sort((a, b) => a.studentId - b.studentId);
    expect(byStudent[0]?.reasons).toEqual(expect.arrayContaining(['few-windows', 'new-device', 'shared-device']));
    expect(byStudent[1]).toMatchObject({ verdict: 'waiting', reasons: ['shared-device'] });
  }
});

test('a scan that an extension lets in from a phone somebody else has used makes both wait', async () => {
  await using db = await testDb();
  const { teacher, session, students, phones } = await sharing(db, 2);
  const [first, second] = students;
  const end = Number(session.checkInClosesAt);
  const early = await scanBy(db, phones[0] as (typeof phones)[0], session, { at: SCAN_AT });
  const late = await scanBy(db, phones[1] as (typeof phones)[0], session, { at: end + MINUTE_MS });
  await as(db, first as never, SCAN_AT).checkIn.submit(early);
  await as(db, second as never, end + MINUTE_MS).checkIn.submit(late);
  await as(db, teacher, end + MINUTE_MS).classSession.extend({ ...action(end), classSessionId: session.id, minutes: 5 });
  const shared = { verdict: 'waiting', reasons: ['shared-device'] };
  expect(await claimsOf(db, session.id)).toMatchObject([shared, shared]);
});
