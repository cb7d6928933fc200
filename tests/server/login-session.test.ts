/** Login sessions: what is stored, what a cookie opens, how long, and who may see and end them. */
import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import type { Database } from '#db/client';
import { loginSessions, sightings, users } from '#db/schema';
import { SIGHTING_EVERY_MS } from '#domain/check-in/device';
import { DAY_MS } from '#domain/duration';
import { authenticate, createLoginSession, endLoginSession, noteSighting, purgeLoginSessions } from '#server/auth/login-session';
import { browser, refusalOf, testContext, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';

/** A browser in which `userId` is signed in. */
async function signedIn(db: Database, userId: number, options: Parameters<typeof browser>[1] = {}) {
  const made = browser(db, options);
  await createLoginSession((await made.request()).ctx, userId);
  return made;
}

test('the database knows the hash of a token and not the token', async () => {
  await using db = await testDb();
  const { id } = await user(db);
  const { jar } = await signedIn(db, id);
  const token = jar.get('muster_session') as string;
  const rows = await db.select().from(loginSessions);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.id).toBe(createHash('sha256').update(token).digest('hex'));
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('what a stolen database holds opens nothing', async () => {
  await using db = await testDb();
  const { id } = await user(db);
  await signedIn(db, id);
  const [row] = await db.select().from(loginSessions);
  const cookieHeader = `muster_session=${row?.id}`;
  expect((await authenticate(testServices(db), { cookieHeader })).actor).toBeNull();
});

test.each([
  ['none', null],
  ['empty', ''],
  ['another application’s malformed one', 'theirs=%E0%A4%A; muster_session=%'],
  ['one of the wrong length', 'muster_session=abc'],
  ['one that holds a quote', `muster_session=${"'".repeat(43)}`],
  ['one that was never given out', `muster_session=${'a'.repeat(43)}`],
  ['nothing but separators', ';;; = ;=;'],
])('a request with a cookie that is %s is nobody’s, and no error', async (_name, cookieHeader) => {
  await using db = await testDb();
  expect(await authenticate(testServices(db), { cookieHeader })).toEqual({ actor: null, loginSession: null, setCookies: [] });
});

test('a malformed cookie of another application beside ours does no harm', async () => {
  await using db = await testDb();
  const { id } = await user(db);
  const { jar } = await signedIn(db, id);
  const cookieHeader = `theirs=%E0%A4%A;broken;=x; muster_session=${jar.get('muster_session')};more=%`;
  expect((await authenticate(testServices(db), { cookieHeader })).actor?.id).toBe(id);
});

test.each(['pending', 'suspended'] as const)('the session of somebody who is %s by now gives no actor', async (state) => {
  await using db = await testDb();
  const { id } = await user(db);
  const { request } = await signedIn(db, id);
  await db.update(users).set({ state }).where(eq(users.id, id));
  expect((await request()).ctx).toMatchObject({ actor: null, loginSession: null });
});

test('a session lasts thirty days from its last use, and the cookie is sent again when it slides', async () => {
  await using db = await testDb();
  using clock = fakeDate();
  const { id } = await user(db);
  const { cookieHeader } = await signedIn(db, id);
  const request = () => authenticate(testServices(db), { cookieHeader: cookieHeader() });
  clock.pass(14 * DAY_MS);
  expect((await request()).setCookies).toEqual([]);
  clock.pass(2 * DAY_MS);
  expect((await request()).setCookies).toEqual([expect.stringMatching(/^muster_session=[\w-]{43}; .*Max-Age=2592000/)]);
  clock.pass(29 * DAY_MS);
  expect((await request()).actor?.id).toBe(id);
  clock.pass(31 * DAY_MS);
  expect((await request()).actor).toBeNull();
  expect(await db.select().from(loginSessions)).toEqual([]);
});

/** The system clock, which Lucia reads, set to `NOW` and moved by hand. */
function fakeDate() {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  return { pass: (ms: number) => vi.setSystemTime(Date.now() + ms), [Symbol.dispose]: () => void vi.useRealTimers() };
}

test('sessions that have run out are removed and others stay', async () => {
  await using db = await testDb();
  using clock = fakeDate();
  const { id } = await user(db);
  await signedIn(db, id);
  clock.pass(10 * DAY_MS);
  await signedIn(db, id);
  clock.pass(21 * DAY_MS);
  await purgeLoginSessions(testServices(db));
  expect(await db.select().from(loginSessions)).toHaveLength(1);
});

test('one sees one’s own sign-ins, which is the current one, and no token or hash', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const phone = await signedIn(db, ada.id, { userAgent: 'Phone', address: '192.0.2.7' });
  await signedIn(db, ada.id, { userAgent: 'Laptop', now: NOW - 1000 });
  await signedIn(db, ben.id);
  const list = await (await phone.request()).call.user.loginSessions();
  const handle = expect.stringMatching(/^[0-9a-f]{16}$/);
  expect(list).toEqual([
    { id: handle, isCurrent: true, userAgent: 'Phone', address: '192.0.2.7', createdAt: NOW, lastSeenAt: NOW },
    { id: handle, isCurrent: false, userAgent: 'Laptop', address: '192.0.2.1', createdAt: NOW - 1000, lastSeenAt: NOW - 1000 },
  ]);
});

test('ending a sign-in of one’s own closes that browser and no other', async () => {
  await using db = await testDb();
  const { id } = await user(db);
  const phone = await signedIn(db, id);
  const laptop = await signedIn(db, id);
  const { call } = await phone.request();
  const other = (await call.user.loginSessions()).find(({ isCurrent }) => !isCurrent);
  await call.user.endLoginSession({ id: other?.id ?? '' });
  expect((await laptop.request()).ctx.actor).toBeNull();
  expect((await phone.request()).ctx.actor?.id).toBe(id);
});

test('another’s sign-in, or one that has ended, is not found', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const hers = await (await signedIn(db, ada.id)).request();
  const his = await (await signedIn(db, ben.id)).request();
  const [target] = await his.call.user.loginSessions();
  const handle = { id: target?.id ?? '' };
  expect(await refusalOf(hers.call.user.endLoginSession(handle))).toMatchObject({ code: 'not-found' });
  expect(await db.select().from(loginSessions)).toHaveLength(2);
  await his.call.user.endLoginSession(handle);
  expect(await refusalOf(his.call.user.endLoginSession(handle))).toMatchObject({ code: 'not-found' });
});

test('signing out everywhere else keeps this browser and other people', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const here = await signedIn(db, ada.id);
  const elsewhere = [await signedIn(db, ada.id), await signedIn(db, ada.id)];
  const his = await signedIn(db, ben.id);
  expect(await (await here.request()).call.user.signOutEverywhereElse()).toEqual({ ended: 2 });
  expect((await here.request()).ctx.actor?.id).toBe(ada.id);
  expect((await his.request()).ctx.actor?.id).toBe(ben.id);
  for (const { request } of elsewhere) expect((await request()).ctx.actor).toBeNull();
});

test('signing in is seen, and then every request, once a minute', async () => {
  await using db = await testDb();
  const { id: userId } = await user(db);
  let now = NOW;
  const { request } = await signedIn(db, userId, { now: () => now });
  const loginSessionId = (await request()).ctx.loginSession?.id;
  const seen = () => db.select().from(sightings);
  const atSignIn = { userId, loginSessionId, seenAt: NOW };
  now = NOW + SIGHTING_EVERY_MS - 1;
  await noteSighting((await request()).ctx);
  expect(await seen()).toEqual([atSignIn]);
  now = NOW + SIGHTING_EVERY_MS;
  const { ctx } = await request();
  await Promise.all([noteSighting(ctx), noteSighting(ctx), noteSighting(ctx)]);
  expect(await seen()).toEqual([atSignIn, { userId, loginSessionId, seenAt: now }]);
  expect(await db.select({ at: loginSessions.lastSeenAt }).from(loginSessions)).toEqual([{ at: now }]);
});

test('what was seen of a sign-in stays when it ends, and nobody leaves nothing', async () => {
  await using db = await testDb();
  const { id } = await user(db);
  const { request } = await signedIn(db, id);
  await endLoginSession((await request()).ctx);
  await noteSighting(testContext(db).ctx);
  expect(await db.select().from(sightings)).toMatchObject([{ userId: id, seenAt: NOW }]);
});
