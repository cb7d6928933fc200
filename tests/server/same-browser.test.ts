/** A key lasts as long as a sign-in, a browser outlives it: what is known of a phone is known by its browser, whoever's key it holds. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { devices, sightings } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { api } from '../helpers/api';
import { as, claimsOf, classroom, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW } from '../helpers/factories';
import { makeKnown, newPhone, registerPhone, scanBy } from '../helpers/phone';

const SCAN_AT = NOW + MINUTE_MS;
const LATER = NOW + 5 * HOUR_MS;

type Person = Parameters<typeof as>[1];

/** A browser; each sign-in on it has a key of its own. */
function newBrowser(db: Database) {
  let cookie: string | undefined;
  return async (person: Person, now = NOW) => {
    const phone = await newPhone();
    const { call, setCookies } = api(db, { actor: person, now, cookie, loginSession: { id: crypto.randomUUID() } });
    await registerPhone(call, phone);
    cookie = setCookies.at(-1)?.split(';')[0];
    return phone;
  };
}

test('two students who sign in on one phone one after the other, each with a key of their own, both wait', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const signIn = newBrowser(db);
  const own = await scanBy(db, await signIn(student), session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(own)).toMatchObject({ outcome: 'recorded' });
  const lent = await scanBy(db, await signIn(friend), session, { at: SCAN_AT + 6_000 });
  expect(await as(db, friend, SCAN_AT + 6_000).checkIn.submit(lent)).toEqual({ outcome: 'waiting', reasons: ['shared-device'] });
  const reasons = (await claimsOf(db, session.id)).map((claim) => [claim.verdict, ...claim.reasons]);
  expect(reasons).toEqual([
    ['waiting', 'shared-device'],
    ['waiting', 'shared-device'],
  ]);
  expect((await marksOf(db, session.id)).map(({ status }) => status)).toEqual([null]);
});

test('a browser that says it is another’s, or copies the name without the server’s word for it, casts no doubt', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const own = await newBrowser(db)(student);
  await as(db, student, SCAN_AT).checkIn.submit(await scanBy(db, own, session, { at: SCAN_AT }));
  const [{ browserId } = { browserId: null }] = await db.select().from(devices).where(eq(devices.id, own.deviceId));
  for (const cookie of [undefined, `muster_browser=${browserId}`, `muster_browser=${browserId}.${'A'.repeat(43)}`]) {
    const phone = await newPhone();
    const { call, setCookies } = api(db, { actor: friend, cookie });
    const { deviceId, publicKey } = phone;
    const claimed = { deviceId, publicKey, name: 'Phone', browserId: String(browserId) };
    await call.device.register(claimed);
    const claim = await scanBy(db, phone, session, { at: SCAN_AT });
    expect(await as(db, friend, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: expect.stringMatching('recorded') });
    expect(setCookies.join()).toMatch(/^muster_browser=[\w-]{22}\.[\w-]{43}; .*HttpOnly/);
    expect(setCookies.join()).not.toContain(String(browserId));
  }
  expect(await markOf(db, { classSessionId: session.id, studentId: student.id })).toMatchObject({ status: 'present' });
});

test('registrations that arrive together, from a browser without a name, give it one', async () => {
  await using db = await testDb();
  const { student } = await classroom(db);
  const register = async () => registerPhone(as(db, student), await newPhone());
  await Promise.all([register(), register()]);
  const [one, other] = await db.select().from(devices);
  expect(one?.browserId).toBe(other?.browserId);
});

test('two students with a phone each do not wait for each other', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  for (const person of [student, friend]) {
    const claim = await scanBy(db, await newBrowser(db)(person), session, { at: SCAN_AT });
    expect(await as(db, person, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
  }
});

test('what was signed before a sign-out is genuine after others have signed in, and its owner again', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const signIn = newBrowser(db);
  const first = await signIn(student);
  await makeKnown(db, student, first);
  await as(db, student, SCAN_AT).checkIn.submit(await scanBy(db, first, session, { at: SCAN_AT }));
  const offline = await scanBy(db, await signIn(student), session, { at: SCAN_AT + 6_000, windows: 3 });
  await signIn(friend);
  await signIn(student, LATER);
  expect(await as(db, student, LATER).checkIn.submit(offline)).toMatchObject({ outcome: 'already-recorded' });
});

test('a phone that has checked in before is no new device after signing in again', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const signIn = newBrowser(db);
  const before = await signIn(student);
  const first = await scanBy(db, await signIn(student), session, { at: SCAN_AT, windows: 3 });
  expect(await as(db, student, LATER).checkIn.submit(first)).toEqual({ outcome: 'waiting', reasons: ['new-device'] });
  await makeKnown(db, student, before);
  const second = await scanBy(db, await signIn(student), session, { at: SCAN_AT + 9_000, windows: 3 });
  expect(await as(db, student, LATER + 1).checkIn.submit(second)).toMatchObject({ outcome: 'recorded' });
});

test('a phone that was online meanwhile under another sign-in has held its claim back', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await newBrowser(db)(student);
  await makeKnown(db, student, phone);
  await db.insert(sightings).values({ userId: student.id, loginSessionId: 'another', seenAt: SCAN_AT + HOUR_MS });
  const claim = await scanBy(db, phone, session, { at: SCAN_AT + 6_000, windows: 3 });
  expect(await as(db, student, LATER).checkIn.submit(claim)).toEqual({ outcome: 'waiting', reasons: ['held-back'] });
});

test('one’s list of devices names a browser once, however often one signed in on it', async () => {
  await using db = await testDb();
  const { student, friend } = await classroom(db, { students: 2 });
  const signIn = newBrowser(db);
  await signIn(student);
  await signIn(friend, NOW + 1);
  const { deviceId } = await signIn(student, NOW + 2);
  const other = await newBrowser(db)(student);
  expect((await as(db, student).device.mine()).map(({ id }) => id)).toEqual([deviceId, other.deviceId]);
});

test('one key under two names is one phone: both students wait', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const own = await newPhone();
  await registerPhone(as(db, student), own);
  const copied = { ...own, deviceId: crypto.randomUUID() };
  await registerPhone(as(db, friend), copied);
  await as(db, student, SCAN_AT).checkIn.submit(await scanBy(db, own, session, { at: SCAN_AT }));
  const second = await scanBy(db, copied, session, { at: SCAN_AT });
  expect(await as(db, friend, SCAN_AT).checkIn.submit(second)).toEqual({ outcome: 'waiting', reasons: ['shared-device'] });
  expect((await claimsOf(db, session.id)).map(({ verdict }) => verdict)).toEqual(['waiting', 'waiting']);
});

test('what one student checked in with before vouches for nobody else', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const signIn = newBrowser(db);
  await makeKnown(db, student, await signIn(student));
  const late = await scanBy(db, await signIn(friend), session, { at: SCAN_AT });
  expect(await as(db, friend, LATER).checkIn.submit(late)).toMatchObject({
    outcome: 'waiting',
    reasons: expect.arrayContaining(['new-device']),
  });
});
