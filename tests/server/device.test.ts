/** Registering devices: whose they are, and that the key decides. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, devices, loginSessions } from '#db/schema';
import { badgeMessage } from '#domain/check-in/badge';
import { MAX_DEVICES, registrationMessage } from '#domain/check-in/device';
import { createLoginSession } from '#server/auth/login-session';
import { groupCommit } from '#server/context/commit';
import { api, browser, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, openClassSession, user } from '../helpers/factories';
import { newPhone, type Phone, registerPhone, scanBy } from '../helpers/phone';

/** What registers a device without a word about whether its key is there. */
async function newDevice() {
  return bare(await newPhone());
}

const bare = ({ deviceId, publicKey }: Phone) => ({ deviceId, publicKey, name: 'Ada’s phone' });

/** A request of somebody whose sign-in is in the database. */
async function signedIn(db: Database, userId: number) {
  const { request } = browser(db);
  await createLoginSession((await request()).ctx, userId);
  return request;
}

test('a device belongs to who registers it, and the sign-in is bound to it', async () => {
  await using db = await testDb();
  const { id } = await user(db);
  const request = await signedIn(db, id);
  const input = await newDevice();
  expect(await (await request()).call.device.register(input)).toEqual({ deviceId: input.deviceId });
  expect(await db.select().from(devices)).toEqual([
    {
      id: input.deviceId,
      userId: id,
      publicKey: input.publicKey,
      name: input.name,
      createdAt: NOW,
      revokedAt: null,
      browserId: expect.any(String),
    },
  ]);
  expect((await request()).ctx.loginSession?.deviceId).toBe(input.deviceId);
});

test('registering again changes the name and nothing else', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const input = await newDevice();
  await api(db, { actor }).call.device.register(input);
  await api(db, { actor, now: NOW + 1 }).call.device.register({ ...input, name: 'Old phone' });
  expect(await db.select().from(devices)).toMatchObject([
    { id: input.deviceId, userId: actor.id, name: 'Old phone', createdAt: NOW },
  ]);
});

test('a device that another user registers with proof of its key is theirs, and the former owner’s sign-in loses it', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const [hers, his] = [await signedIn(db, ada.id), await signedIn(db, ben.id)];
  const phone = await newPhone();
  await registerPhone((await hers()).call, phone);
  await registerPhone((await his()).call, phone);
  expect(await db.select({ userId: devices.userId }).from(devices)).toEqual([{ userId: ben.id }]);
  expect((await hers()).ctx.loginSession?.deviceId).toBeNull();
  expect((await his()).ctx.loginSession?.deviceId).toBe(phone.deviceId);
  expect(await (await hers()).call.device.mine()).toEqual([]);
});

/** Proofs of a device that its thief may have. */
const PROOFS: Record<string, (phone: Phone, of: { owner: string; thief: string }) => Promise<string | undefined>> = {
  none: async () => undefined,
  'text that is no signature': async () => 'AAAA',
  'one of another key': async ({ deviceId }, { thief }) =>
    (await newPhone()).sign(registrationMessage({ challenge: thief, deviceId })),
  'one made for the owner’s sign-in': ({ deviceId, sign }, { owner }) =>
    sign(registrationMessage({ challenge: owner, deviceId })),
  'one of another device': ({ sign }, { thief }) =>
    sign(registrationMessage({ challenge: thief, deviceId: crypto.randomUUID() })),
  'the signature of a badge': ({ deviceId, sign }) => sign(badgeMessage({ studentId: 1, deviceId, window: 1 })),
};

test.each(Object.entries(PROOFS))('a device stays its owner’s with this proof: %s', async (_, proofOf) => {
  await using db = await testDb();
  const [ada, eve] = [await user(db), await user(db)];
  const [hers, thiefs] = [await signedIn(db, ada.id), await signedIn(db, eve.id)];
  const phone = await newPhone();
  await registerPhone((await hers()).call, phone);
  const { call } = await thiefs();
  const [owner, thief] = [await (await hers()).call.device.challenge(), await call.device.challenge()];
  const proof = await proofOf(phone, { owner: owner.challenge, thief: thief.challenge });
  expect(await refusalOf(call.device.register({ ...bare(phone), name: 'Mine now', proof }))).toMatchObject({ code: 'conflict' });
  expect(await db.select().from(devices)).toMatchObject([{ userId: ada.id, name: 'Phone' }]);
  expect((await hers()).ctx.loginSession?.deviceId).toBe(phone.deviceId);
  expect((await thiefs()).ctx.loginSession?.deviceId).toBeNull();
});

test('a device id with another key is refused to everybody and changes nothing', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const input = await newDevice();
  await api(db, { actor: ada }).call.device.register(input);
  const his = await signedIn(db, ben.id);
  const forged = { ...input, publicKey: (await newPhone()).publicKey, name: 'Mine now' };
  expect(await refusalOf((await his()).call.device.register(forged))).toMatchObject({ code: 'conflict' });
  expect(await refusalOf(api(db, { actor: ada }).call.device.register(forged))).toMatchObject({ code: 'conflict' });
  expect(await db.select().from(devices)).toMatchObject([{ userId: ada.id, publicKey: input.publicKey, name: input.name }]);
  expect(await db.select({ deviceId: loginSessions.deviceId }).from(loginSessions)).toEqual([{ deviceId: null }]);
});

test('a key in another order of its members is the same key', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const input = await newDevice();
  const { kty, crv, x, y } = input.publicKey;
  await api(db, { actor }).call.device.register(input);
  const shuffled = { y, ext: true, x, crv, key_ops: ['verify'], kty };
  await api(db, { actor }).call.device.register({ ...input, publicKey: shuffled });
  expect(await db.select({ publicKey: devices.publicKey }).from(devices)).toEqual([{ publicKey: input.publicKey }]);
});

test('a key that is no point on the curve is refused at its field', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const input = await newDevice();
  const broken = { ...input, publicKey: { ...input.publicKey, x: 'A'.repeat(43) } };
  expect(await refusalOf(api(db, { actor }).call.device.register(broken))).toMatchObject({
    code: 'invalid',
    fieldErrors: { publicKey: ['This is not a usable key.'] },
  });
  expect(await db.select().from(devices)).toEqual([]);
});

test('a key is taken in one spelling only, or the phones of two students could share it unseen', async () => {
  await using db = await testDb();
  const { publicKey, ...input } = await newDevice();
  const again = publicKey.x.replace(/.$/, (end) => String.fromCharCode(end.charCodeAt(0) + 1));
  const call = api(db, { actor: await user(db) }).call.device.register({ ...input, publicKey: { ...publicKey, x: again } });
  expect(await refusalOf(call)).toMatchObject({ code: 'invalid' });
});

test('a device that was revoked works again when its owner registers it', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const input = await newDevice();
  await api(db, { actor }).call.device.register(input);
  await db.update(devices).set({ revokedAt: NOW }).where(eq(devices.id, input.deviceId));
  expect(await api(db, { actor }).call.device.mine()).toEqual([]);
  await api(db, { actor }).call.device.register(input);
  expect(await api(db, { actor }).call.device.mine()).toMatchObject([{ id: input.deviceId }]);
});

test('one sees one’s own devices only, and which one this is', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const [phone, laptop, his] = [await newDevice(), await newDevice(), await newDevice()];
  const request = await signedIn(db, ada.id);
  await api(db, { actor: ada, now: NOW - 1 }).call.device.register(laptop);
  await (await request()).call.device.register(phone);
  await api(db, { actor: ben }).call.device.register(his);
  expect(await (await request()).call.device.mine()).toEqual([
    { id: phone.deviceId, name: phone.name, createdAt: NOW, isCurrent: true },
    { id: laptop.deviceId, name: laptop.name, createdAt: NOW - 1, isCurrent: false },
  ]);
});

test('signing in again on a registered device binds the new sign-in and lets the old one go', async () => {
  await using db = await testDb();
  const { id } = await user(db);
  const input = await newDevice();
  const [before, after] = [await signedIn(db, id), await signedIn(db, id)];
  await (await before()).call.device.register(input);
  await (await after()).call.device.register(input);
  expect((await before()).ctx.loginSession?.deviceId).toBeNull();
  expect((await after()).ctx.loginSession?.deviceId).toBe(input.deviceId);
});

test('a device is renamed and removed by its owner, and removing it ends the sign-in on it', async () => {
  await using db = await testDb();
  const [ada, eve] = [await user(db), await user(db)];
  const phone = await signedIn(db, ada.id);
  const input = await newDevice();
  const { deviceId } = input;
  await (await phone()).call.device.register(input);
  const mine = api(db, { actor: ada }).call.device;
  const theirs = api(db, { actor: eve }).call.device;
  expect(await refusalOf(theirs.rename({ deviceId, name: 'Mine now' }))).toMatchObject({ code: 'not-found' });
  expect(await refusalOf(theirs.revoke({ deviceId }))).toMatchObject({ code: 'not-found' });
  expect(await refusalOf((await phone()).call.device.revoke({ deviceId }))).toMatchObject({ code: 'conflict' });
  await mine.rename({ deviceId, name: 'Old phone' });
  expect(await mine.mine()).toMatchObject([{ id: deviceId, name: 'Old phone' }]);
  expect(await mine.revoke({ deviceId })).toEqual({ outcome: 'removed' });
  expect(await mine.mine()).toEqual([]);
  expect((await phone()).ctx.actor).toBeNull();
  expect(await refusalOf(mine.revoke({ deviceId }))).toMatchObject({ code: 'not-found' });
  expect(await refusalOf(mine.rename({ deviceId, name: 'Again' }))).toMatchObject({ code: 'not-found' });
  expect(await db.select().from(auditEvents)).toMatchObject([{ actorId: ada.id, action: 'device.revoked' }]);
});

const ownDevices = (db: Database, userId: number) => db.select().from(devices).where(eq(devices.userId, userId));

test('however many devices are registered at once, twenty are kept', async () => {
  await using db = await testDb();
  const ada = await user(db);
  const commit = groupCommit(db.$client);
  const phones = await Promise.all(Array.from({ length: MAX_DEVICES + 15 }, newPhone));
  await Promise.all(phones.map((phone) => api(db, { actor: ada, commit }).call.device.register(bare(phone))));
  expect(await ownDevices(db, ada.id)).toHaveLength(MAX_DEVICES);
});

test('of too many devices the one longest unused goes: not this one, nor those in use', async () => {
  await using db = await testDb();
  const ada = await user(db);
  const phone = await signedIn(db, ada.id);
  const { deviceId } = await registerPhone((await phone()).call, await newPhone());
  const [first, ...others] = await Promise.all(Array.from({ length: MAX_DEVICES }, newDevice));
  for (const [index, other] of [first, ...others].entries())
    if (other) await api(db, { actor: ada, now: NOW + 1 + index }).call.device.register(other);
  const kept = (await ownDevices(db, ada.id)).map(({ id }) => id);
  expect(kept).toHaveLength(MAX_DEVICES);
  expect(kept).toContain(deviceId);
  expect(kept).not.toContain(first?.deviceId);
  expect((await phone()).ctx.loginSession?.deviceId).toBe(deviceId);
});

test('a device that goes is kept, revoked, where a claim names it; its sign-in registers it again', async () => {
  await using db = await testDb();
  const ada = await user(db);
  const session = await openClassSession(db);
  const [request, phone] = [await signedIn(db, ada.id), await newPhone()];
  await registerPhone((await request()).call, phone);
  await (await request()).call.checkIn.submit(await scanBy(db, phone, session, { at: NOW }));
  const inUse = await Promise.all(Array.from({ length: MAX_DEVICES }, () => signedIn(db, ada.id)));
  await db
    .update(loginSessions)
    .set({ lastSeenAt: NOW - 1 })
    .where(eq(loginSessions.deviceId, phone.deviceId));
  for (const other of inUse) await registerPhone((await other()).call, await newPhone());
  expect((await ownDevices(db, ada.id)).filter(({ revokedAt }) => revokedAt === null)).toHaveLength(MAX_DEVICES);
  const [retired] = await db.select().from(devices).where(eq(devices.id, phone.deviceId));
  expect(retired).toMatchObject({ userId: ada.id, revokedAt: NOW });
  expect((await request()).ctx.loginSession?.deviceId).toBeNull();
  await registerPhone((await request()).call, phone);
  expect((await ownDevices(db, ada.id)).filter(({ revokedAt }) => revokedAt === null)).toHaveLength(MAX_DEVICES);
  expect((await request()).ctx.loginSession?.deviceId).toBe(phone.deviceId);
});
