/** Invitations and links that administrators hand over: who can have which, for how long, and what accepting does. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, deliveries, oneTimeCodes, users } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { placeholderAddress } from '#domain/person/placeholder-address';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD_HASH, user } from '../helpers/factories';

const PASSWORD = 'seven purple lanterns';
const mail = { send: async () => undefined };

const newcomer = (db: Database, given = {}) => user(db, { state: 'pending', name: 'Ada Lovelace', ...given });
const admin = (db: Database) => user(db, { role: 'admin', name: 'Grace Hopper' });
const codeIn = ({ url }: { url: string }) => url.slice(url.indexOf('#') + 1);

test('each person has an answer of their own, and one that cannot be invited stops nobody', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const ada = await newcomer(db);
  const imported = await newcomer(db, { state: 'active' });
  const member = await newcomer(db, { state: 'active', passwordHash: PASSWORD_HASH });
  const suspended = await newcomer(db, { state: 'suspended' });
  const gone = await newcomer(db, { archivedAt: NOW });
  const userIds = [ada.id, imported.id, member.id, suspended.id, gone.id, 999_999, ada.id];
  const { call } = api(db, { actor, mail });
  expect(await call.invitation.send({ userIds })).toEqual({
    results: [
      { userId: ada.id, outcome: 'sent' },
      { userId: imported.id, outcome: 'sent' },
      { userId: member.id, outcome: 'has-password' },
      { userId: suspended.id, outcome: 'suspended' },
      { userId: gone.id, outcome: 'not-found' },
      { userId: 999_999, outcome: 'not-found' },
    ],
  });
  expect((await db.select().from(deliveries)).map(({ userId, kind }) => [userId, kind])).toEqual([
    [ada.id, 'invite'],
    [imported.id, 'invite'],
  ]);
  const log = await db.select().from(auditEvents);
  expect(log.map(({ actorName, action, subject }) => [actorName, action, subject])).toEqual([
    ['Grace Hopper', 'user.invited', `user:${ada.id}`],
    ['Grace Hopper', 'user.invited', `user:${imported.id}`],
  ]);
});

test('without mail nothing is queued: the link is for handing over', async () => {
  await using db = await testDb();
  const ada = await newcomer(db);
  const { call } = api(db, { actor: await admin(db) });
  expect(await call.invitation.send({ userIds: [ada.id] })).toEqual({ results: [{ userId: ada.id, outcome: 'needs-link' }] });
  expect(await db.select().from(deliveries)).toEqual([]);
  expect(await db.select().from(auditEvents)).toEqual([]);
});

test('accepting asks for another name, sets the password, lets the person in, and spends the code', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const ada = await newcomer(db, { email: 'ada@school.test' });
  const link = await api(db, { actor }).call.invitation.link({ userId: ada.id });
  expect(link).toMatchObject({ kind: 'invite', expiresAt: NOW + 14 * DAY_MS });
  const code = codeIn(link);
  const { call } = api(db);
  expect(await call.auth.lookAtInvitation({ code })).toEqual({ name: 'Ada Lovelace', email: 'ada@school.test', role: 'student' });
  expect(await call.auth.acceptInvitation({ code, name: 'Ada King', password: PASSWORD })).toEqual({ outcome: 'joined' });
  const [row] = await db.select().from(users).where(eq(users.id, ada.id));
  expect(row).toMatchObject({
    name: 'Ada Lovelace',
    requestedName: 'Ada King',
    state: 'active',
    approvedAt: NOW,
    approvedById: actor.id,
  });
  expect(await db.select().from(oneTimeCodes)).toEqual([]);
  const log = await db.select().from(auditEvents);
  expect(log.map(({ action, actorId, detail }) => [action, actorId, detail])).toEqual([
    ['user.invited', actor.id, { name: 'Ada Lovelace', email: 'ada@school.test', by: 'link' }],
    ['user.joined', ada.id, { changes: { requestedName: { from: 'Ada Lovelace', to: 'Ada King' } } }],
  ]);
  expect(await refusalOf(call.auth.acceptInvitation({ code, name: 'Eve', password: PASSWORD }))).toMatchObject({
    code: 'invalid',
    fieldErrors: { code: [expect.stringContaining('Ask your school')] },
  });
  expect(await call.auth.signIn({ email: 'ada@school.test', password: PASSWORD })).toEqual({
    outcome: 'signed-in',
    role: 'student',
  });
});

test('an invitation holds for fourteen days, and a new one ends the one before', async () => {
  await using db = await testDb();
  const ada = await newcomer(db);
  const { call } = api(db, { actor: await admin(db), mail });
  const [first, second] = [await call.invitation.link({ userId: ada.id }), await call.invitation.link({ userId: ada.id })];
  const look = (code: string, now = NOW) => api(db, { now }).call.auth.lookAtInvitation({ code });
  expect(await refusalOf(look(codeIn(first)))).toMatchObject({ code: 'invalid' });
  expect(await look(codeIn(second), NOW + 14 * DAY_MS - 1)).toMatchObject({ name: ada.name });
  expect(await refusalOf(look(codeIn(second), NOW + 14 * DAY_MS))).toMatchObject({ code: 'invalid' });
  await call.invitation.send({ userIds: [ada.id] });
  expect(await refusalOf(look(codeIn(second)))).toMatchObject({ code: 'invalid' });
});

test('an invitation ends when its person is suspended, leaves, or has a password', async () => {
  await using db = await testDb();
  const ada = await newcomer(db);
  const { call } = api(db, { actor: await admin(db) });
  const code = codeIn(await call.invitation.link({ userId: ada.id }));
  const accept = () => api(db).call.auth.acceptInvitation({ code, name: 'Ada', password: PASSWORD });
  for (const change of [{ state: 'suspended' as const }, { archivedAt: NOW }, { passwordHash: PASSWORD_HASH }]) {
    await db
      .update(users)
      .set({ state: 'pending', archivedAt: null, passwordHash: null, ...change })
      .where(eq(users.id, ada.id));
    expect(await refusalOf(accept())).toMatchObject({ code: 'invalid' });
  }
});

test('guesses are refused, thirty in a quarter of an hour from one network', async () => {
  await using db = await testDb();
  const guess = (n: number) => refusalOf(api(db).call.auth.lookAtInvitation({ code: `GUESS${n}` }));
  for (let n = 0; n < 30; n++) expect(await guess(n)).toMatchObject({ code: 'invalid' });
  expect(await guess(30)).toMatchObject({ code: 'rate-limited' });
});

test('a link for somebody with a password leads to another one; who waits or is suspended can have none', async () => {
  await using db = await testDb();
  const { call } = api(db, { actor: await admin(db), mail });
  const member = await newcomer(db, { state: 'active', passwordHash: PASSWORD_HASH });
  expect(await call.invitation.link({ userId: member.id })).toMatchObject({
    kind: 'reset',
    url: expect.stringMatching(/^https:\/\/attendance\.school\.test\/reset-password#\w{26}$/),
  });
  expect(await call.invitation.sendReset({ userId: member.id })).toEqual({ outcome: 'sent' });
  expect(await db.select().from(deliveries)).toMatchObject([{ userId: member.id, kind: 'reset', dueAt: NOW }]);
  const waiting = await newcomer(db, { passwordHash: PASSWORD_HASH });
  const suspended = await newcomer(db, { state: 'suspended' });
  for (const { id } of [waiting, suspended]) {
    expect(await refusalOf(call.invitation.link({ userId: id }))).toMatchObject({ code: 'conflict' });
    expect(await call.invitation.access({ userId: id })).toMatchObject({ kind: null });
  }
  expect(await refusalOf(call.invitation.sendReset({ userId: (await newcomer(db)).id }))).toMatchObject({ code: 'conflict' });
  expect(await refusalOf(call.invitation.link({ userId: 999_999 }))).toMatchObject({ code: 'not-found' });
});

test('an administrator sees whether a link holds and what became of the mail, and who could not be reached', async () => {
  await using db = await testDb();
  const actor = await admin(db);
  const ada = await newcomer(db);
  const member = await newcomer(db, { state: 'active', email: 'member@school.test', passwordHash: PASSWORD_HASH });
  const { call } = api(db, { actor });
  expect(await call.invitation.access({ userId: ada.id })).toMatchObject({ kind: 'invite', canMail: false, linkUntil: null });
  await call.invitation.link({ userId: ada.id });
  expect(await call.invitation.access({ userId: ada.id })).toMatchObject({ linkUntil: NOW + 14 * DAY_MS, lastMail: null });
  await api(db).call.auth.forgotPassword({ email: 'member@school.test' });
  expect(await call.invitation.undelivered()).toMatchObject([{ userId: member.id, kind: 'reset', createdAt: NOW }]);
  await call.invitation.link({ userId: member.id });
  expect(await call.invitation.undelivered()).toEqual([]);
});

test('nothing is sent to an address that only stands for a missing one, nor a new password to who has none', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  const nobody = await user(db, { email: placeholderAddress('s-1') });
  const invited = await user(db, { email: 'ben@school.test' });
  const { call } = api(db, { actor: admin, mail });
  const { results } = await call.invitation.send({ userIds: [nobody.id, invited.id] });
  expect(results.map(({ outcome }) => outcome)).toEqual(['needs-link', 'sent']);
  for (const { email } of [nobody, invited]) await api(db).call.auth.forgotPassword({ email });
  const { rows } = await db.$client.execute('select user_id, kind from deliveries');
  expect(rows.map((row) => [row.user_id, row.kind])).toEqual([[invited.id, 'invite']]);
});
