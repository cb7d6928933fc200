/** Asking for an account: which roles and addresses, what is stored, and what the answer gives away. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { loginSessions, users } from '#db/schema';
import { HOUR_MS } from '#domain/duration';
import { hashPassword } from '#server/auth/password-hashing';
import { consume } from '#server/auth/rate-limit';
import { toAppError } from '#server/trpc/errors';
import { api, browser, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD, settings, user } from '../helpers/factories';

const ada = { name: 'Ada Lovelace', email: 'ada@school.test', password: 'a long enough one', role: 'student' as const };
const WAITS = { outcome: 'waits-for-approval' };

/** A procedure's input as a crafted request sends it. */
const crafted = (input: object) => input as typeof ada;

const addresses = async (db: Database) => (await db.select({ email: users.email }).from(users)).map(({ email }) => email).sort();

test.each(['student', 'teacher', 'assistant'] as const)('a %s may ask for an account, which waits for approval', async (role) => {
  await using db = await testDb();
  const { call, setCookies, logs } = api(db);
  expect(await call.auth.signUp({ ...ada, role })).toEqual(WAITS);
  const [row] = await db.select().from(users);
  expect(row).toMatchObject({ email: ada.email, name: ada.name, role, state: 'pending', createdAt: NOW, approvedAt: null });
  expect(setCookies).toEqual([expect.stringMatching(/^muster_waiting=.*Max-Age=2592000/)]);
  expect(logs).toEqual([{ level: 'info', event: 'sign-up', userId: row?.id, role }]);
});

test('the password is stored hashed', async () => {
  await using db = await testDb();
  await api(db).call.auth.signUp(ada);
  const [row] = await db.select().from(users);
  expect(row?.passwordHash).toMatch(/^scrypt\$/);
  expect(JSON.stringify(row)).not.toContain(ada.password);
});

test('a new account cannot sign in before it is approved', async () => {
  await using db = await testDb();
  await api(db).call.auth.signUp(ada);
  expect(await api(db).call.auth.signIn(ada)).toEqual({ outcome: 'pending' });
  expect(await db.select().from(loginSessions)).toEqual([]);
});

test.each(['admin', 'zzz', 'ADMIN', '', null, ['admin']])('the role %j cannot be asked for', async (role) => {
  await using db = await testDb();
  const refusal = await refusalOf(api(db).call.auth.signUp(crafted({ ...ada, role })));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { role: [expect.stringContaining('Choose')] } });
  expect(await addresses(db)).toEqual([]);
});

test('state and id cannot be slipped in', async () => {
  await using db = await testDb();
  await api(db).call.auth.signUp(crafted({ ...ada, state: 'active', id: 1000, approvedAt: 1 }));
  const [row] = await db.select().from(users);
  expect(row).toMatchObject({ state: 'pending', approvedAt: null });
  expect(row?.id).not.toBe(1000);
});

test('a taken address is answered as a new one, and its account stays as it is', async () => {
  await using db = await testDb();
  const before = await user(db, { email: ada.email, role: 'teacher' });
  const taken = api(db);
  expect(await taken.call.auth.signUp({ ...ada, email: ' ADA@school.test' })).toEqual(WAITS);
  expect(taken.setCookies).toEqual([expect.stringMatching(/^muster_waiting=/)]);
  expect(await db.select().from(users)).toEqual([before]);
});

test('a browser that waits learns of the approval, and nothing of an account that was there before', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  const taken = await user(db, { email: 'taken@school.test', state: 'pending', createdAt: NOW - HOUR_MS });
  const [waiting, other] = [browser(db), browser(db)];
  const isApproved = async ({ request }: typeof waiting) => (await request()).call.auth.isApproved();
  expect(await isApproved(waiting)).toBe(false);
  for (const _ of ['once', 'again']) await (await waiting.request()).call.auth.signUp(ada);
  await (await other.request()).call.auth.signUp({ ...ada, email: taken.email });
  expect([await isApproved(waiting), await isApproved(other)]).toEqual([false, false]);
  const [row] = await db.select().from(users).where(eq(users.email, ada.email));
  await api(db, { actor: admin, now: NOW + 1 }).call.user.decideApprovals({
    userIds: [Number(row?.id), taken.id],
    decision: 'approve',
  });
  expect([await isApproved(waiting), await isApproved(other)]).toEqual([true, false]);
  waiting.jar.set(
    'muster_waiting',
    String(waiting.jar.get('muster_waiting')).replace(/.$/, (end) => (end === 'A' ? 'B' : 'A')),
  );
  expect(await isApproved(waiting)).toBe(false);
});

test('two sign-ups with one address at the same time make one account', async () => {
  await using db = await testDb();
  const { call } = api(db);
  expect(await Promise.all([call.auth.signUp(ada), call.auth.signUp(ada)])).toEqual([WAITS, WAITS]);
  expect(await addresses(db)).toEqual([ada.email]);
});

test('every wrong field is named at once', async () => {
  await using db = await testDb();
  const refusal = await refusalOf(api(db).call.auth.signUp(crafted({ name: ' ', email: 'ada', password: 'short', role: 'x' })));
  expect(Object.keys(refusal.fieldErrors ?? {}).sort()).toEqual(['email', 'name', 'password', 'role']);
});

test('a role that has domains takes only addresses in them, and says which', async () => {
  await using db = await testDb();
  const emailDomains = { student: ['st.school.test'], teacher: ['school.test', 'staff.school.test'], assistant: [] };
  await settings(db, { emailDomains });
  const ask = (role: 'student' | 'teacher' | 'assistant', email: string) => api(db).call.auth.signUp({ ...ada, role, email });
  expect(await refusalOf(ask('student', 'ada@school.test'))).toMatchObject({
    code: 'invalid',
    fieldErrors: { email: ['For this role, use your school address. It ends in @st.school.test.'] },
  });
  expect((await refusalOf(ask('teacher', 'ada@x.school.test'))).fieldErrors?.email?.[0]).toContain(
    '@school.test or @staff.school.test',
  );
  await ask('student', 'ada@st.school.test');
  await ask('teacher', 'ada@staff.school.test');
  await ask('assistant', 'ada@anywhere.example');
  expect(await addresses(db)).toEqual(['ada@anywhere.example', 'ada@st.school.test', 'ada@staff.school.test']);
});

test('three hundred sign-ups an hour behind one address are taken, and no more', async () => {
  await using db = await testDb();
  const limits = [{ key: 'sign-up|address|192.0.2.1', max: 300, windowMs: HOUR_MS }];
  for (let index = 0; index < 299; index++) await consume(testServices(db), limits);
  expect(await api(db).call.auth.signUp(ada)).toEqual(WAITS);
  expect(await refusalOf(api(db).call.auth.signUp({ ...ada, email: 'ben@school.test' }))).toMatchObject({ code: 'rate-limited' });
  await api(db, { address: '192.0.2.2' }).call.auth.signUp({ ...ada, email: 'cy@school.test' });
  expect(await addresses(db)).toEqual([ada.email, 'cy@school.test']);
});

test('a rejected account waits anew when its owner asks again, and one that left does not', async () => {
  await using db = await testDb();
  const rejected = await user(db, { email: ada.email, name: 'Old Name', state: 'pending', archivedAt: NOW });
  const left = await user(db, { email: 'left@school.test', name: 'Left Long Ago', archivedAt: NOW });
  await api(db).call.auth.signUp(ada);
  await api(db).call.auth.signUp({ ...ada, email: left.email });
  const rows = await db.select().from(users);
  expect(rows.find(({ id }) => id === rejected.id)).toMatchObject({ name: ada.name, state: 'pending', archivedAt: null });
  expect(rows.find(({ id }) => id === left.id)).toMatchObject({ name: 'Left Long Ago', archivedAt: NOW });
});

test('one person’s many sign-ups do not hold up another’s sign-in', async () => {
  await using db = await testDb();
  const known = await user(db, { email: 'known@school.test', passwordHash: await hashPassword(PASSWORD) });
  let signedUp = 0;
  const signUps = Array.from({ length: 80 }, (_, n) => {
    const { call } = api(db, { address: '198.51.100.9' });
    const input = { email: `n${n}@school.test`, name: 'Nemo Nobody', role: 'student' as const, password: `kestrel oboe ${n}` };
    return call.auth.signUp(input).then(
      () => signedUp++,
      (error) => toAppError(error)?.code,
    );
  });
  await new Promise(setImmediate);
  const { call } = api(db, { address: '192.0.2.7' });
  await call.auth.signIn({ email: known.email, password: PASSWORD });
  expect(signedUp).toBeLessThan(6);
  const answers = await Promise.all(signUps);
  expect(answers.filter((answer) => answer === 'unavailable').length).toBeGreaterThan(30);
});
