/** What use cases cost the database: tables that grow are searched, never read from end to end, and the number of queries is fixed. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { BREAKDOWNS } from '#domain/report/report-filter';
import { sealHistory } from '#server/services/history/history';
import { lockRegisters, settleDueSessions } from '#server/services/register/register-settling';
import { countRegisters } from '#server/services/report/register-counting';
import { testServices } from '../helpers/api';
import { action, as, type Classroom, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { claimBy, codeAt, knownPhoneOf, type Phone, phoneOf, registerPhone, scanBy } from '../helpers/phone';
import { countCalls, fullScans, planSteps, statementsOf } from '../helpers/query-plan';

/** Tables without a bound: they grow with every student, day or mark. */
const GROWING = [
  ...['attendance', 'attendance_events', 'claims', 'class_sessions', 'enrolments', 'users'],
  ...[
    'class_session_tallies',
    ...['section_day_tallies', 'section_week_tallies', 'school_day_tallies', 'section_sums', 'student_sums'],
    'devices',
    'sightings',
    'seals',
    'unsealed_claims',
    'corrections',
    'leaves',
    'audit_events',
    'login_sessions',
  ],
] as const;

type Room = Classroom & { phone: Phone };
type Use = (db: Database, room: Room) => Promise<unknown>;
const SCAN_AT = NOW + MINUTE_MS;
const ENDS = NOW + HOUR_MS;

const ref = ({ session }: Room) => ({ ...action(), classSessionId: session.id });
const scan = (db: Database, { phone, session }: Room) => scanBy(db, phone, session, { at: SCAN_AT });

/** Of a class session that is open. */
const USES: Record<string, Use> = {
  'a check-in': async (db, room) => as(db, room.student, SCAN_AT).checkIn.submit(await scan(db, room)),
  'a check-in sent twice': async (db, room) => {
    const claim = await scan(db, room);
    await as(db, room.student, SCAN_AT).checkIn.submit(claim);
    await as(db, room.student, SCAN_AT).checkIn.submit(claim);
  },
  'a typed code': async (db, room) => {
    const claim = await claimBy(room.phone, room.session.id, { code: await codeAt(db, room.session, SCAN_AT) });
    await as(db, room.student, SCAN_AT).checkIn.submit(claim);
  },
  'a check-in that waits, accepted': (db, room) => settled(db, room, 'accept'),
  'a check-in that waits, declined': (db, room) => settled(db, room, 'decline'),
  'a decision taken back': async (db, room) => {
    const claimId = await settled(db, room, 'accept');
    await as(db, room.teacher).checkIn.unsettle({ ...action(), claimId });
  },
  'a device shared': async (db, room) => {
    await as(db, room.student, SCAN_AT).checkIn.submit(await scan(db, room));
    await registerPhone(as(db, room.friend, SCAN_AT), room.phone);
    await as(db, room.friend, SCAN_AT).checkIn.submit(await scan(db, room));
  },
  'a check-in after the lock': async (db, room) => as(db, room.student, ENDS + 8 * DAY_MS).checkIn.submit(await scan(db, room)),
  'a mark and a conflict': async (db, room) => {
    const mark = { ...ref(room), studentId: room.student.id, status: 'present' as const, version: 0 };
    await as(db, room.teacher).attendance.mark(mark);
    await as(db, room.assistant).attendance.mark({ ...mark, id: action().id });
  },
  'a register': (db, room) => as(db, room.teacher).classSession.register(ref(room)),
  'a student’s sheet': async (db, room) => {
    const sheet = { classSessionId: room.session.id, studentId: room.student.id };
    await as(db, room.teacher).attendance.sheet(sheet);
    await as(db, await user(db, { role: 'admin' })).attendance.sheet(sheet);
  },
  'the class sessions behind a rate': async (db, { student }) => {
    await as(db, student).attendance.sessions({ status: 'absent', month: '2026-09' });
    await as(db, await user(db, { role: 'admin' })).person.sessions({ personId: student.id });
  },
  'a register beside': (db, room) => as(db, room.teacher).classSession.openBeside(ref(room)),
  'one’s own corrections': async (db, { student, teacher }) => {
    await as(db, student).correction.mine({});
    await as(db, teacher).correction.mine({ of: 'asked' });
  },
  'people, and what they learn': async (db) => as(db, await user(db, { role: 'admin' })).person.list({}),
  'a key': (db, room) => as(db, room.teacher).classSession.key(ref(room)),
  'another key': (db, room) => as(db, room.teacher).classSession.renewKey(ref(room)),
  'other sign-ins ended': (db, room) => as(db, room.teacher).user.signOutEverywhereElse(),
  'an extension': (db, room) => as(db, room.teacher).classSession.extend({ ...ref(room), minutes: 5 }),
  'the end of check-in': (db, room) => as(db, room.teacher).classSession.endCheckIn(ref(room)),
  'a head count': (db, room) => as(db, room.teacher).classSession.setHeadCount({ ...ref(room), headCount: 3 }),
  'a closing and a reopening': async (db, room) => {
    await as(db, room.teacher).classSession.close(ref(room));
    await as(db, room.teacher).classSession.reopen({ ...ref(room), reason: 'A slip' });
  },
  'a class session added': (db, { teacher, section }) =>
    as(db, teacher).classSession.add({ sectionId: section.id, day: '2026-09-09', startTime: '09:00', endTime: '10:00' }),
  'the sections and the day of staff': async (db, { teacher }) => {
    await as(db, teacher).classSession.sections();
    await as(db, teacher).classSession.today();
  },
  'what staff look for': async (db, { teacher }) => {
    await as(db, teacher).school.find({ search: 'a' });
    await as(db, await user(db, { role: 'admin' })).school.find({ search: 'a' });
  },
  'the day of a student': (db, { student }) => as(db, student).timetable.today(),
  'the overview': async (db) => {
    const call = as(db, await user(db, { role: 'admin' }));
    await call.live.overview();
    expect(await call.school.firstSteps()).toEqual({
      people: true,
      term: false,
      sections: true,
      timetable: false,
      register: false,
    });
  },
  'the day and the pack of a colleague who covers': async (db, { teacher, session }) => {
    const colleague = await user(db, { role: 'teacher' });
    await as(db, teacher).cover.handOver({ classSessionId: session.id, userId: colleague.id });
    await as(db, colleague).classSession.today();
    await as(db, colleague).offline.dayPack();
    await as(db, teacher).cover.takeBack({ classSessionId: session.id });
  },
  'a day handed over': async (db, { teacher }) => {
    const day = { day: '2026-09-07', ofId: teacher.id };
    const call = as(db, await user(db, { role: 'admin' }));
    await call.cover.handOverDay({ ...day, userId: (await user(db, { role: 'teacher' })).id });
    await call.cover.dayOf({ personId: teacher.id });
    await call.cover.takeBackDay(day);
  },
  'closing by time': (db) => settleDueSessions(testServices(db, { now: ENDS })),
  'closing, counting, locking and sealing by time': async (db) => {
    await settleDueSessions(testServices(db, { now: ENDS }));
    await countRegisters(testServices(db));
    await lockRegisters(testServices(db, { now: ENDS + 7 * DAY_MS }));
    await sealHistory(testServices(db));
  },
};

async function settled(db: Database, room: Room, decision: 'accept' | 'decline') {
  const claim = await scan(db, { ...room, phone: await knownPhoneOf(db, room.student) });
  await as(db, room.student, NOW + HOUR_MS / 2).checkIn.submit(claim);
  await as(db, room.teacher).checkIn.settle({ ...action(), claimId: claim.id, decision });
  return claim.id;
}

async function roomOf(db: Database, given: Parameters<typeof classroom>[1] = {}): Promise<Room> {
  const room = await classroom(db, { students: 2, ...given });
  return { ...room, phone: await phoneOf(db, room.student) };
}

test.for(Object.entries(USES))('%s reads no growing table from end to end', async ([, use]) => {
  await using db = await testDb();
  const room = await roomOf(db);
  expect(await fullScans(db, GROWING, () => use(db, room))).toEqual([]);
});

test('an opening that judges what waited reads no growing table from end to end', async () => {
  await using db = await testDb();
  const room = await roomOf(db, { open: false });
  await as(db, room.student, SCAN_AT).checkIn.submit(await scan(db, room));
  const open = () => as(db, room.teacher, SCAN_AT).classSession.open(ref(room));
  expect(await fullScans(db, GROWING, open)).toEqual([]);
});

const RANGE = { from: '2026-09-01', until: '2026-09-10' };
const PARTS = { everything: {}, 'a department': { departmentId: 1 }, 'a section': { sectionId: 1 } };

test.for(Object.entries(PARTS))('reports of %s read no growing table from end to end', async ([, part]) => {
  await using db = await testDb();
  const room = await roomOf(db);
  await as(db, room.teacher).classSession.close(ref(room));
  const people = [await user(db, { role: 'admin' }), room.teacher];
  for (const { report } of people.map((person) => as(db, person))) {
    const use = async () => {
      await report.overview({ ...RANGE, ...part, by: 'week' });
      await report.overview({ ...RANGE, ...part, by: 'week', asAt: ENDS });
      await report.overview({ ...RANGE, ...part, by: 'week', studentId: room.student.id });
      for (const by of BREAKDOWNS) await report.breakdown({ ...RANGE, ...part, by });
      await report.frequentAbsentees({ ...part, since: RANGE.from });
      await report.chronic({ ...part, since: RANGE.from });
      await report.falling(part);
      await report.section({ ...RANGE, sectionId: room.section.id });
      await report.sessions({ ...RANGE, ...part, status: 'absent' });
      await report.byReason({ ...RANGE, ...part });
      await report.absentToday(part);
      await report.notTaken({ ...RANGE, ...part });
      await report.health({ ...RANGE, ...part });
    };
    expect(await fullScans(db, GROWING, use)).toEqual([]);
  }
});

test('a full scan would be noticed', async () => {
  await using db = await testDb();
  const read = () => db.$client.execute('select * from claims o where o.reasons = 1');
  expect(await fullScans(db, GROWING, read)).toEqual([expect.stringContaining('SCAN o')]);
  const write = () => db.$client.batch(['update users as u set phone = 1 where phone = 2']);
  expect(await fullScans(db, GROWING, write)).toEqual([expect.stringContaining('SCAN u')]);
});

test('sealing finds the seal made last, and each record’s own, without going through the seals of its kind', async () => {
  await using db = await testDb();
  const steps = await planSteps(db, () => sealHistory(testServices(db)));
  const seen = steps.filter((step) => /\bseals\b/.test(step));
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((step) => step.endsWith('seals_record (record=?)'))).toEqual([]);
});

test('a check-in is one read and one batch', async () => {
  await using db = await testDb();
  const room = await roomOf(db);
  const claim = await scan(db, room);
  const submit = () => as(db, room.student, SCAN_AT).checkIn.submit(claim);
  expect(await countCalls(db, submit)).toEqual({ reads: 1, batches: 1 });
  expect((await countCalls(db, submit)).batches).toBe(0);
});

test('a check-in finds marks by their class sessions, however many its student has', async () => {
  await using db = await testDb();
  const room = await roomOf(db);
  const claim = await scan(db, room);
  const steps = await planSteps(db, () => as(db, room.student, SCAN_AT).checkIn.submit(claim));
  const ofStudent = steps.filter((step) => step.includes('INDEX attendance_student'));
  expect(ofStudent.length).toBeGreaterThan(0);
  expect(ofStudent.filter((step) => !step.includes('class_session_id=?'))).toEqual([]);
});

test.for([2, 60])('a register of %i students is two reads', async (students) => {
  await using db = await testDb();
  const room = await roomOf(db, { students });
  const read = () => as(db, room.teacher).classSession.register({ classSessionId: room.session.id });
  expect(await countCalls(db, read)).toEqual({ reads: 2, batches: 0 });
});

test.for([1, 60])('%i marks are one read and one batch', async (students) => {
  await using db = await testDb();
  const room = await roomOf(db, { students });
  const marks = room.students.map(({ id }) => ({ studentId: id, status: 'present' as const, version: 0 }));
  const mark = () => as(db, room.teacher).attendance.markMany({ ...ref(room), marks });
  expect(await countCalls(db, mark)).toEqual({ reads: 1, batches: 1 });
});

test('however many claims wait, an opening judges them in as many queries', async () => {
  const costs = [];
  for (const students of [1, 12]) {
    await using db = await testDb();
    const room = await classroom(db, { students, open: false });
    for (const student of room.students) {
      const claim = await scan(db, { ...room, phone: await phoneOf(db, student) });
      await as(db, student, SCAN_AT).checkIn.submit(claim);
    }
    const open = () => as(db, room.teacher, SCAN_AT).classSession.open({ ...action(), classSessionId: room.session.id });
    costs.push(await countCalls(db, open));
  }
  expect(costs[1]).toEqual(costs[0]);
});

test('the overview of many class sessions costs what that of one does', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  await classroom(db);
  const one = await countCalls(db, () => as(db, admin).live.overview());
  for (let index = 0; index < 5; index++) await classroom(db);
  expect(await countCalls(db, () => as(db, admin).live.overview())).toEqual(one);
});

test('a check-in finds its student on the roll, however many are on it', async () => {
  await using db = await testDb();
  const room = await roomOf(db);
  const claim = await scan(db, room);
  const steps = await planSteps(db, () => as(db, room.student, SCAN_AT).checkIn.submit(claim));
  const ofRolls = steps.filter((step) => /SEARCH e\b/.test(step));
  expect(ofRolls.length).toBeGreaterThan(0);
  for (const step of ofRolls) expect(step).toContain('student_id=?');
});

test('how many are on the rolls of a day is counted in an index alone', async () => {
  await using db = await testDb();
  await classroom(db);
  const admin = await user(db, { role: 'admin' });
  const steps = await planSteps(db, () => as(db, admin).live.overview());
  expect(steps.filter((step) => /SEARCH enrolments\b/.test(step))).toEqual([expect.stringContaining('COVERING INDEX')]);
});

/** What the pages ask that a whole school opens at nine. */
const BUSY_PAGES: Record<string, Use> = {
  'a student’s home': (db, { student }) => as(db, student).timetable.today(),
  'a teacher’s day': (db, { teacher }) => as(db, teacher).classSession.today(),
  'a register': (db, { teacher, session }) => as(db, teacher).classSession.register({ classSessionId: session.id }),
  people: async (db) => as(db, await user(db, { role: 'admin' })).person.list({}),
  'the live overview': async (db) => as(db, await user(db, { role: 'admin' })).live.overview(),
};

test.for(Object.entries(BUSY_PAGES))('%s is one or two statements beside the settings', async ([, use]) => {
  await using db = await testDb();
  const room = await roomOf(db, { students: 5 });
  const reads = (await statementsOf(db, () => use(db, room))).filter((sql) => sql.startsWith('select') || sql.startsWith('with'));
  const [settings, others] = [true, false].map((is) => reads.filter((sql) => sql.includes('from "school"') === is).length);
  expect([settings, others]).toEqual([expect.toSatisfy((count) => count <= 1), expect.toSatisfy((count) => count <= 2)]);
});
