/** Check-ins that are refused, each for its reason: the claim is kept, nobody is marked. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { classSessions, devices } from '#db/schema';
import { DAY_MS, MINUTE_MS } from '#domain/duration';
import { refusalOf } from '../helpers/api';
import { action, as, claimsOf, classroom, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, openClassSession } from '../helpers/factories';
import { claimBy, codeAt, newPhone, phoneOf, scanBy, tokensAt } from '../helpers/phone';

const SCAN_AT = NOW + MINUTE_MS;

test('every way to be refused keeps the claim, unless its class session does not exist, and marks nobody', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const cancelled = await openClassSession(db, { startsAt: NOW + DAY_MS, state: 'cancelled' });
  const [token] = await tokensAt(db, session, SCAN_AT);
  const scan = (at: number) => scanBy(db, phone, session, { at });
  const honest = await scan(SCAN_AT);
  const forged = `${String(token).slice(0, 30)}${String(token)[30] === 'A' ? 'B' : 'A'}${String(token).slice(31)}`;
  const refused = [
    ['bad-code', await claimBy(phone, 4_711, { tokens: await tokensAt(db, { id: 4_711, revision: 0 }, SCAN_AT) })],
    ['bad-code', await scanBy(db, phone, cancelled, { at: SCAN_AT })],
    ['bad-code', await claimBy(phone, session.id, { tokens: [forged] })],
    ['bad-code', await claimBy(phone, session.id, { tokens: ['no token at all'] })],
    ['bad-code', await claimBy(phone, session.id, { tokens: await tokensAt(db, cancelled, SCAN_AT) })],
    ['bad-code', await claimBy(phone, session.id, { tokens: [String(token), forged] })],
    ['bad-code', await scanBy(db, phone, { ...session, revision: session.revision + 1 }, { at: SCAN_AT })],
    ['future', await scan(SCAN_AT + 6_000)],
    ['outside-window', await scan(NOW - 3_000)],
    ['bad-device', { ...honest, signature: (await scan(SCAN_AT)).signature }],
    ['bad-device', { ...honest, id: (await scan(SCAN_AT)).id, signature: '' }],
    ['bad-device', await scanBy(db, await newPhone(), session, { at: SCAN_AT })],
  ] as const;
  for (const [reason, claim] of refused)
    expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toEqual({ outcome: 'refused', reason });
  const kept = await Promise.all([session.id, cancelled.id].map((id) => claimsOf(db, id)));
  expect(kept.flat().map(({ verdict }) => verdict)).toEqual(refused.slice(1).map(() => 'refused'));
  expect(await claimsOf(db, 4_711)).toEqual([]);
  expect(await marksOf(db, session.id)).toEqual([]);
});

test('what was signed is what counts: no part of a claim can be changed on the way', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  const tokens = await tokensAt(db, session, SCAN_AT - 3_000);
  for (const changed of [{ at: claim.at + 1 }, { tokens }, { tokens: [...claim.tokens, ...tokens] }, { id: action().id }]) {
    const outcome = await as(db, student, SCAN_AT).checkIn.submit({ ...claim, id: action().id, ...changed });
    expect(outcome).toEqual({ outcome: 'refused', reason: 'bad-device' });
  }
});

test('a device that is another student’s, or was revoked, is refused', async () => {
  await using db = await testDb();
  const { session, student: owner, friend } = await classroom(db, { students: 2 });
  const phone = await phoneOf(db, owner);
  const lent = await scanBy(db, phone, session, { at: SCAN_AT });
  expect(await as(db, friend, SCAN_AT).checkIn.submit(lent)).toEqual({ outcome: 'refused', reason: 'bad-device' });
  await db.update(devices).set({ revokedAt: NOW });
  const own = await scanBy(db, phone, session, { at: SCAN_AT });
  expect(await as(db, owner, SCAN_AT).checkIn.submit(own)).toEqual({ outcome: 'refused', reason: 'bad-device' });
});

test('with a TTL of 0 nothing is ever accepted', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db, { open: false });
  const policy = { codeTtlMinutes: 0 };
  await as(db, teacher, NOW, { policy }).classSession.open({ ...action(), classSessionId: session.id });
  const phone = await phoneOf(db, student);
  for (const after of [0, 1_000, 4_000, MINUTE_MS]) {
    const at = NOW + after;
    const claims = [
      await scanBy(db, phone, session, { at }),
      await claimBy(phone, session.id, { code: await codeAt(db, session, at) }),
    ];
    for (const claim of claims)
      expect(await as(db, student, at, { policy }).checkIn.submit(claim)).toEqual({
        outcome: 'refused',
        reason: 'outside-window',
      });
  }
  expect(await marksOf(db, session.id)).toEqual([]);
});

test('after check-in was ended nothing newer is accepted, until it is extended', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  await as(db, teacher, SCAN_AT).classSession.endCheckIn({ ...action(), classSessionId: session.id });
  const at = SCAN_AT + MINUTE_MS;
  const early = await scanBy(db, phone, session, { at });
  expect(await as(db, student, at).checkIn.submit(early)).toEqual({ outcome: 'refused', reason: 'outside-window' });
  await as(db, teacher, at).classSession.extend({ ...action(at), classSessionId: session.id, minutes: 5 });
  expect(await as(db, student, at).checkIn.submit(early)).toMatchObject({ outcome: 'recorded' });
  const again = await scanBy(db, phone, session, { at });
  expect(await as(db, student, at).checkIn.submit(again)).toMatchObject({ outcome: 'already-recorded' });
});

test('a new revision kills the tokens of the old one', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const leaked = await scanBy(db, phone, session, { at: SCAN_AT });
  await db.update(classSessions).set({ revision: 2 }).where(eq(classSessions.id, session.id));
  expect(await as(db, student, SCAN_AT).checkIn.submit(leaked)).toEqual({ outcome: 'refused', reason: 'bad-code' });
  const fresh = await scanBy(db, phone, { ...session, revision: 2 }, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(fresh)).toMatchObject({ outcome: 'recorded' });
});

test.for([
  ['neither token nor code', { tokens: [] }],
  ['four tokens', { tokens: ['A', 'B', 'C', 'D'] }],
  ['a code of five digits', { tokens: [], code: '12345' }],
  ['an id that no device minted', { id: crypto.randomUUID() }],
] as const)('a claim with %s is refused as input, and is no attempt', async ([, given]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
  const refusal = await refusalOf(as(db, student, SCAN_AT).checkIn.submit({ ...claim, ...given } as never));
  expect(refusal.code).toBe('invalid');
  expect(await claimsOf(db, session.id)).toEqual([]);
});
