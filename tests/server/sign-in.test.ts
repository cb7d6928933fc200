/** Signing in and out: who gets in, what others learn, and how guessing is limited. */
import { scryptSync } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { loginSessions, users } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { consume } from '#server/auth/rate-limit';
import { api, browser, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD, PASSWORD_HASH, user } from '../helpers/factories';

const ada = (db: Database, given = {}) => user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH, ...given });
const right = { email: 'ada@school.test', password: PASSWORD };
const wrong = { email: 'ada@school.test', password: 'a guess' };

/** Fills counters as wrong tries do, without the cost of hashing. */
async function countFailures(db: Database, key: string, times: number, at = NOW) {
  const services = testServices(db, { now: at });
  const windowMs = key.startsWith('sign-in|account|') ? HOUR_MS : 15 * MINUTE_MS;
  for (let index = 0; index < times; index++) await consume(services, [{ key, max: times, windowMs }]);
}

test('the right pair signs in, and the cookie is the sign-in', async () => {
  await using db = await testDb();
  await ada(db, { role: 'teacher' });
  const { request, logs } = browser(db);
  expect(await (await request()).call.auth.signIn(right)).toEqual({ outcome: 'signed-in', role: 'teacher' });
  expect((await request()).ctx.actor).toMatchObject({ role: 'teacher', state: 'active' });
  expect(logs.map(({ event }) => event)).toContain('sign-in.ok');
});

test('an email is the same however it is typed', async () => {
  await using db = await testDb();
  await ada(db);
  expect(await api(db).call.auth.signIn({ ...right, email: ' Ada@School.TEST ' })).toMatchObject({ outcome: 'signed-in' });
});

test('a wrong password, an unknown account and one without a password read the same', async () => {
  await using db = await testDb();
  await ada(db);
  await user(db, { email: 'invited@school.test', passwordHash: null });
  const refusals = await Promise.all(
    [wrong, { ...wrong, email: 'nobody@school.test' }, { ...wrong, email: 'invited@school.test' }].map((pair) =>
      refusalOf(api(db).call.auth.signIn(pair)),
    ),
  );
  for (const refusal of refusals)
    expect(refusal).toEqual({ code: 'unauthenticated', message: 'The email or password is wrong.' });
  expect(await db.select().from(loginSessions)).toEqual([]);
});

test.each(['pending', 'suspended'] as const)(
  'a %s account with the right password is told so and gets no login session',
  async (state) => {
    await using db = await testDb();
    await ada(db, { state });
    const { call, setCookies } = api(db);
    expect(await call.auth.signIn(right)).toEqual({ outcome: state });
    expect(setCookies).toEqual(state === 'pending' ? [expect.stringMatching(/^muster_waiting=/)] : []);
    expect(await db.select().from(loginSessions)).toEqual([]);
  },
);

test('a pending administrator cannot sign in either', async () => {
  await using db = await testDb();
  await ada(db, { role: 'admin', state: 'pending' });
  expect(await api(db).call.auth.signIn(right)).toEqual({ outcome: 'pending' });
  expect(await db.select().from(loginSessions)).toEqual([]);
});

test('a pending account with a wrong password learns nothing', async () => {
  await using db = await testDb();
  await ada(db, { state: 'pending' });
  expect(await refusalOf(api(db).call.auth.signIn(wrong))).toMatchObject({ code: 'unauthenticated' });
});

test('signing in makes a new token whatever cookie came, and ends the session before it', async () => {
  await using db = await testDb();
  await ada(db);
  const { request, jar } = browser(db);
  await (await request()).call.auth.signIn(right);
  const first = jar.get('muster_session');
  await (await request()).call.auth.signIn(right);
  expect(jar.get('muster_session')).not.toBe(first);
  expect(await db.select().from(loginSessions)).toHaveLength(1);
});

test('a token planted before the sign-in opens nothing after it', async () => {
  await using db = await testDb();
  await ada(db);
  const planted = 'p'.repeat(43);
  const { request, jar } = browser(db);
  jar.set('muster_session', planted);
  await (await request()).call.auth.signIn(right);
  const attacker = browser(db);
  attacker.jar.set('muster_session', planted);
  expect((await attacker.request()).ctx.actor).toBeNull();
});

test('signing out ends the session in the database and in the browser, and may be repeated', async () => {
  await using db = await testDb();
  await ada(db);
  const { request, jar } = browser(db);
  await (await request()).call.auth.signIn(right);
  const token = jar.get('muster_session') as string;
  await (await request()).call.auth.signOut();
  expect(jar.has('muster_session')).toBe(false);
  expect(await db.select().from(loginSessions)).toEqual([]);
  expect(await (await request()).call.auth.signOut()).toEqual({ outcome: 'signed-out' });
  jar.set('muster_session', token);
  expect((await request()).ctx.actor).toBeNull();
});

test('a hash made with older parameters is renewed at sign-in', async () => {
  await using db = await testDb();
  const salt = Buffer.from('0123456789abcdef');
  const hash = scryptSync(PASSWORD, salt, 32, { N: 1024, r: 8, p: 1 });
  const { id } = await ada(db, { passwordHash: `scrypt$10$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}` });
  await api(db).call.auth.signIn(right);
  const [row] = await db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, id));
  expect(row?.passwordHash).toMatch(/^scrypt\$14\$8\$5\$/);
  expect(await api(db).call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
});

test('the tenth wrong try in a quarter of an hour is answered, the eleventh is told to wait, also with the right password', async () => {
  await using db = await testDb();
  await ada(db);
  await countFailures(db, 'sign-in|account-address|ada@school.test|192.0.2.1', 9);
  expect(await refusalOf(api(db).call.auth.signIn(wrong))).toMatchObject({ code: 'unauthenticated' });
  const limited = api(db);
  expect(await refusalOf(limited.call.auth.signIn(right))).toMatchObject({
    code: 'rate-limited',
    message: 'Too many attempts. Wait 15 minutes, then try again.',
  });
  expect(limited.logs).toContainEqual(expect.objectContaining({ event: 'sign-in.limited' }));
  expect(await api(db, { now: NOW + 15 * MINUTE_MS }).call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
});

test('an unknown account is limited as a known one', async () => {
  await using db = await testDb();
  await countFailures(db, 'sign-in|account-address|nobody@school.test|192.0.2.1', 10);
  const guess = { ...wrong, email: 'nobody@school.test' };
  expect(await refusalOf(api(db).call.auth.signIn(guess))).toMatchObject({ code: 'rate-limited' });
});

test('wrong tries sent at the same time do not slip past the limit', async () => {
  await using db = await testDb();
  await ada(db);
  await countFailures(db, 'sign-in|account-address|ada@school.test|192.0.2.1', 7);
  const { call } = api(db);
  const refusals = await Promise.all(Array.from({ length: 12 }, () => refusalOf(call.auth.signIn(wrong))));
  expect(refusals.filter(({ code }) => code === 'unauthenticated')).toHaveLength(3);
  expect(refusals.filter(({ code }) => code === 'rate-limited')).toHaveLength(9);
});

test('wrong tries at one account do not stop others behind the same address', async () => {
  await using db = await testDb();
  await user(db, { email: 'ben@school.test', passwordHash: PASSWORD_HASH });
  await countFailures(db, 'sign-in|account-address|ada@school.test|192.0.2.1', 10);
  expect(await api(db).call.auth.signIn({ ...right, email: 'ben@school.test' })).toMatchObject({ outcome: 'signed-in' });
});

test('behind an address that has used up its hundred tries every account still has three, and no more', async () => {
  await using db = await testDb();
  await ada(db);
  await user(db, { email: 'ben@school.test', passwordHash: PASSWORD_HASH });
  await countFailures(db, 'sign-in|address|192.0.2.1', 100);
  const { call } = api(db);
  expect(await call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
  for (const _ of [1, 2, 3]) expect(await refusalOf(call.auth.signIn(wrong))).toMatchObject({ code: 'unauthenticated' });
  expect(await refusalOf(call.auth.signIn(right))).toMatchObject({ code: 'rate-limited' });
  expect(await call.auth.signIn({ ...right, email: 'ben@school.test' })).toMatchObject({ outcome: 'signed-in' });
  expect(await api(db, { address: '192.0.2.2' }).call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
});

test('a browser’s wrong tries are its own: a new phone behind the same address gets in to the same account', async () => {
  await using db = await testDb();
  await ada(db);
  const [classmate, newPhone] = [browser(db), browser(db)];
  for (const one of [classmate, newPhone]) await (await one.request()).call.auth.greet();
  const nonce = classmate.jar.get('muster_known')?.split('.')[1];
  await countFailures(db, `sign-in|browser|${nonce}`, 10);
  await countFailures(db, 'sign-in|account-address|ada@school.test|192.0.2.1', 10);
  expect(await refusalOf((await classmate.request()).call.auth.signIn(right))).toMatchObject({ code: 'rate-limited' });
  expect(await (await newPhone.request()).call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
});

test('ten wrong tries use up a browser that has only opened the page', async () => {
  await using db = await testDb();
  await ada(db);
  const { request, jar } = browser(db);
  await (await request()).call.auth.greet();
  await countFailures(db, `sign-in|browser|${jar.get('muster_known')?.split('.')[1]}`, 9);
  expect(await refusalOf((await request()).call.auth.signIn(wrong))).toMatchObject({ code: 'unauthenticated' });
  expect(await refusalOf((await request()).call.auth.signIn(right))).toMatchObject({ code: 'rate-limited' });
});

test('a hundred wrong tries at an account in an hour stop unknown browsers everywhere', async () => {
  await using db = await testDb();
  await ada(db);
  await countFailures(db, 'sign-in|account|ada@school.test', 100);
  const elsewhere = { address: '198.51.100.9' };
  expect(await refusalOf(api(db, elsewhere).call.auth.signIn(right))).toMatchObject({ code: 'rate-limited' });
  expect(await api(db, { ...elsewhere, now: NOW + HOUR_MS }).call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
});

test('right sign-ins behind one address count for nothing', async () => {
  await using db = await testDb();
  await ada(db);
  await countFailures(db, 'sign-in|address|192.0.2.1', 99);
  await countFailures(db, 'sign-in|account-address|ada@school.test|192.0.2.1', 9);
  const { call } = api(db);
  for (const _ of [1, 2, 3]) expect(await call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
});

test('others cannot lock an owner out of a browser that signed in before, from whatever address they try', async () => {
  await using db = await testDb();
  await ada(db);
  const owner = browser(db);
  await (await owner.request()).call.auth.signIn(right);
  await (await owner.request()).call.auth.signOut();
  await countFailures(db, 'sign-in|account-address|ada@school.test|192.0.2.1', 10);
  await countFailures(db, 'sign-in|address|192.0.2.1', 100);
  await countFailures(db, 'sign-in|account|ada@school.test', 100);
  expect(await refusalOf(api(db).call.auth.signIn(right))).toMatchObject({ code: 'rate-limited' });
  expect(await (await owner.request()).call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
});

test('a known browser is limited by its own ten tries, and stops no other', async () => {
  await using db = await testDb();
  await ada(db);
  const stolen = browser(db);
  await (await stolen.request()).call.auth.signIn(right);
  const nonce = stolen.jar.get('muster_known')?.split('.')[1];
  await countFailures(db, `sign-in|known|${nonce}`, 10);
  expect(await refusalOf((await stolen.request()).call.auth.signIn(right))).toMatchObject({ code: 'rate-limited' });
  expect(await api(db).call.auth.signIn(right)).toMatchObject({ outcome: 'signed-in' });
});

test('a browser known to one account is as any other at the next', async () => {
  await using db = await testDb();
  await ada(db);
  const mallory = await user(db, { email: 'mallory@school.test', passwordHash: PASSWORD_HASH });
  const { request, jar } = browser(db);
  await (await request()).call.auth.signIn({ ...right, email: mallory.email });
  await countFailures(db, `sign-in|browser|${jar.get('muster_known')?.split('.')[1]}`, 10);
  expect(await refusalOf((await request()).call.auth.signIn(right))).toMatchObject({ code: 'rate-limited' });
});

test('a cookie that is not ours names no browser', async () => {
  await using db = await testDb();
  const { id } = await ada(db);
  const { request, jar } = browser(db);
  await (await request()).call.auth.greet();
  await countFailures(db, 'sign-in|account-address|ada@school.test|192.0.2.1', 10);
  const [, nonce, mac] = String(jar.get('muster_known')).split('.');
  for (const forged of [`${id}.${nonce}.${mac}`, `0.${'A'.repeat(22)}.${mac}`, 'nonsense', '']) {
    const { call } = api(db, { cookie: `muster_known=${forged}` });
    expect(await refusalOf(call.auth.signIn(right))).toMatchObject({ code: 'rate-limited' });
  }
});

test('a browser keeps its name from sign-in to sign-in', async () => {
  await using db = await testDb();
  await ada(db);
  const { request, jar } = browser(db);
  await (await request()).call.auth.signIn(right);
  const known = jar.get('muster_known');
  await (await request()).call.auth.signIn(right);
  expect(jar.get('muster_known')).toBe(known);
});

test('cookies are out of reach of scripts and other sites, and need https where the school has it', async () => {
  await using db = await testDb();
  await ada(db);
  const secure = api(db);
  await secure.call.auth.signIn(right);
  const [session, known] = secure.setCookies;
  expect(session).toMatch(/^muster_session=[\w-]{43}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax; Secure$/);
  expect(known).toMatch(/^muster_known=\d+\.[\w-]{22}\.[\w-]{43}; HttpOnly; Max-Age=31536000; Path=\/; SameSite=Lax; Secure$/);
  const plain = api(db, { policy: { baseUrl: 'http://127.0.0.1:3000' } });
  await plain.call.auth.signIn(right);
  for (const cookie of plain.setCookies) expect(cookie).not.toContain('Secure');
});

test('logs name people by id and hold neither address, password nor token', async () => {
  await using db = await testDb();
  const { id } = await ada(db);
  const { call, logs, setCookies } = api(db);
  await call.auth.signIn(right);
  await refusalOf(call.auth.signIn(wrong));
  await refusalOf(call.auth.signIn({ ...wrong, email: 'nobody@school.test' }));
  expect(logs).toEqual([
    { level: 'info', event: 'sign-in.ok', userId: id, role: 'student' },
    { level: 'warn', event: 'sign-in.failed', userId: id },
    { level: 'warn', event: 'sign-in.failed', userId: null },
  ]);
  const token = setCookies[0]?.slice('muster_session='.length, 58) as string;
  for (const secret of ['@', PASSWORD, 'a guess', token]) expect(JSON.stringify(logs)).not.toContain(secret);
});

test('an input that is no pair is refused at its fields', async () => {
  await using db = await testDb();
  const refusal = await refusalOf(api(db).call.auth.signIn({ email: 'ada', password: '' }));
  expect(refusal).toMatchObject({
    code: 'invalid',
    fieldErrors: { email: ['Enter an email address such as name@school.org.'], password: ['Enter your password.'] },
  });
});
