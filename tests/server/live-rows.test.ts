/** A live register has read what changed, and ends as the register that is read anew. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { enrolments, users } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import type { RegisterChange, RegisterRow } from '#domain/register/register';
import type { ActorContext } from '#server/context/context';
import { watchRegister } from '#server/services/register/live/watch-register';
import { testContext } from '../helpers/api';
import { action, as, type Classroom, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { knownPhoneOf, phoneOf, scanBy } from '../helpers/phone';

/** Longer than a screen waits between two looks. */
const SETTLED_MS = 450;

/** A screen that shows the whole register, and takes in what it is told as the register's page does. */
async function screenOf(db: Database, { teacher, session }: Classroom) {
  const left = new AbortController();
  const { ctx } = testContext(db, { actor: teacher, now: () => NOW });
  const messages = watchRegister(ctx as ActorContext, session.id, left.signal);
  const rows = new Map<number, RegisterRow>();
  const told: RegisterChange[] = [];
  const take = (change: RegisterChange) => {
    if (change.isWhole) rows.clear();
    for (const row of change.rows) rows.set(row.studentId, row);
    told.push(change);
  };
  take((await messages.next()).value);
  const readOn = async () => {
    for await (const change of messages) take(change);
  };
  const ended = readOn();
  const leave = async () => {
    left.abort();
    await ended;
  };
  return { rows, told, [Symbol.asyncDispose]: leave };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, SETTLED_MS));

async function checkIn(db: Database, { session }: Classroom, student: Classroom['student'], address = '192.0.2.1') {
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: NOW });
  await as(db, student, NOW, { address }).checkIn.submit(claim);
}

async function waitAtTheDoor(db: Database, { session }: Classroom, student: Classroom['student']): Promise<string> {
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW });
  await as(db, student, NOW + 5 * MINUTE_MS).checkIn.submit(claim);
  return claim.id;
}

/** How many rows with somebody's name are read while `use` runs. */
async function namesRead(db: Database, use: () => Promise<unknown>): Promise<number> {
  const { $client } = db;
  const { execute } = $client;
  let count = 0;
  $client.execute = (async (...given: Parameters<typeof execute>) => {
    const result = await execute.apply($client, given);
    if (result.columns.includes('studentNumber')) count += result.rows.length;
    return result;
  }) as typeof execute;
  await use().finally(() => Object.assign($client, { execute }));
  return count;
}

test('an arrival has its own row read, however many are on the roll', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 40 });
  const [one, two, three] = room.students as [Classroom['student'], Classroom['student'], Classroom['student']];
  await using screen = await screenOf(db, room);
  await settled();
  const arrive = async () => {
    for (const student of [one, two, three]) {
      await checkIn(db, room, student);
      await settled();
    }
  };
  expect(await namesRead(db, arrive)).toBe(3);
  expect(screen.told.map(({ rows }) => rows.length)).toEqual([40, 1, 2, 1]);
});

/** What happens to a register, in this order, while it is watched. */
const HAPPENINGS: ((db: Database, room: Classroom) => Promise<unknown>)[] = [
  (db, room) => checkIn(db, room, room.student),
  (db, room) => checkIn(db, room, room.friend),
  async (db, room) => {
    const mark = { ...action(), classSessionId: room.session.id, status: 'absent' as const, version: 0 };
    await as(db, room.teacher).attendance.mark({ ...mark, studentId: Number(room.students[2]?.id) });
  },
  async (db, room) => {
    const claimId = await waitAtTheDoor(db, room, room.students[3] as Classroom['student']);
    await as(db, room.teacher).checkIn.settle({ ...action(), claimId, decision: 'accept' });
  },
  async (db, room) => void (await waitAtTheDoor(db, room, room.students[4] as Classroom['student'])),
  async (db, room) => {
    const guest = await user(db);
    const claim = await scanBy(db, await phoneOf(db, guest), room.session, { at: NOW });
    await as(db, guest).checkIn.submit(claim);
    await as(db, room.teacher).checkIn.settle({ ...action(), claimId: claim.id, decision: 'decline' });
  },
  async (db, room) => {
    const newcomer = await user(db, { name: room.student.name });
    await db.insert(enrolments).values({ sectionId: room.section.id, studentId: newcomer.id, fromDay: '2026-01-01' });
  },
  (db, room) => db.delete(enrolments).where(eq(enrolments.studentId, Number(room.students[5]?.id))),
  (db, room) => checkIn(db, room, room.students[6] as Classroom['student'], '198.51.100.7'),
  (db, room) => as(db, room.teacher).classSession.close({ ...action(), classSessionId: room.session.id }),
];

test.each([
  ['one after the other', settled],
  ['all at once', async () => {}],
])('what happens %s leaves a live register equal to one that is read anew', async (_, between) => {
  await using db = await testDb();
  const room = await classroom(db, { students: 8 });
  await using screen = await screenOf(db, room);
  for (const happen of HAPPENINGS) {
    await happen(db, room);
    await between();
  }
  await settled();
  const { rows } = await as(db, room.teacher).classSession.register({ classSessionId: room.session.id });
  expect([...screen.rows.values()].sort((a, b) => a.studentId - b.studentId)).toEqual(
    [...rows].sort((a, b) => a.studentId - b.studentId),
  );
});

test('who comes to watch is told names as they are, and so is who watches already', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  await using early = await screenOf(db, room);
  await db.update(users).set({ name: 'Another Name' }).where(eq(users.id, room.student.id));
  await using late = await screenOf(db, room);
  await checkIn(db, room, room.friend);
  await settled();
  for (const { rows } of [early, late]) expect(rows.get(room.student.id)?.name).toBe('Another Name');
});
