/** What asks its person to prove once more who they are: passkeys added and removed, and ended with the sign-ins. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, deliveries, loginSessions, oneTimeCodes, passkeys, users } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import { smtpMail } from '#server/channels/smtp';
import { toStatement } from '#server/context/commit';
import { deliverMails } from '#server/delivery/deliver';
import { api, browser, refusalOf, testServices } from '../helpers/api';
import { softAuthenticator } from '../helpers/authenticator';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD, PASSWORD_HASH, user } from '../helpers/factories';
import { linkIn, openMailbox } from '../helpers/mailbox';
import { signedIn } from '../helpers/prove';

const FROM = 'Hill School <attendance@school.test>';
const UNPROVED = { code: 'invalid', fieldErrors: { proof: [expect.stringContaining('it is you')] } };
const NEW_PASSWORD = 'seven purple lanterns';

const keyRow = (userId: number, id = `key-${userId}`) => ({
  ...{ id, userId, publicKey: Buffer.alloc(1), counter: 0, transports: [], name: 'Phone', createdAt: NOW },
});

/** Somebody with a password and a passkey, signed in on a browser that was left open. */
async function openBrowser(db: Database, clock = () => NOW) {
  const ada = await user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH });
  await db.insert(passkeys).values(keyRow(ada.id));
  const page = browser(db, { now: clock });
  await (await page.request()).call.auth.signIn({ email: ada.email, password: PASSWORD });
  return { ada, call: (await page.request()).call };
}

test('a sign-in alone, however fresh, neither adds nor removes a passkey', async () => {
  await using db = await testDb();
  const { ada, call } = await openBrowser(db);
  expect(await call.profile.isProved()).toBe(false);
  const response = softAuthenticator().create({ challenge: 'bWFkZSB1cA' });
  for (const attempt of [
    call.passkey.creationOptions(),
    call.passkey.add({ response, name: 'Thief' }),
    call.passkey.remove({ id: `key-${ada.id}` }),
    call.user.signOutEverywhereElse({ endPasskeys: true }),
  ])
    expect(await refusalOf(attempt)).toMatchObject(UNPROVED);
  expect(await db.select().from(passkeys)).toHaveLength(1);
  expect(await db.select().from(loginSessions)).toHaveLength(1);
  expect(await db.select().from(auditEvents)).toEqual([]);
});

test('the password again opens it for ten minutes and for this sign-in alone', async () => {
  await using db = await testDb();
  let now = NOW;
  const { ada, call } = await openBrowser(db, () => now);
  const other = browser(db, { now: () => now });
  await (await other.request()).call.auth.signIn({ email: ada.email, password: PASSWORD });
  expect(await refusalOf(call.profile.prove({ current: 'not the password' }))).toMatchObject({
    code: 'invalid',
    fieldErrors: { current: ['This is not your current password.'] },
  });
  expect(await call.profile.isProved()).toBe(false);
  expect(await call.profile.prove({ current: PASSWORD })).toEqual({ outcome: 'proved' });
  expect(await call.profile.isProved()).toBe(true);
  expect(await refusalOf((await other.request()).call.passkey.creationOptions())).toMatchObject(UNPROVED);
  now = NOW + 10 * MINUTE_MS - 1;
  await call.passkey.creationOptions();
  now = NOW + 10 * MINUTE_MS;
  expect(await refusalOf(call.passkey.creationOptions())).toMatchObject(UNPROVED);
});

test('the statement that writes asks again: a proof that runs out on the way adds and removes nothing', async () => {
  await using db = await testDb();
  const ada = await user(db);
  await signedIn(db, ada);
  await db.insert(passkeys).values(keyRow(ada.id));
  const key = softAuthenticator();
  const challenge = await api(db, { actor: ada }).call.passkey.creationOptions();
  const services = testServices(db);
  // Between the look and the write: the proof is taken back, as time would.
  const overtaken = async (statements: Parameters<typeof services.commit>[0]) => {
    const isSpending = JSON.stringify(statements.map(toStatement)).includes('one_time_codes');
    if (!isSpending) await db.update(loginSessions).set({ confirmedAt: NOW - 10 * MINUTE_MS });
    return services.commit(statements);
  };
  const { passkey } = api(db, { actor: ada, commit: overtaken }).call;
  expect(await refusalOf(passkey.add({ response: key.create(challenge), name: 'Phone' }))).toMatchObject(UNPROVED);
  await signedIn(db, ada);
  expect(await refusalOf(passkey.remove({ id: `key-${ada.id}` }))).toMatchObject({ code: expect.any(String) });
  expect(await db.select().from(passkeys)).toMatchObject([{ id: `key-${ada.id}` }]);
  expect(await db.select().from(auditEvents)).toEqual([]);
});

test('wrong passwords are counted with those of changing it, and run out', async () => {
  await using db = await testDb();
  const { call } = await openBrowser(db);
  for (let tries = 0; tries < 10; tries++) await refusalOf(call.profile.prove({ current: `wrong ${tries}` }));
  expect(await refusalOf(call.profile.prove({ current: PASSWORD }))).toMatchObject({ code: 'rate-limited' });
});

test('one’s own passkey proves it too, with a challenge made for that; another’s and one for signing in do not', async () => {
  await using db = await testDb();
  const [ada, eve] = [await user(db), await user(db)];
  for (const person of [ada, eve]) await signedIn(db, person);
  const adas = api(db, { actor: ada }).call;
  const eves = api(db, { actor: eve }).call;
  const key = softAuthenticator();
  await adas.passkey.add({ response: key.create(await adas.passkey.creationOptions()), name: 'Phone' });
  for (const person of [ada, eve]) await signedIn(db, person, null);
  expect(await refusalOf(eves.passkey.prove(key.use(await eves.passkey.proofOptions())))).toMatchObject({ code: 'invalid' });
  const forSignIn = key.use(await api(db).call.passkey.requestOptions());
  expect(await refusalOf(adas.passkey.prove(forSignIn))).toMatchObject({ code: 'invalid' });
  expect(await adas.profile.isProved()).toBe(false);
  expect(await adas.passkey.prove(key.use(await adas.passkey.proofOptions()))).toEqual({ outcome: 'proved' });
  expect(await adas.profile.isProved()).toBe(true);
  expect(await eves.profile.isProved()).toBe(false);
  const forProof = key.use(await adas.passkey.proofOptions());
  expect(await refusalOf(api(db).call.auth.signInWithPasskey(forProof))).toMatchObject({ code: 'invalid' });
});

test('the owner hears by mail of a passkey added or removed, where there is mail', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const ada = await user(db, { email: 'ada@school.test' });
  await signedIn(db, ada);
  const { passkey } = api(db, { actor: ada, mail }).call;
  const key = softAuthenticator();
  const { id } = await passkey.add({ response: key.create(await passkey.creationOptions()), name: 'Phone' });
  await deliverMails(testServices(db, { mail }));
  expect((await mailbox.nextTo(ada.email)).subject).toMatch(/^A passkey was added/);
  await passkey.remove({ id });
  await deliverMails(testServices(db, { mail }));
  expect((await mailbox.nextTo(ada.email, 1)).subject).toMatch(/^A passkey was removed/);
  const silent = api(db, { actor: ada }).call.passkey;
  await silent.add({ response: key.create(await silent.creationOptions()), name: 'Phone' });
  expect(await db.select().from(deliveries)).toHaveLength(2);
});

test('a reset of the password ends every passkey of its owner, and nobody else’s', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const ada = await user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH });
  const eve = await user(db);
  await db.insert(passkeys).values([keyRow(ada.id, 'one'), keyRow(ada.id, 'two'), keyRow(eve.id, 'hers')]);
  await api(db, { mail }).call.auth.forgotPassword({ email: ada.email });
  await deliverMails(testServices(db, { mail }));
  const link = linkIn(await mailbox.nextTo(ada.email));
  const code = link.slice(link.indexOf('#') + 1);
  await refusalOf(api(db).call.auth.resetPassword({ code, password: 'password1234' }));
  expect(await db.select().from(passkeys)).toHaveLength(3);
  await api(db).call.auth.resetPassword({ code, password: NEW_PASSWORD });
  expect((await db.select().from(passkeys)).map(({ id }) => id)).toEqual(['hers']);
});

test('signing out everywhere else, and changing the password, end the passkeys when the person says so', async () => {
  await using db = await testDb();
  const { ada, call } = await openBrowser(db);
  const eve = await user(db);
  await db.insert(passkeys).values(keyRow(eve.id));
  await signedIn(db, ada);
  await call.user.signOutEverywhereElse();
  expect(await db.select().from(passkeys)).toHaveLength(2);
  await signedIn(db, ada);
  await call.profile.prove({ current: PASSWORD });
  expect(await call.user.signOutEverywhereElse({ endPasskeys: true })).toEqual({ ended: 1 });
  expect((await db.select().from(passkeys)).map(({ userId }) => userId)).toEqual([eve.id]);
  await db.insert(passkeys).values(keyRow(ada.id));
  await call.profile.changePassword({ current: PASSWORD, password: NEW_PASSWORD });
  expect(await db.select().from(passkeys)).toHaveLength(2);
  await call.profile.changePassword({ current: NEW_PASSWORD, password: 'eight yellow kettles', endPasskeys: true });
  expect((await db.select().from(passkeys)).map(({ userId }) => userId)).toEqual([eve.id]);
  expect(await db.select().from(users).where(eq(users.id, ada.id))).toHaveLength(1);
  expect(await db.select().from(oneTimeCodes)).toEqual([]);
});
