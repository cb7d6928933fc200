/** The register as screens read it: its rows and its class session, by day and by hour, and reading that changes nothing. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { classSessions, enrolments } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { settleDueSessions } from '#server/services/register/register-settling';
import { testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, settings, user } from '../helpers/factories';
import { knownPhoneOf, scanBy } from '../helpers/phone';
import { countCalls } from '../helpers/query-plan';

const ENDS = NOW + HOUR_MS;

test('a row says who, what, by what, which version, and what waits', async () => {
  await using db = await testDb();
  const { teacher, session, student, friend } = await classroom(db, { students: 2 });
  const scan = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW });
  await as(db, student).checkIn.submit(scan);
  const late = await scanBy(db, await knownPhoneOf(db, friend), session, { at: NOW + 12 * MINUTE_MS });
  await as(db, friend, NOW + 20 * MINUTE_MS).checkIn.submit(late);
  const { rows } = await as(db, teacher, NOW + 20 * MINUTE_MS).classSession.register({ classSessionId: session.id });
  const byId = new Map(rows.map((row) => [row.studentId, row]));
  expect(byId.get(student.id)).toMatchObject({
    ...{ studentId: student.id, name: student.name, status: 'present', source: 'qr', version: 1, waiting: [], claims: [] },
    ...{ note: null, changedAt: NOW, changedBy: student.name },
  });
  expect(byId.get(friend.id)).toMatchObject({
    ...{ studentId: friend.id, name: friend.name, status: null, source: null, version: 0, waiting: ['few-windows'] },
    claims: [{ claimId: late.id, reasons: ['few-windows'], status: 'late', receivedAt: NOW + 20 * MINUTE_MS }],
  });
});

test('rows are sorted by the school’s choice of name, in the order of its language', async () => {
  await using db = await testDb();
  const { teacher, section, session, student } = await classroom(db);
  await db.delete(enrolments).where(eq(enrolments.studentId, student.id));
  const people = [
    ['Åsa Öberg'],
    ['Zoe Adams'],
    ['Maria de la Cruz', 'de la Cruz'],
    ['Bo Ångström'],
    ['Łucja Lis'],
    ['Ola Zorn'],
  ] as const;
  for (const [name, familyName = null] of people)
    await enrolment(db, { sectionId: section.id, studentId: (await user(db, { name, familyName })).id });
  const names = async () => {
    const { rows } = await as(db, teacher).classSession.register({ classSessionId: session.id });
    return rows.map(({ name }) => name.split(' ')[0]);
  };
  await settings(db, { locale: 'sv-SE' });
  expect(await names()).toEqual(['Bo', 'Łucja', 'Maria', 'Ola', 'Zoe', 'Åsa']);
  await settings(db, { locale: 'sv-SE', sortNames: 'family' });
  expect(await names()).toEqual(['Zoe', 'Maria', 'Łucja', 'Ola', 'Bo', 'Åsa']);
  await settings(db, { locale: 'en-GB', sortNames: 'family' });
  expect(await names()).toEqual(['Zoe', 'Bo', 'Maria', 'Łucja', 'Åsa', 'Ola']);
});

test('two of one name are told apart by their numbers, and nobody else’s is told', async () => {
  await using db = await testDb();
  const { teacher, section, session } = await classroom(db);
  for (const [name, studentNumber] of [
    ['Ana Gil', '7'],
    ['Ana GIL', '8'],
    ['Bo', '9'],
  ] as const)
    await enrolment(db, { sectionId: section.id, studentId: (await user(db, { name, studentNumber })).id });
  const { rows } = await as(db, teacher).classSession.register({ classSessionId: session.id });
  expect(rows.slice(0, 3).map(({ studentNumber }) => studentNumber)).toEqual(['7', '8', null]);
});

test('rows are in the order of names, whatever their case', async () => {
  await using db = await testDb();
  const { teacher, section, session, student } = await classroom(db);
  await db.delete(enrolments).where(eq(enrolments.studentId, student.id));
  for (const name of ['bea', 'Ada', 'Cem', 'ada']) {
    const { id } = await user(db, { name });
    await enrolment(db, { sectionId: section.id, studentId: id });
  }
  const { rows } = await as(db, teacher).classSession.register({ classSessionId: session.id });
  expect(rows.map(({ name }) => name)).toEqual(['ada', 'Ada', 'bea', 'Cem']);
});

test.for([
  ['from that day', { fromDay: '2026-09-07' }, true],
  ['from the next day', { fromDay: '2026-09-08' }, false],
  ['until that day', { untilDay: '2026-09-07' }, true],
  ['until the day before', { untilDay: '2026-09-06' }, false],
] as const)('who is enrolled %s is on the roll of that day or not', async ([, days, isThere]) => {
  await using db = await testDb();
  const { teacher, section, session } = await classroom(db);
  const student = await user(db);
  await enrolment(db, { sectionId: section.id, studentId: student.id, ...days });
  const { rows } = await as(db, teacher).classSession.register({ classSessionId: session.id });
  expect(rows.some(({ studentId }) => studentId === student.id)).toBe(isThere);
});

test('whoever has a mark stays in the register after leaving the section', async () => {
  await using db = await testDb();
  const { teacher, session, student, friend } = await classroom(db, { students: 2 });
  const mark = { ...action(), classSessionId: session.id, studentId: student.id, status: 'present' as const, version: 0 };
  await as(db, teacher).attendance.mark(mark);
  await db.delete(enrolments).where(eq(enrolments.studentId, student.id));
  await db.delete(enrolments).where(eq(enrolments.studentId, friend.id));
  const { rows } = await as(db, teacher).classSession.register({ classSessionId: session.id });
  expect(rows.map(({ studentId }) => studentId)).toEqual([student.id]);
});

test('a student enrolled twice has one row', async () => {
  await using db = await testDb();
  const { teacher, section, session, student } = await classroom(db);
  await enrolment(db, { sectionId: section.id, studentId: student.id, fromDay: '2026-09-01' });
  const { rows } = await as(db, teacher).classSession.register({ classSessionId: session.id });
  expect(rows).toHaveLength(1);
});

test('the class session of a register is whole, and holds no key', async () => {
  await using db = await testDb();
  const { teacher, section, session } = await classroom(db, { classSession: { room: 'B12' } });
  const { classSession: view } = await as(db, teacher).classSession.register({ classSessionId: session.id });
  expect(view).toMatchObject({
    ...{ id: session.id, sectionId: section.id, sectionCode: section.code, room: 'B12', day: '2026-09-07' },
    ...{ startsAt: NOW, endsAt: ENDS, zone: 'UTC', state: 'open', openedAt: NOW, checkInClosesAt: NOW + 15 * MINUTE_MS },
    ...{ closedAt: null, isHeld: false, headCount: null, marking: 'free', isCheckInOpen: true, serverNow: NOW },
  });
  expect(JSON.stringify(view)).not.toMatch(/key|secret/i);
});

test.for([
  ['more than 30 min before', NOW - 30 * MINUTE_MS - 1, { state: 'scheduled', canOpen: false, marking: 'too-early' }],
  ['30 min before', NOW - 30 * MINUTE_MS, { state: 'scheduled', canOpen: true, marking: 'free' }],
  ['1 ms before its end', ENDS - 1, { state: 'scheduled', canOpen: true, marking: 'free' }],
  ['at its end', ENDS, { state: 'closed', isHeld: false, canOpen: false, canReopen: true, marking: 'with-reason' }],
  ['at its lock', ENDS + 7 * DAY_MS, { state: 'closed', canReopen: false, marking: 'locked' }],
] as const)('a class session never opened, seen %s', async ([, at, expected]) => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const { classSession: view } = await as(db, teacher, at).classSession.register({ classSessionId: session.id });
  expect(view).toMatchObject({ isCheckInOpen: false, ...expected });
});

test.for([
  ['in its last instant of check-in', NOW + 15 * MINUTE_MS - 1, { state: 'open', isCheckInOpen: true }],
  ['as check-in ends', NOW + 15 * MINUTE_MS, { state: 'open', isCheckInOpen: false }],
  ['as class ends', ENDS, { state: 'closed', isHeld: true, closedAt: ENDS, isCheckInOpen: false }],
] as const)('an open class session, seen %s', async ([, at, expected]) => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const { classSession: view } = await as(db, teacher, at).classSession.register({ classSessionId: session.id });
  expect(view).toMatchObject(expected);
});

test('after the lock only an administrator may still mark, with a reason', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const admin = await user(db, { role: 'admin' });
  const seenBy = async (person: typeof admin) =>
    (await as(db, person, ENDS + 8 * DAY_MS).classSession.register({ classSessionId: session.id })).classSession.marking;
  expect([await seenBy(teacher), await seenBy(admin)]).toEqual(['locked', 'with-reason']);
});

test('reading registers, days and overviews of classes that are over writes nothing', async () => {
  await using db = await testDb();
  const { teacher, student, session } = await classroom(db);
  const admin = await user(db, { role: 'admin' });
  const at = ENDS + 2 * HOUR_MS;
  const calls = await countCalls(db, async () => {
    await as(db, teacher, at).classSession.register({ classSessionId: session.id });
    await as(db, teacher, at).classSession.today();
    await as(db, admin, at).live.overview();
    await as(db, student, at).timetable.today();
  });
  expect(calls.batches).toBe(0);
});

test('the teacher’s day has today’s class sessions, and what was not taken until it locks', async () => {
  await using db = await testDb();
  const { teacher, section, session } = await classroom(db);
  const other = await classroom(db);
  const missed = await Promise.all(
    [1, 7, 8].map((days) =>
      db
        .insert(classSessions)
        .values({
          ...{ sectionId: section.id, zone: 'UTC', startTime: '09:00', endTime: '10:00', state: 'scheduled' },
          ...{ startsAt: NOW - days * DAY_MS, endsAt: ENDS - days * DAY_MS, closesAt: ENDS - days * DAY_MS },
          day: new Date(NOW - days * DAY_MS).toISOString().slice(0, 10),
        })
        .returning({ id: classSessions.id }),
    ),
  );
  await settleDueSessions(testServices(db, { now: NOW }));
  const { rows, notTaken, day } = await as(db, teacher).classSession.today();
  expect(day).toBe('2026-09-07');
  expect(rows.map(({ classSessionId }) => classSessionId)).toEqual([session.id]);
  expect(rows.map(({ classSessionId }) => classSessionId)).not.toContain(other.session.id);
  expect(notTaken.map(({ classSessionId }) => classSessionId)).toEqual([missed[0]?.[0]?.id, missed[1]?.[0]?.id]);
});

test('today is the day it is at school', async () => {
  await using db = await testDb();
  await settings(db, { zone: 'Pacific/Auckland' });
  const startsAt = Date.UTC(2026, 8, 7, 21, 0);
  const { teacher, student, session } = await classroom(db, {
    classSession: { startsAt, day: '2026-09-08', zone: 'Pacific/Auckland' },
  });
  const at = Date.UTC(2026, 8, 7, 12, 30);
  expect(await as(db, teacher, at).classSession.today()).toMatchObject({
    day: '2026-09-08',
    rows: [{ classSessionId: session.id }],
  });
  expect((await as(db, student, at).timetable.today()).classSessions).toMatchObject([{ classSessionId: session.id }]);
  expect((await as(db, student, at - 2 * HOUR_MS).timetable.today()).classSessions).toEqual([]);
});

test('a class past midnight is of the day on which it begins, and is today until it is over', async () => {
  await using db = await testDb();
  const startsAt = Date.UTC(2026, 8, 7, 23, 0);
  const endsAt = startsAt + 90 * MINUTE_MS;
  const { teacher, student } = await classroom(db, { classSession: { startsAt, endsAt } });
  const admin = await user(db, { role: 'admin' });
  const seenAt = async (at: number) => {
    const [staff, own] = [await as(db, teacher, at).classSession.today(), await as(db, student, at).timetable.today()];
    const { rows } = await as(db, admin, at).live.overview({});
    const { classSessions: packed, validUntil } = await as(db, teacher, at).offline.dayPack();
    return [[staff.rows, own.classSessions, rows, packed].map((list) => list.length), validUntil - at];
  };
  expect(await seenAt(startsAt)).toEqual([[1, 1, 1, 1], 90 * MINUTE_MS]);
  expect(await seenAt(endsAt - MINUTE_MS)).toEqual([[1, 1, 1, 1], 23.5 * HOUR_MS + MINUTE_MS]);
  expect((await seenAt(endsAt))[0]).toEqual([0, 0, 0, 0]);
});

test('an overview counts enrolled, marks and waiting claims of every class session of today', async () => {
  await using db = await testDb();
  const { teacher, assistant, session, students } = await classroom(db, { students: 3 });
  const admin = await user(db, { role: 'admin' });
  await classroom(db, { classSession: { startsAt: NOW + DAY_MS } });
  const [first, second] = students.map(({ id }) => id) as [number, number, number];
  const marks = [
    { studentId: first, status: 'present' as const, version: 0 },
    { studentId: second, status: 'late' as const, version: 0 },
  ];
  await as(db, teacher).attendance.markMany({ ...action(), classSessionId: session.id, marks });
  const { rows } = await as(db, admin).live.overview();
  expect(rows).toMatchObject([
    {
      ...{ classSessionId: session.id, state: 'open', isCheckInOpen: true, enrolled: 3, waiting: 0, isNotTaken: false },
      tally: { present: 1, late: 1, absent: 0, excused: 0 },
      staff: expect.arrayContaining([teacher.name, assistant.name]),
    },
  ]);
});
