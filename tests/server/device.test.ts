/** Registering devices: whose they are, and that the key decides. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, devices, loginSessions } from '#db/schema';
import { createLoginSession } from '#server/auth/login-session';
import { api, browser, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';

async function newKey() {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return { kty: 'EC' as const, crv: 'P-256' as const, x, y };
}

async function newDevice() {
  return { deviceId: crypto.randomUUID(), publicKey: await newKey(), name: 'Ada’s phone' };
}

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
      browserId: null,
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

test('a device that another user registers with the same key is theirs, and the former owner’s sign-in loses it', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const [hers, his] = [await signedIn(db, ada.id), await signedIn(db, ben.id)];
  const input = await newDevice();
  await (await hers()).call.device.register(input);
  await (await his()).call.device.register(input);
  expect(await db.select({ userId: devices.userId }).from(devices)).toEqual([{ userId: ben.id }]);
  expect((await hers()).ctx.loginSession?.deviceId).toBeNull();
  expect((await his()).ctx.loginSession?.deviceId).toBe(input.deviceId);
  expect(await (await hers()).call.device.mine()).toEqual([]);
});

test('a device id with another key is refused to everybody and changes nothing', async () => {
  await using db = await testDb();
  const [ada, ben] = [await user(db), await user(db)];
  const input = await newDevice();
  await api(db, { actor: ada }).call.device.register(input);
  const his = await signedIn(db, ben.id);
  const forged = { ...input, publicKey: await newKey(), name: 'Mine now' };
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
