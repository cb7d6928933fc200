/** Approvals and one's own details. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, users } from '#db/schema';
import { api } from '../helpers/api';
import { testDb } from '../helpers/db';
import { enrolment, NOW, PASSWORD_HASH, section, staffing, user } from '../helpers/factories';

const pending = (db: Database, given = {}) => user(db, { state: 'pending', ...given });
const admin = (db: Database) => user(db, { role: 'admin', name: 'Grace Hopper' });

test('everybody who waits is listed, of any role, longest first', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const waiting = [await pending(db), await pending(db, { role: 'teacher' }), await pending(db, { role: 'assistant' })];
  await user(db, { state: 'suspended' });
  const { people, total, next } = await api(db, { actor }).call.user.pending({});
  expect(people.map(({ id }) => id)).toEqual(waiting.map(({ id }) => id));
  expect({ total, next }).toEqual({ total: 3, next: null });
  expect(Object.keys(people[0] ?? {}).sort()).toEqual([
    'createdAt',
    'email',
    'emailConfirmedAt',
    'id',
    'name',
    'photoAt',
    'role',
  ]);
});

test('a long list comes in pages that hold everybody once', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const rows = Array.from({ length: 201 }, (_, index) => ({
    email: `p${index}@school.test`,
    name: `P ${index}`,
    role: 'student' as const,
    state: 'pending' as const,
    createdAt: NOW,
  }));
  await db.insert(users).values(rows);
  const { call } = api(db, { actor });
  const first = await call.user.pending({});
  const second = await call.user.pending({ after: first.next ?? 0 });
  const third = await call.user.pending({ after: second.next ?? 0 });
  expect([first, second, third].map(({ people }) => people.length)).toEqual([100, 100, 1]);
  expect([first.total, third.total, third.next]).toEqual([201, 201, null]);
  expect(new Set([first, second, third].flatMap(({ people }) => people.map(({ id }) => id))).size).toBe(201);
});

test('approving makes an account active, says who did it, and lets the person in', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const ada = await pending(db, { name: 'Ada Lovelace', passwordHash: PASSWORD_HASH });
  const { call, logs } = api(db, { actor });
  const results = await call.user.decideApprovals({ userIds: [ada.id], decision: 'approve' });
  expect(results).toEqual({ results: [{ userId: ada.id, outcome: 'approved' }] });
  const [row] = await db.select().from(users).where(eq(users.id, ada.id));
  expect(row).toMatchObject({ state: 'active', approvedAt: NOW, approvedById: actor.id });
  expect(await db.select().from(auditEvents)).toMatchObject([
    {
      at: NOW,
      actorId: actor.id,
      actorName: 'Grace Hopper',
      actorRole: 'admin',
      action: 'user.approved',
      subject: `user:${ada.id}`,
      detail: { name: 'Ada Lovelace', role: 'student' },
    },
  ]);
  expect(logs).toEqual([{ level: 'info', event: 'user.approved', actorId: actor.id, userIds: [ada.id] }]);
});

test('rejecting puts the account away and leaves a trace on the audit log', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const ada = await pending(db, { name: 'Ada Lovelace' });
  const results = await api(db, { actor }).call.user.decideApprovals({ userIds: [ada.id], decision: 'reject' });
  expect(results).toEqual({ results: [{ userId: ada.id, outcome: 'rejected' }] });
  const [row] = await db.select().from(users).where(eq(users.id, ada.id));
  expect(row).toMatchObject({ state: 'pending', archivedAt: NOW });
  expect((await api(db, { actor }).call.user.pending({})).total).toBe(0);
  expect(await db.select().from(auditEvents)).toMatchObject([
    { action: 'user.rejected', subject: `user:${ada.id}`, detail: { name: 'Ada Lovelace', role: 'student' } },
  ]);
});

test('of a whole list each is answered: decided now, decided before, gone, or in use', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const [free, enrolled, teaching] = [await pending(db), await pending(db), await pending(db, { role: 'teacher' })];
  const { id: sectionId } = await section(db);
  await enrolment(db, { sectionId, studentId: enrolled.id });
  await staffing(db, { sectionId, person: teaching });
  const active = await user(db);
  const userIds = [free.id, enrolled.id, teaching.id, active.id, 9999, free.id];
  const { call } = api(db, { actor });
  expect((await call.user.decideApprovals({ userIds, decision: 'reject' })).results).toEqual([
    { userId: free.id, outcome: 'rejected' },
    { userId: enrolled.id, outcome: 'in-use' },
    { userId: teaching.id, outcome: 'in-use' },
    { userId: active.id, outcome: 'already-decided' },
    { userId: 9999, outcome: 'already-decided' },
  ]);
  expect((await call.user.decideApprovals({ userIds, decision: 'approve' })).results.map(({ outcome }) => outcome)).toEqual([
    'already-decided',
    'approved',
    'approved',
    'already-decided',
    'already-decided',
  ]);
  expect(await db.select().from(auditEvents)).toHaveLength(3);
});

test('two administrators deciding at the same time decide once', async () => {
  await using db = await testDb();
  const [one, two] = [await admin(db), await admin(db)];
  const { id } = await pending(db);
  const decide = (actor: typeof one, decision: 'approve' | 'reject') =>
    api(db, { actor }).call.user.decideApprovals({ userIds: [id], decision });
  const both = await Promise.all([decide(one, 'approve'), decide(two, 'reject')]);
  expect(both.flatMap(({ results }) => results.map(({ outcome }) => outcome))).toEqual(['approved', 'already-decided']);
  expect(await db.select().from(auditEvents)).toHaveLength(1);
});

test('a suspended account is not approved by the way', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const { id } = await user(db, { state: 'suspended' });
  const { results } = await api(db, { actor }).call.user.decideApprovals({ userIds: [id], decision: 'approve' });
  expect(results).toEqual([{ userId: id, outcome: 'already-decided' }]);
});

test('one’s own details are one’s own and hold no password', async () => {
  await using db = await testDb();
  const ada = await user(db, { passwordHash: PASSWORD_HASH });
  await user(db);
  const { id, name, email, role, createdAt } = ada;
  expect(await api(db, { actor: ada }).call.user.profile()).toEqual({
    id,
    name,
    requestedName: null,
    preferredName: null,
    email,
    phone: null,
    ownLocale: null,
    role,
    createdAt,
    photoAt: null,
    language: null,
  });
});
