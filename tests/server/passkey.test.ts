/** Passkeys: whose they are, that each challenge counts once, and what is refused. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, oneTimeCodes, passkeys, users } from '#db/schema';
import { CHALLENGE_LASTS_MS, MAX_PASSKEYS } from '#domain/person/passkey';
import { api, browser, refusalOf } from '../helpers/api';
import { softAuthenticator } from '../helpers/authenticator';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { signedIn } from '../helpers/prove';

type Person = Awaited<ReturnType<typeof user>>;

/** A passkey that `actor` has added, and the handle the authenticator keeps for them. */
async function added(db: Database, actor: Person, where = {}) {
  await signedIn(db, actor);
  const { passkey } = api(db, { actor }).call;
  const key = softAuthenticator(where);
  const options = await passkey.creationOptions();
  await passkey.add({ response: key.create(options), name: 'My phone' });
  return { ...key, userHandle: options.user.id };
}

const challengeFor = async (db: Database, now = NOW) => api(db, { now }).call.passkey.requestOptions();

test('a passkey is added, listed, renamed and removed by its owner, and is on the log', async () => {
  await using db = await testDb();
  const [ada, eve] = [await user(db, { email: 'ada@school.test', name: 'Ada' }), await user(db)];
  for (const person of [ada, eve]) await signedIn(db, person);
  const options = await api(db, { actor: ada }).call.passkey.creationOptions();
  expect(options).toMatchObject({
    rp: { name: 'Muster', id: 'attendance.school.test' },
    user: { name: 'ada@school.test', displayName: 'Ada' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const { id } = await added(db, ada);
  const mine = api(db, { actor: ada }).call.passkey;
  const theirs = api(db, { actor: eve }).call.passkey;
  expect(await mine.mine()).toEqual([{ id, name: 'My phone', createdAt: NOW, lastUsedAt: null }]);
  expect((await mine.creationOptions()).excludeCredentials).toMatchObject([{ id }]);
  expect(await theirs.mine()).toEqual([]);
  expect(await refusalOf(theirs.rename({ id, name: 'Mine' }))).toMatchObject({ code: 'not-found' });
  expect(await refusalOf(theirs.remove({ id }))).toMatchObject({ code: 'not-found' });
  await mine.rename({ id, name: 'Old phone' });
  expect(await mine.mine()).toMatchObject([{ name: 'Old phone' }]);
  await mine.remove({ id });
  expect(await mine.mine()).toEqual([]);
  const log = await db.select().from(auditEvents);
  expect(log.map(({ action, actorId }) => [action, actorId])).toEqual([
    ['passkey.added', ada.id],
    ['passkey.removed', ada.id],
  ]);
});

test('a passkey signs its owner in without a name being typed, and notes when', async () => {
  await using db = await testDb();
  const ada = await user(db, { role: 'teacher' });
  const key = await added(db, ada);
  const phone = browser(db);
  const assertion = key.use(await challengeFor(db), { userHandle: key.userHandle });
  const { call } = await phone.request();
  expect(await call.auth.signInWithPasskey(assertion)).toEqual({ outcome: 'signed-in', role: 'teacher' });
  expect((await phone.request()).ctx.actor?.id).toBe(ada.id);
  expect(phone.jar.has('muster_known')).toBe(true);
  expect(await db.select().from(passkeys)).toMatchObject([{ counter: 1, lastUsedAt: NOW }]);
});

test('a challenge counts once, for five minutes, and for what it was made for', async () => {
  await using db = await testDb();
  const [ada, eve] = [await user(db), await user(db)];
  const key = await added(db, ada);
  const signIn = (assertion: ReturnType<typeof key.use>, now = NOW) => api(db, { now }).call.auth.signInWithPasskey(assertion);
  const challenge = await challengeFor(db);
  await signIn(key.use(challenge));
  expect(await refusalOf(signIn(key.use(challenge)))).toMatchObject({ code: 'invalid', message: /Try again/ });
  const slow = await challengeFor(db);
  expect(await refusalOf(signIn(key.use(slow), NOW + CHALLENGE_LASTS_MS))).toMatchObject({ code: 'invalid' });
  expect(await signIn(key.use(slow), NOW + CHALLENGE_LASTS_MS - 1)).toMatchObject({ outcome: 'signed-in' });
  const forAdding = await api(db, { actor: ada }).call.passkey.creationOptions();
  expect(await refusalOf(signIn(key.use(forAdding)))).toMatchObject({ code: 'invalid' });
  expect(await refusalOf(signIn(key.use({ challenge: 'bWFkZSB1cA' })))).toMatchObject({ code: 'invalid' });
  const stolen = softAuthenticator().create(forAdding);
  await signedIn(db, eve);
  expect(await refusalOf(api(db, { actor: eve }).call.passkey.add({ response: stolen, name: 'x' }))).toMatchObject({
    code: 'invalid',
  });
  expect((await db.select().from(oneTimeCodes)).every(({ purpose, userId }) => purpose === 'passkey' && !userId)).toBe(true);
});

test('of two uses of one challenge at the same time one signs in', async () => {
  await using db = await testDb();
  const key = await added(db, await user(db));
  const assertion = key.use(await challengeFor(db));
  const results = await Promise.allSettled([1, 2].map(() => api(db).call.auth.signInWithPasskey(assertion)));
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('another origin, another host, another key, a counter that went back and another’s handle are refused', async () => {
  await using db = await testDb();
  const ada = await user(db);
  const key = await added(db, ada);
  const signIn = (assertion: object) => api(db).call.auth.signInWithPasskey(assertion as ReturnType<typeof key.use>);
  await signIn(key.use(await challengeFor(db), { count: 5 }));
  const impostor = softAuthenticator();
  const forged = { ...impostor.use(await challengeFor(db)), id: key.id, rawId: key.id };
  const wrong = [
    forged,
    impostor.use(await challengeFor(db)),
    key.use(await challengeFor(db), { count: 5 }),
    key.use(await challengeFor(db), { count: 3 }),
    key.use(await challengeFor(db), { count: 9, userHandle: 'c29tZWJvZHkgZWxzZQ' }),
  ];
  for (const assertion of wrong)
    expect(await refusalOf(signIn(assertion))).toMatchObject({
      code: 'invalid',
      message: 'This passkey could not be used here.',
    });
  expect(await db.select().from(passkeys)).toMatchObject([{ counter: 5 }]);
  for (const where of [{ origin: 'https://attendance.schoo1.test' }, { host: 'school.test' }])
    expect(await refusalOf(added(db, ada, where))).toMatchObject({ code: 'invalid' });
});

test('a suspended, a pending and an archived owner are not signed in', async () => {
  await using db = await testDb();
  const ada = await user(db);
  const key = await added(db, ada);
  const set = (given: Partial<Person>) => db.update(users).set(given).where(eq(users.id, ada.id));
  const signIn = async () => api(db).call.auth.signInWithPasskey(key.use(await challengeFor(db)));
  await set({ state: 'suspended' });
  expect(await signIn()).toEqual({ outcome: 'suspended' });
  await set({ state: 'pending' });
  expect(await signIn()).toEqual({ outcome: 'pending' });
  await set({ state: 'active', archivedAt: NOW });
  expect(await refusalOf(signIn())).toMatchObject({ code: 'invalid' });
});

test('a passkey that is known already, or one too many, is refused', async () => {
  await using db = await testDb();
  const [ada, eve] = [await user(db), await user(db)];
  const key = await added(db, ada);
  await signedIn(db, eve);
  const { passkey } = api(db, { actor: eve }).call;
  const taken = passkey.add({ response: key.create(await passkey.creationOptions()), name: 'x' });
  expect(await refusalOf(taken)).toMatchObject({ code: 'conflict' });
  const row = { userId: eve.id, publicKey: Buffer.alloc(1), counter: 0, transports: [], name: 'x', createdAt: NOW };
  await db.insert(passkeys).values(Array.from({ length: MAX_PASSKEYS }, (_, index) => ({ ...row, id: `key${index}` })));
  expect(await refusalOf(passkey.creationOptions())).toMatchObject({ code: 'conflict' });
});

test('a school at a number has no passkeys, and strangers add none', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const policy = { baseUrl: 'http://192.168.1.4:3000' };
  expect(await refusalOf(api(db, { policy }).call.passkey.requestOptions())).toMatchObject({ code: 'conflict' });
  await signedIn(db, actor);
  expect(await refusalOf(api(db, { actor, policy }).call.passkey.creationOptions())).toMatchObject({ code: 'conflict' });
  const stranger = api(db).call.passkey;
  expect(await refusalOf(stranger.creationOptions())).toMatchObject({ code: 'unauthenticated' });
  expect(await refusalOf(stranger.mine())).toMatchObject({ code: 'unauthenticated' });
});
