/** Suspending, archiving, restoring and another role: what changes, what ends, what comes back, and who may not be touched. */
import path from 'node:path';
import { createClient } from '@libsql/client';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { auditEvents, departures, enrolments, loginSessions, sectionStaff, users } from '#db/schema';
import { STANDING_ACTIONS } from '#domain/person/person';
import { browser, refusalOf } from '../helpers/api';
import { as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, PASSWORD, PASSWORD_HASH, section, staffing, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';
import { releasedDatabase } from '../helpers/released-database';
import { tempFolder } from '../helpers/temp-folder';

const TODAY = '2026-09-07';
const boss = (db: Database) => user(db, { role: 'admin', name: 'Grace Hopper' });
const personOf = async (db: Database, id: number) => (await db.select().from(users).where(eq(users.id, id)))[0];
const rowsOf = (db: Database) =>
  Promise.all([
    db.select({ sectionId: enrolments.sectionId, fromDay: enrolments.fromDay, untilDay: enrolments.untilDay }).from(enrolments),
    db.select().from(sectionStaff),
  ]);

test('a suspended person is signed out, cannot come in, and can again once reactivated', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db, { passwordHash: PASSWORD_HASH });
  const window = browser(db, { now: Date.now });
  await (await window.request()).call.auth.signIn({ email: ada.email, password: PASSWORD });
  expect(await db.select().from(loginSessions)).toHaveLength(1);
  expect(await as(db, actor).person.suspend({ userIds: [ada.id] })).toEqual({ results: [{ userId: ada.id, outcome: 'done' }] });
  expect(await db.select().from(loginSessions)).toEqual([]);
  const again = async () => (await window.request()).call.auth.signIn({ email: ada.email, password: PASSWORD });
  expect(await again()).toEqual({ outcome: 'suspended' });
  await as(db, actor).person.reactivate({ userIds: [ada.id] });
  expect(await again()).toMatchObject({ outcome: 'signed-in' });
  expect((await db.select().from(auditEvents)).map(({ action, actorName, subject }) => [action, actorName, subject])).toEqual([
    ['user.suspended', 'Grace Hopper', `user:${ada.id}`],
    ['user.reactivated', 'Grace Hopper', `user:${ada.id}`],
  ]);
});

test('an archived person cannot come in, and a sign-in that was open ends', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db, { passwordHash: PASSWORD_HASH });
  const window = browser(db, { now: Date.now });
  await (await window.request()).call.auth.signIn({ email: ada.email, password: PASSWORD });
  await db.update(users).set({ archivedAt: NOW }).where(eq(users.id, ada.id));
  expect((await window.request()).ctx.actor?.state ?? null).toBeNull();
  await as(db, actor).person.restore({ userIds: [ada.id] });
  await as(db, actor).person.archive({ userIds: [ada.id] });
  expect(await (await window.request()).call.auth.signIn({ email: ada.email, password: PASSWORD })).toEqual({
    outcome: 'suspended',
  });
});

test('archiving a student ends what goes on today and drops what has not begun; restoring brings back every row', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db);
  const [past, open, ahead] = [await section(db), await section(db), await section(db)];
  await enrolment(db, { sectionId: past.id, studentId: ada.id, untilDay: '2026-03-01' });
  await enrolment(db, { sectionId: open.id, studentId: ada.id });
  await enrolment(db, { sectionId: ahead.id, studentId: ada.id, fromDay: '2026-10-01', untilDay: '2026-12-01' });
  const before = await rowsOf(db);
  await as(db, actor).person.archive({ userIds: [ada.id] });
  expect((await rowsOf(db))[0]).toEqual([
    { sectionId: past.id, fromDay: '2026-01-01', untilDay: '2026-03-01' },
    { sectionId: open.id, fromDay: '2026-01-01', untilDay: TODAY },
  ]);
  expect(await personOf(db, ada.id)).toMatchObject({ archivedAt: NOW, state: 'active' });
  await as(db, actor).person.restore({ userIds: [ada.id] });
  expect(await rowsOf(db)).toEqual(before);
  expect((await personOf(db, ada.id))?.archivedAt).toBeNull();
});

test('archiving a teacher gives up the sections, and restoring takes them up again', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const { teacher, assistant } = await classroom(db);
  const before = await rowsOf(db);
  await as(db, actor).person.archive({ userIds: [teacher.id] });
  expect((await rowsOf(db))[1].map(({ userId }) => userId)).toEqual([assistant.id]);
  await as(db, actor).person.restore({ userIds: [teacher.id] });
  expect((await rowsOf(db)).map((rows) => rows.length)).toEqual(before.map((rows) => rows.length));
  expect((await rowsOf(db))[1]).toEqual(expect.arrayContaining(before[1]));
});

test('restoring leaves an enrolment that was changed meanwhile', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db);
  const { id } = await enrolment(db, { sectionId: (await section(db)).id, studentId: ada.id });
  await as(db, actor).person.archive({ userIds: [ada.id] });
  await db.update(enrolments).set({ untilDay: '2026-05-05' }).where(eq(enrolments.id, id));
  await as(db, actor).person.restore({ userIds: [ada.id] });
  expect((await rowsOf(db))[0]).toMatchObject([{ untilDay: '2026-05-05' }]);
});

test('of many each is answered for itself', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const [active, waiting, gone] = [await user(db), await user(db, { state: 'pending' }), await user(db, { archivedAt: NOW })];
  const userIds = [active.id, waiting.id, gone.id, actor.id, 4711];
  const { results } = await as(db, actor).person.suspend({ userIds });
  expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'not-possible', 'not-possible', 'own', 'not-possible']);
  expect(await db.select().from(auditEvents)).toHaveLength(1);
});

test('a withdrawn approval waits again', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db, { state: 'pending' });
  await as(db, actor).user.decideApprovals({ userIds: [ada.id], decision: 'approve' });
  await as(db, actor).person.withdraw({ userIds: [ada.id] });
  expect(await personOf(db, ada.id)).toMatchObject({ state: 'pending', approvedAt: null, approvedById: null });
});

test('of two administrators who suspend or demote each other at once one remains', async () => {
  for (const way of ['suspend', 'archive', 'changeRole'] as const) {
    await using db = await testDb();
    const [one, two] = [await boss(db), await boss(db)];
    const against = (actor: typeof one, other: typeof one) =>
      way === 'changeRole'
        ? as(db, actor).person.changeRole({ personId: other.id, from: 'admin', role: 'teacher' })
        : as(db, actor).person[way]({ userIds: [other.id] });
    await Promise.allSettled([against(one, two), against(two, one)]);
    const left = (await db.select().from(users)).filter(
      (row) => row.role === 'admin' && row.state === 'active' && !row.archivedAt,
    );
    expect(left, way).toHaveLength(1);
  }
});

test('the last active administrator is not archived, even by one who was suspended a moment ago', async () => {
  await using db = await testDb();
  const [stale, last] = [await user(db, { role: 'admin', state: 'suspended' }), await boss(db)];
  const { results } = await as(db, { ...stale, state: 'active' }).person.archive({ userIds: [last.id] });
  expect(results).toEqual([{ userId: last.id, outcome: 'last-admin' }]);
  const change = as(db, { ...stale, state: 'active' }).person.changeRole({ personId: last.id, from: 'admin', role: 'student' });
  expect((await refusalOf(change)).fieldErrors).toHaveProperty('role');
});

test('a student who becomes a teacher leaves the rolls today, as shown before', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db);
  const [old, now] = [await section(db), await section(db)];
  await enrolment(db, { sectionId: old.id, studentId: ada.id, untilDay: '2026-03-01' });
  await enrolment(db, { sectionId: now.id, studentId: ada.id });
  const preview = await as(db, actor).person.previewRole({ personId: ada.id, role: 'teacher' });
  expect(preview).toMatchObject({ from: 'student', to: 'teacher', today: TODAY, changes: [] });
  expect(preview.ends.map(({ sectionId }) => sectionId)).toEqual([now.id]);
  expect(await personOf(db, ada.id)).toMatchObject({ role: 'student' });
  await as(db, actor).person.changeRole({ personId: ada.id, from: 'student', role: 'teacher' });
  expect(await personOf(db, ada.id)).toMatchObject({ role: 'teacher' });
  expect((await rowsOf(db))[0].map(({ untilDay }) => untilDay)).toEqual(['2026-03-01', TODAY]);
  expect(await db.select().from(auditEvents)).toMatchObject([
    { action: 'user.role-changed', detail: { from: 'student', to: 'teacher', day: TODAY } },
  ]);
});

test('a teacher who becomes an assistant keeps the sections, one who becomes a student gives them up', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const { teacher } = await classroom(db);
  const places = async () => (await rowsOf(db))[1].filter(({ userId }) => userId === teacher.id).map(({ role }) => role);
  await as(db, actor).person.changeRole({ personId: teacher.id, from: 'teacher', role: 'assistant' });
  expect(await places()).toEqual(['assistant']);
  await as(db, actor).person.changeRole({ personId: teacher.id, from: 'assistant', role: 'student' });
  expect(await places()).toEqual([]);
});

test('a role is not changed when it is one’s own, when it was changed meanwhile, or against the school’s domains', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db);
  const call = as(db, actor);
  const own = call.person.changeRole({ personId: actor.id, from: 'admin', role: 'teacher' });
  expect(await refusalOf(own)).toMatchObject({ code: 'invalid' });
  const stale = call.person.changeRole({ personId: ada.id, from: 'teacher', role: 'assistant' });
  expect(await refusalOf(stale)).toMatchObject({ code: 'conflict' });
  const unknown = call.person.changeRole({ personId: 4711, from: 'teacher', role: 'assistant' });
  expect(await refusalOf(unknown)).toMatchObject({ code: 'not-found' });
  await db.$client.execute(`update school set settings = json_set(settings, '$.emailDomains.teacher', json('["staff.test"]'))`);
  const foreign = call.person.changeRole({ personId: ada.id, from: 'student', role: 'teacher' });
  expect(await refusalOf(foreign)).toMatchObject({ code: 'invalid' });
  expect(await personOf(db, ada.id)).toMatchObject({ role: 'student' });
});

test.each(STANDING_ACTIONS)('%s reads no growing table from end to end', async (way) => {
  await using db = await testDb();
  const actor = await boss(db);
  const { teacher, student } = await classroom(db);
  await staffing(db, { sectionId: (await section(db)).id, person: teacher });
  const growing = ['users', 'enrolments', 'audit_events', 'login_sessions', 'section_staff'];
  const use = () => as(db, actor).person[way]({ userIds: [student.id, teacher.id] });
  expect(await fullScans(db, growing, use)).toEqual([]);
});

test('restoring needs nothing of the audit log, and forgets what was given up', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db);
  await enrolment(db, { sectionId: (await section(db)).id, studentId: ada.id });
  const { teacher } = await classroom(db);
  const before = await rowsOf(db);
  const userIds = [ada.id, teacher.id];
  await as(db, actor).person.archive({ userIds });
  await db.$client.execute('drop trigger audit_events_no_update');
  await db.update(auditEvents).set({ detail: {} });
  await as(db, actor).person.restore({ userIds });
  const after = await rowsOf(db);
  expect(after[0]).toEqual(before[0]);
  expect(after[1]).toEqual(expect.arrayContaining(before[1]));
  expect(await db.select().from(departures)).toEqual([]);
});

test('what a person gave up is what they gave up the last time', async () => {
  await using db = await testDb();
  const actor = await boss(db);
  const ada = await user(db);
  await as(db, actor).person.archive({ userIds: [ada.id] });
  await db.update(users).set({ archivedAt: null }).where(eq(users.id, ada.id));
  await enrolment(db, { sectionId: (await section(db)).id, studentId: ada.id });
  const before = await rowsOf(db);
  await as(db, actor).person.archive({ userIds: [ada.id] });
  await as(db, actor).person.restore({ userIds: [ada.id] });
  expect(await rowsOf(db)).toEqual(before);
});

test('somebody archived by an earlier release is restored with what the audit log of then knew', async () => {
  using folder = tempFolder();
  const file = path.join(folder.path, 'school.db');
  await releasedDatabase(file, '0006_history');
  const older = createClient({ url: `file:${file}` });
  const detail = { name: 'Ada', day: '2026-05-05', ended: [{ id: 1, untilDay: '2026-12-01' }], dropped: [], staffed: [] };
  await older.batch([
    "update enrolments set until_day = '2026-05-05' where id = 1",
    'update users set archived_at = 1 where id = 7',
    {
      sql: `insert into audit_events (at, actor_id, actor_name, actor_role, action, subject, detail)
        values (1, 1, 'Grace', 'admin', 'user.archived', 'user:7', ?)`,
      args: [JSON.stringify(detail)],
    },
  ]);
  older.close();
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  await as(db, await boss(db)).person.restore({ userIds: [7] });
  expect((await rowsOf(db))[0]).toMatchObject([{ fromDay: '2026-01-01', untilDay: '2026-12-01' }]);
  db.$client.close();
});
