/** What devices sign is verified the same on both platforms, and a key that is kept vouches for nothing by itself. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { devices } from '#db/schema';
import { type DevicePublicKey, verifyDeviceSignature } from '#domain/check-in/device';
import { toBase64Url, utf8 } from '#domain/encoding';
import { unkeptDeviceKeys } from '#server/context/device-keys';
import { createDeviceKeys } from '#server/context/node-device-keys';
import { prepareKeysOfRoll } from '#server/services/check-in/roll-keys';
import { testContext } from '../helpers/api';
import { as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW } from '../helpers/factories';
import { phoneOf, phonesOf, scanBy } from '../helpers/phone';

async function signed(message: string) {
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(message));
  return { key: { kty: 'EC', crv: 'P-256', x: String(x), y: String(y) } as DevicePublicKey, signature: toBase64Url(signature) };
}

test.for([
  ['Workers', unkeptDeviceKeys.verify],
  ['Node', createDeviceKeys().verify],
  ['Node that keeps one key', createDeviceKeys(1).verify],
] as const)('on %s a signature holds for its own message and key only, however often', async ([, verify]) => {
  const [own, other] = [await signed('one'), await signed('one')];
  for (let time = 0; time < 2; time++) {
    expect(await verifyDeviceSignature(own.key, 'one', own.signature, verify)).toBe(true);
    expect(await verifyDeviceSignature(own.key, 'two', own.signature, verify)).toBe(false);
    expect(await verifyDeviceSignature(other.key, 'one', own.signature, verify)).toBe(false);
    expect(await verifyDeviceSignature({ ...own.key, y: own.key.x }, 'one', own.signature, verify)).toBe(false);
    for (const signature of ['', 'AAAA', '!'.repeat(86), 'A'.repeat(86), 'A'.repeat(200)])
      expect(await verifyDeviceSignature(own.key, 'one', signature, verify)).toBe(false);
  }
});

test('a device that was removed, or has another key, verifies nothing, though its key is kept', async () => {
  await using db = await testDb();
  const { student, friend, session } = await classroom(db, { students: 2 });
  const [own, removed] = [await phoneOf(db, friend), await phoneOf(db, student)];
  const deviceKeys = createDeviceKeys();
  await prepareKeysOfRoll(testContext(db, { deviceKeys }).ctx, session.id);
  await db.update(devices).set({ revokedAt: NOW }).where(eq(devices.id, removed.deviceId));
  const submit = async (person: typeof student, phone: typeof own) =>
    as(db, person, NOW, { deviceKeys }).checkIn.submit(await scanBy(db, phone, session, { at: NOW }));
  expect(await submit(student, removed)).toMatchObject({ outcome: 'refused', reason: 'bad-device' });
  const { key: publicKey } = await signed('');
  await db.update(devices).set({ publicKey }).where(eq(devices.id, own.deviceId));
  expect(await submit(friend, own)).toMatchObject({ outcome: 'refused', reason: 'bad-device' });
});

test('as a register opens the keys of its roll are imported, and no others', async () => {
  await using db = await testDb();
  const { students, session } = await classroom(db, { students: 20 });
  await phonesOf(db, students);
  await phoneOf(db, (await classroom(db)).student);
  let count = 0;
  const deviceKeys = {
    ...unkeptDeviceKeys,
    prepare: (keys: readonly DevicePublicKey[]) => {
      count += keys.length;
    },
  };
  await prepareKeysOfRoll(testContext(db, { deviceKeys }).ctx, session.id);
  expect(count).toBe(20);
});
