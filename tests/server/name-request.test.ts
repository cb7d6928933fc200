/** The name in registers: asked for by its owner, decided by administrators, who change their own at once. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, notifications, users } from '#db/schema';
import { api } from '../helpers/api';
import { testDb } from '../helpers/db';
import { user } from '../helpers/factories';

const named = async (db: Database, { id }: { id: number }) => {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return [row?.name, row?.requestedName];
};
const actions = async (db: Database) => (await db.select().from(auditEvents)).map(({ action }) => action);

test.each(['student', 'teacher', 'assistant'] as const)('a %s asks for another name and sees that it waits', async (role) => {
  await using db = await testDb();
  const ada = await user(db, { role, name: 'Ada Lovelace' });
  const { call } = api(db, { actor: ada });
  await call.profile.edit({ name: 'Ada King', preferredName: 'Countess' });
  expect(await call.user.profile()).toMatchObject({ name: 'Ada Lovelace', requestedName: 'Ada King', preferredName: 'Countess' });
  await call.profile.edit({ name: 'Ada King', preferredName: 'Countess' });
  expect(await actions(db)).toEqual(['profile.edited']);
  await call.profile.withdrawName();
  await call.profile.withdrawName();
  expect(await named(db, ada)).toEqual(['Ada Lovelace', null]);
  expect(await actions(db)).toEqual(['profile.edited', 'profile.edited']);
  await call.profile.edit({ name: 'Ada King' });
  await call.profile.edit({ name: 'Ada Lovelace' });
  expect(await named(db, ada)).toEqual(['Ada Lovelace', null]);
});

test('an administrator’s own name changes at once', async () => {
  await using db = await testDb();
  const grace = await user(db, { role: 'admin', name: 'Grace Hopper' });
  await api(db, { actor: grace }).call.profile.edit({ name: 'Grace Murray' });
  expect(await named(db, grace)).toEqual(['Grace Murray', null]);
});

test('whoever is no administrator by now asks, whatever their sign-in says', async () => {
  await using db = await testDb();
  const grace = await user(db, { role: 'teacher', name: 'Grace Hopper' });
  await api(db, { actor: { ...grace, role: 'admin' } }).call.profile.edit({ name: 'Grace Murray' });
  expect(await named(db, grace)).toEqual(['Grace Hopper', 'Grace Murray']);
});

test('an administrator approves or declines with the person told; a request that changed meanwhile waits on', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  const [ada, ben] = [await user(db, { name: 'Ada Lovelace' }), await user(db, { name: 'Ben Jones' })];
  const left = await user(db, { requestedName: 'Gone', archivedAt: 1 });
  await api(db, { actor: ada }).call.profile.edit({ name: 'Ada King' });
  await api(db, { actor: ben }).call.profile.edit({ name: 'Benedict Jones' });
  const { call } = api(db, { actor: admin });
  const requests = await call.user.nameRequests();
  expect(requests.map(({ userId, name, requestedName }) => [userId, name, requestedName])).toEqual([
    [ada.id, 'Ada Lovelace', 'Ada King'],
    [ben.id, 'Ben Jones', 'Benedict Jones'],
  ]);
  const asked = { userId: ada.id, name: 'Ada Lovelace', requestedName: 'Ada King' };
  const other = { ...asked, requestedName: 'Ada Byron' };
  expect(await call.user.decideName({ ...other, decision: 'approve' })).toEqual({ outcome: 'already-decided' });
  expect(await named(db, ada)).toEqual(['Ada Lovelace', 'Ada King']);
  expect(await call.user.decideName({ ...asked, decision: 'approve' })).toEqual({ outcome: 'approved' });
  expect(await call.user.decideName({ ...asked, decision: 'decline' })).toEqual({ outcome: 'already-decided' });
  const bens = { userId: ben.id, name: 'Ben Jones', requestedName: 'Benedict Jones', decision: 'decline' as const };
  expect(await call.user.decideName(bens)).toEqual({ outcome: 'declined' });
  expect([await named(db, ada), await named(db, ben), await named(db, left)]).toEqual([
    ['Ada King', null],
    ['Ben Jones', null],
    [left.name, 'Gone'],
  ]);
  expect((await db.select().from(notifications)).map(({ userId, kind, facts }) => [userId, kind, facts])).toEqual([
    [ada.id, 'name-approved', { name: 'Ada King' }],
    [ben.id, 'name-declined', { name: 'Benedict Jones' }],
  ]);
  expect((await actions(db)).slice(2)).toEqual(['user.name-approved', 'user.name-declined']);
});

test('an administrator changes a name directly, which settles a request for the same one', async () => {
  await using db = await testDb();
  const { call } = api(db, { actor: await user(db, { role: 'admin' }) });
  const given = { preferredName: null, phone: null };
  const [ada, ben] = [await user(db, { requestedName: 'Ada King' }), await user(db, { requestedName: 'Benedict Jones' })];
  await call.person.edit({ ...given, personId: ada.id, email: ada.email, name: 'Ada King' });
  await call.person.edit({ ...given, personId: ben.id, email: ben.email, name: 'Ben J.' });
  expect([await named(db, ada), await named(db, ben)]).toEqual([
    ['Ada King', null],
    ['Ben J.', 'Benedict Jones'],
  ]);
});

test('who joins by invitation asks for another name; an administrator joins with it', async () => {
  await using db = await testDb();
  const { call } = api(db, { actor: await user(db, { role: 'admin' }) });
  const [ada, grace] = [await user(db, { name: 'Ada Lovelace' }), await user(db, { role: 'admin', name: 'Grace Hopper' })];
  for (const [{ id: userId }, name] of [
    [ada, 'Ada King'],
    [grace, 'Grace Murray'],
  ] as const) {
    const { url } = await call.invitation.link({ userId });
    await call.auth.acceptInvitation({ code: url.slice(url.indexOf('#') + 1), name, password: 'seven purple lanterns' });
  }
  expect([await named(db, ada), await named(db, grace)]).toEqual([
    ['Ada Lovelace', 'Ada King'],
    ['Grace Murray', null],
  ]);
});
