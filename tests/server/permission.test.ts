/** Every procedure about a register, called by staff of another class. Roles are the matter of `procedures.test.ts`. */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attendance, auditEvents, claims } from '#db/schema';
import { refusalOf } from '../helpers/api';
import { action, as, type Classroom, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';

type Call = ReturnType<typeof as>;

/** A claim of the class that waits for staff. */
async function waitingClaim(db: Database, { session, student }: Classroom) {
  const row = { deviceId: crypto.randomUUID(), tokens: [], signature: '', deviceAt: NOW, receivedAt: NOW };
  const id = uuidv7();
  const waits = { verdict: 'waiting' as const, status: 'present' as const, source: 'qr' as const, reasons: ['few-windows'] };
  await db.insert(claims).values({ id, classSessionId: session.id, studentId: student.id, ...row, ...waits });
  return id;
}

const OF_STAFF: Record<string, (call: Call, room: Classroom, claimId: string) => Promise<unknown>> = {
  register: (call, { session }) => call.classSession.register({ classSessionId: session.id }),
  key: (call, { session }) => call.classSession.key({ classSessionId: session.id }),
  open: (call, { session }) => call.classSession.open({ ...action(), classSessionId: session.id }),
  close: (call, { session }) => call.classSession.close({ ...action(), classSessionId: session.id }),
  extend: (call, { session }) => call.classSession.extend({ ...action(), classSessionId: session.id, minutes: 5 }),
  endCheckIn: (call, { session }) => call.classSession.endCheckIn({ ...action(), classSessionId: session.id }),
  reopen: (call, { session }) => call.classSession.reopen({ classSessionId: session.id, reason: 'To look' }),
  setHeadCount: (call, { session }) => call.classSession.setHeadCount({ ...action(), classSessionId: session.id, headCount: 1 }),
  add: (call, { section }) =>
    call.classSession.add({ sectionId: section.id, day: '2026-09-08', startTime: '09:00', endTime: '10:00' }),
  mark: (call, { session, student }) =>
    call.attendance.mark({ ...action(), classSessionId: session.id, studentId: student.id, status: 'present', version: 0 }),
  markMany: (call, { session, student }) =>
    call.attendance.markMany({
      ...action(),
      classSessionId: session.id,
      marks: [{ studentId: student.id, status: 'present', version: 0 }],
    }),
  settle: (call, _, claimId) => call.checkIn.settle({ ...action(), claimId, decision: 'accept' }),
};

async function untouched(db: Database) {
  expect(await db.select().from(attendance)).toEqual([]);
  expect(await db.select().from(auditEvents)).toEqual([]);
  expect(await db.select({ verdict: claims.verdict }).from(claims)).toEqual([{ verdict: 'waiting' }]);
}

test.for(Object.entries(OF_STAFF))('%s does not exist for staff of another section', async ([, use]) => {
  await using db = await testDb();
  const room = await classroom(db);
  const other = await classroom(db);
  const claimId = await waitingClaim(db, room);
  for (const person of [other.teacher, other.assistant])
    expect((await refusalOf(use(as(db, person), room, claimId))).code).toBe('not-found');
  await untouched(db);
});

test.for(Object.entries(OF_STAFF).filter(([name]) => name !== 'reopen'))(
  '%s is for the teacher, the assistant and any administrator',
  async ([, use]) => {
    for (const who of ['teacher', 'assistant', 'admin'] as const) {
      await using db = await testDb();
      const room = await classroom(db);
      const claimId = await waitingClaim(db, room);
      const person = who === 'admin' ? await user(db, { role: 'admin' }) : room[who];
      await expect(use(as(db, person), room, claimId)).resolves.toBeDefined();
    }
  },
);

test.for(Object.entries(OF_STAFF).filter(([name]) => name !== 'reopen'))(
  '%s is for whoever covers the class session, unless it is not the register’s',
  async ([name, use]) => {
    await using db = await testDb();
    const room = await classroom(db);
    const other = await classroom(db);
    const claimId = await waitingClaim(db, room);
    await as(db, room.teacher).cover.handOver({ classSessionId: room.session.id, userId: other.assistant.id });
    const used = use(as(db, other.assistant), room, claimId);
    if (name === 'add') expect((await refusalOf(used)).code).toBe('not-found');
    else await expect(used).resolves.toBeDefined();
    expect((await refusalOf(use(as(db, other.teacher), room, claimId))).code).toBe('not-found');
  },
);

test('staff who left a section no longer know its registers', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await db.$client.execute({ sql: 'delete from section_staff where user_id = ?', args: [room.teacher.id] });
  const call = as(db, room.teacher).classSession.register({ classSessionId: room.session.id });
  expect((await refusalOf(call)).code).toBe('not-found');
});

test('what does not exist reads like what is somebody else’s', async () => {
  await using db = await testDb();
  const { teacher } = await classroom(db);
  const other = await classroom(db);
  const unknown = await refusalOf(as(db, teacher).classSession.register({ classSessionId: 4_711 }));
  const foreign = await refusalOf(as(db, teacher).classSession.register({ classSessionId: other.session.id }));
  expect(unknown).toEqual(foreign);
  const claim = await refusalOf(as(db, teacher).checkIn.settle({ ...action(), claimId: uuidv7(), decision: 'accept' }));
  expect(claim.code).toBe('not-found');
});

test('a teacher’s or an administrator’s mark cannot be set on a student of another class', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const other = await classroom(db);
  const admin = await user(db, { role: 'admin' });
  const mark = { classSessionId: room.session.id, studentId: other.student.id, status: 'present' as const, version: 0 };
  for (const person of [room.teacher, admin])
    expect((await refusalOf(as(db, person).attendance.mark({ ...action(), ...mark }))).code).toBe('not-found');
  expect(await db.select().from(attendance)).toEqual([]);
});
