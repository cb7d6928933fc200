/** A forgotten password: the same answer and the same work for everybody, and a link that works once, for half an hour. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, deliveries, loginSessions, oneTimeCodes, users } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { hashOfCode } from '#domain/one-time-code';
import { makeLink } from '#server/auth/account/account-link';
import { api, browser, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD, PASSWORD_HASH, user } from '../helpers/factories';
import { statementsOf } from '../helpers/query-plan';

const NEW_PASSWORD = 'seven purple lanterns';

const member = (db: Database, given = {}) => user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH, ...given });

async function codeFor(db: Database, userId: number, now = NOW): Promise<string> {
  const { url } = await makeLink(testServices(db, { now }), { userId, kind: 'reset' });
  return url.slice(url.indexOf('#') + 1);
}

test('an account, no account, one that waits and one that is suspended get the same answer for the same work', async () => {
  await using db = await testDb();
  const ada = await member(db);
  await member(db, { email: 'waiting@school.test', state: 'pending' });
  await member(db, { email: 'suspended@school.test', state: 'suspended' });
  await member(db, { email: 'left@school.test', archivedAt: NOW });
  const ask = (email: string) => api(db).call.auth.forgotPassword({ email });
  const others = ['nobody@school.test', 'waiting@school.test', 'suspended@school.test', 'left@school.test'];
  const work = await statementsOf(db, async () => expect(await ask(' ADA@school.test ')).toEqual({ outcome: 'asked' }));
  for (const email of others)
    expect(await statementsOf(db, async () => expect(await ask(email)).toEqual({ outcome: 'asked' }))).toEqual(work);
  expect(await db.select().from(deliveries)).toMatchObject([{ userId: ada.id, kind: 'reset', dueAt: NOW }]);
});

test('asking again does not double the mail, and a fourth time within the hour is refused for anybody', async () => {
  await using db = await testDb();
  await member(db);
  for (const email of ['ada@school.test', 'nobody@school.test']) {
    const ask = (now = NOW, address = '192.0.2.1') => api(db, { now, address }).call.auth.forgotPassword({ email });
    for (let count = 0; count < 3; count++) await ask();
    expect(await refusalOf(ask(NOW + HOUR_MS - 1, '198.51.100.7'))).toMatchObject({ code: 'rate-limited' });
    expect(await ask(NOW + HOUR_MS)).toEqual({ outcome: 'asked' });
  }
  expect(await db.select().from(deliveries)).toHaveLength(1);
});

test('sixty addresses an hour from one network are taken, and no more', async () => {
  await using db = await testDb();
  const ask = (name: number, address = '192.0.2.1') =>
    api(db, { address }).call.auth.forgotPassword({ email: `${name}@school.test` });
  for (let count = 0; count < 60; count++) await ask(count);
  expect(await refusalOf(ask(60))).toMatchObject({ code: 'rate-limited' });
  expect(await ask(60, '198.51.100.7')).toEqual({ outcome: 'asked' });
});

test('the link sets the password, ends every sign-in and every other link, tells the owner, and is on the audit log', async () => {
  await using db = await testDb();
  const ada = await member(db, { name: 'Ada Lovelace' });
  const eve = await member(db, { email: 'eve@school.test' });
  const [phone, other] = [browser(db), browser(db)];
  await (await phone.request()).call.auth.signIn({ email: ada.email, password: PASSWORD });
  await (await other.request()).call.auth.signIn({ email: eve.email, password: PASSWORD });
  await api(db).call.auth.forgotPassword({ email: ada.email });
  const [first, second] = [await codeFor(db, ada.id), await codeFor(db, ada.id)];
  const { call, logs, setCookies } = api(db, { mail: { send: async () => undefined } });
  expect(await call.auth.resetPassword({ code: ` ${second.toLowerCase()} `, password: NEW_PASSWORD })).toEqual({
    outcome: 'changed',
  });
  expect((await phone.request()).ctx.actor).toBeNull();
  expect((await other.request()).ctx.actor?.id).toBe(eve.id);
  expect(await db.select().from(loginSessions)).toHaveLength(1);
  expect(await db.select().from(oneTimeCodes)).toEqual([]);
  expect(await db.select().from(deliveries)).toMatchObject([{ userId: ada.id, kind: 'password-changed' }]);
  expect(await db.select().from(auditEvents)).toMatchObject([
    { at: NOW, actorId: ada.id, actorName: 'Ada Lovelace', action: 'password.reset', subject: `user:${ada.id}` },
  ]);
  expect(logs).toEqual([{ level: 'info', event: 'password.reset', userId: ada.id }]);
  expect(setCookies.join()).toMatch(/^muster_known=/);
  expect(await refusalOf(api(db).call.auth.resetPassword({ code: first, password: NEW_PASSWORD }))).toMatchObject({
    code: 'invalid',
    fieldErrors: { code: [expect.stringContaining('Ask for a new one')] },
  });
  expect(await refusalOf(api(db).call.auth.signIn({ email: ada.email, password: PASSWORD }))).toMatchObject({
    code: 'unauthenticated',
  });
  expect(await api(db).call.auth.signIn({ email: ada.email, password: NEW_PASSWORD })).toMatchObject({ outcome: 'signed-in' });
});

test('a link holds for half an hour', async () => {
  await using db = await testDb();
  const ada = await member(db);
  const code = await codeFor(db, ada.id);
  const at = (now: number) => api(db, { now }).call.auth.resetPassword({ code, password: NEW_PASSWORD });
  expect(await refusalOf(at(NOW + 30 * MINUTE_MS))).toMatchObject({ code: 'invalid' });
  expect(await at(NOW + 30 * MINUTE_MS - 1)).toEqual({ outcome: 'changed' });
});

test('of two who use a link at the same time one succeeds', async () => {
  await using db = await testDb();
  const ada = await member(db);
  const code = await codeFor(db, ada.id);
  const tries = [1, 2].map((n) => api(db).call.auth.resetPassword({ code, password: `${NEW_PASSWORD} ${n}` }));
  const results = await Promise.allSettled(tries);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db.select().from(auditEvents)).toHaveLength(1);
});

test('codes of another purpose, guesses, and links of people who may not come in are refused, and nothing is hashed', async () => {
  await using db = await testDb();
  const ada = await member(db);
  const eve = await member(db, { email: 'eve@school.test', state: 'suspended' });
  const { url } = await makeLink(testServices(db), { userId: ada.id, kind: 'invite' });
  const codes = [url.slice(url.indexOf('#') + 1), 'A'.repeat(26), await codeFor(db, eve.id)];
  for (const code of codes)
    expect(await refusalOf(api(db).call.auth.resetPassword({ code, password: NEW_PASSWORD }))).toMatchObject({ code: 'invalid' });
  const rows = await db.select().from(users);
  expect(rows.map(({ passwordHash }) => passwordHash)).toEqual([PASSWORD_HASH, PASSWORD_HASH]);
});

test('thirty wrong codes in a quarter of an hour from one network, and no more', async () => {
  await using db = await testDb();
  const ada = await member(db);
  const wrong = () => refusalOf(api(db).call.auth.resetPassword({ code: 'WRONG', password: NEW_PASSWORD }));
  for (let count = 0; count < 30; count++) expect(await wrong()).toMatchObject({ code: 'invalid' });
  expect(await wrong()).toMatchObject({ code: 'rate-limited' });
  const elsewhere = api(db, { address: '198.51.100.7' });
  expect(await elsewhere.call.auth.resetPassword({ code: await codeFor(db, ada.id), password: NEW_PASSWORD })).toEqual({
    outcome: 'changed',
  });
});

test.each(['password123', 'qwertyuiop12', 'ada lovelace', 'Lovelace2026', 'aaaaaaaaaaaa'])(
  '%s is refused as easy to guess, and the link stays good',
  async (password) => {
    await using db = await testDb();
    const ada = await member(db, { name: 'Ada Lovelace' });
    const code = await codeFor(db, ada.id);
    expect(await refusalOf(api(db).call.auth.resetPassword({ code, password }))).toMatchObject({
      code: 'invalid',
      fieldErrors: { password: [expect.stringContaining('easy to guess')] },
    });
    const rows = await db
      .select()
      .from(oneTimeCodes)
      .where(eq(oneTimeCodes.hash, await hashOfCode(code)));
    expect(rows).toHaveLength(1);
  },
);
