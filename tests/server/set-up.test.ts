/** The first administrator and the one-time code that makes one. */
import { expect, test } from 'vitest';
import { auditEvents, loginSessions, oneTimeCodes, users } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import { issueSetUpCode } from '#server/auth/account/set-up';
import { loadSettings } from '#server/services/school/school';
import { api, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';

const school = { schoolName: 'Hill School', zone: 'Pacific/Auckland', locale: 'en-NZ', firstWeekday: 7 };
const grace = { ...school, name: 'Grace Hopper', email: 'grace@school.test', password: 'a long enough one' };

test('the code makes the first administrator, who is active, signed in, and on the audit log', async () => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  const { call, setCookies, logs } = api(db);
  expect(await call.auth.setUp({ ...grace, code })).toEqual({ outcome: 'created' });
  const [admin] = await db.select().from(users);
  expect(admin).toMatchObject({ email: grace.email, name: grace.name, role: 'admin', state: 'active', approvedAt: NOW });
  expect(setCookies).toEqual(expect.arrayContaining([expect.stringContaining('muster_session=')]));
  expect(await db.select().from(loginSessions)).toMatchObject([{ userId: admin?.id }]);
  expect(logs).toEqual([
    { level: 'info', event: 'administrator.created', userId: admin?.id },
    { level: 'info', event: 'sign-in.ok', userId: admin?.id, role: 'admin' },
  ]);
  expect(await db.select().from(auditEvents)).toMatchObject([
    {
      at: NOW,
      actorId: admin?.id,
      actorName: grace.name,
      actorRole: 'admin',
      action: 'administrator.created',
      subject: `user:${admin?.id}`,
    },
  ]);
  expect(await api(db).call.auth.signIn(grace)).toEqual({ outcome: 'signed-in', role: 'admin' });
});

test('the school has the name, the zone, the weeks and the dates that were given, and every other setting of a new one', async () => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  await api(db).call.auth.setUp({ ...grace, code });
  expect(await loadSettings({ db })).toEqual({
    ...DEFAULT_SETTINGS,
    name: 'Hill School',
    zone: 'Pacific/Auckland',
    locale: 'en-NZ',
    firstWeekday: 7,
  });
});

test.each([
  ['schoolName', { schoolName: ' ' }],
  ['zone', { zone: '' }],
  ['zone', { zone: 'Middle/Earth' }],
])('a school without a %s is not set up', async (field, given) => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  const refused = await refusalOf(api(db).call.auth.setUp({ ...grace, ...given, code }));
  expect(Object.keys(refused.fieldErrors ?? {})).toEqual([field]);
  expect(await db.select().from(users)).toEqual([]);
});

test('whoever comes second changes nothing of the school', async () => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  await api(db).call.auth.setUp({ ...grace, code });
  await refusalOf(api(db).call.auth.setUp({ ...grace, schoolName: 'Eve’s', email: 'eve@school.test', code }));
  expect(await loadSettings({ db })).toMatchObject({ name: 'Hill School' });
});

test('a code works once', async () => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  await api(db).call.auth.setUp({ ...grace, code });
  expect(await refusalOf(api(db).call.auth.setUp({ ...grace, email: 'eve@school.test', code }))).toMatchObject({
    code: 'conflict',
  });
  expect(await db.select().from(oneTimeCodes)).toEqual([]);
});

test('of two people with the code at the same time one becomes administrator', async () => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  const tries = ['grace@school.test', 'eve@school.test'].map((email) => api(db).call.auth.setUp({ ...grace, email, code }));
  const results = await Promise.allSettled(tries);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db.select().from(users)).toHaveLength(1);
  expect(await db.select().from(auditEvents)).toHaveLength(1);
});

test('a code typed in lower case with dashes and spaces is the same code', async () => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  const typed = ` ${code.slice(0, 8).toLowerCase()}-${code.slice(8, 16)} ${code.slice(16)} `;
  expect(await api(db).call.auth.setUp({ ...grace, code: typed })).toEqual({ outcome: 'created' });
});

test('a wrong code, none issued, or one that has run out is refused at its field', async () => {
  await using db = await testDb();
  const refused = { code: 'invalid', fieldErrors: { code: [expect.stringContaining('This code is wrong')] } };
  expect(await refusalOf(api(db).call.auth.setUp({ ...grace, code: 'ANY' }))).toMatchObject(refused);
  const code = (await issueSetUpCode(testServices(db))) as string;
  expect(await refusalOf(api(db).call.auth.setUp({ ...grace, code: `${code}0` }))).toMatchObject(refused);
  const late = api(db, { now: NOW + DAY_MS });
  expect(await refusalOf(late.call.auth.setUp({ ...grace, code }))).toMatchObject(refused);
  const inTime = api(db, { now: NOW + DAY_MS - 1 });
  expect(await inTime.call.auth.setUp({ ...grace, code })).toEqual({ outcome: 'created' });
});

test('each start replaces the code of the one before', async () => {
  await using db = await testDb();
  const first = (await issueSetUpCode(testServices(db))) as string;
  const second = (await issueSetUpCode(testServices(db))) as string;
  expect(await refusalOf(api(db).call.auth.setUp({ ...grace, code: first }))).toMatchObject({ code: 'invalid' });
  expect(await api(db).call.auth.setUp({ ...grace, code: second })).toEqual({ outcome: 'created' });
});

test('the code is stored hashed', async () => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  const rows = await db.select().from(oneTimeCodes);
  expect(rows).toEqual([
    { hash: expect.stringMatching(/^[0-9a-f]{64}$/), purpose: 'set-up', userId: null, expiresAt: NOW + DAY_MS, mailedTo: null },
  ]);
  expect(JSON.stringify(rows)).not.toContain(code);
});

test.each(['active', 'pending', 'suspended'] as const)(
  'a school with an administrator who is %s issues no code and takes none',
  async (state) => {
    await using db = await testDb();
    const code = (await issueSetUpCode(testServices(db))) as string;
    await user(db, { role: 'admin', state });
    expect(await refusalOf(api(db).call.auth.setUp({ ...grace, code }))).toMatchObject({ code: 'conflict' });
    expect(await issueSetUpCode(testServices(db))).toBeNull();
    expect(await db.select().from(oneTimeCodes)).toEqual([]);
  },
);

test('an address that has an account is refused at its field and keeps it', async () => {
  await using db = await testDb();
  const code = (await issueSetUpCode(testServices(db))) as string;
  const student = await user(db, { email: grace.email });
  expect(await refusalOf(api(db).call.auth.setUp({ ...grace, code }))).toMatchObject({
    code: 'invalid',
    fieldErrors: { email: [expect.stringContaining('already has an account')] },
  });
  expect(await db.select().from(users)).toEqual([student]);
});
