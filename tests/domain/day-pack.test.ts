import { expect, test } from 'vitest';
import { cardDigest } from '#domain/check-in/badge';
import { holderInPack, type PackedClassSession } from '#domain/check-in/day-pack';
import { classSessionView, row } from '../app/register-builders';

const DEVICE = '018f2b6e-7a3c-4d2e-9b1a-5c6d7e8f9a0b';
const KEY = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
const SECRET = new Uint8Array(16).fill(7);

const packed = (id: number, studentIds: number[]): PackedClassSession => ({
  classSession: classSessionView({ id }),
  rows: studentIds.map((studentId) => row(studentId)),
  key: '',
  revision: 1,
});

/** Students 1 and 2 are in class session 10, student 3 in 11. Student 1 has a phone, 3 a card. */
async function pack() {
  return {
    classSessions: [packed(10, [1, 2]), packed(11, [3])],
    devices: [{ studentId: 1, deviceId: DEVICE, publicKey: KEY }],
    cards: [{ studentId: 3, digest: await cardDigest(SECRET) }],
  };
}

const phone = (studentId: number, deviceId = DEVICE) =>
  ({ kind: 'phone', studentId, deviceId, window: 0, signature: new Uint8Array(64) }) as const;
const card = (secret = SECRET) => ({ kind: 'card', secret }) as const;

test('a phone’s badge is found by its phone and its student together', async () => {
  const known = await pack();
  const own = { studentId: 1, name: 'Student 1', publicKey: KEY, isCurrent: true, isOnRoll: true };
  expect(await holderInPack(known, 10, phone(1))).toEqual(own);
  expect(await holderInPack(known, 10, phone(2))).toBeNull();
  expect(await holderInPack(known, 10, phone(1, crypto.randomUUID()))).toBeNull();
});

test('a card is found by its digest, and its student is on one roll and not on the other', async () => {
  const known = await pack();
  expect(await holderInPack(known, 11, card())).toMatchObject({ studentId: 3, publicKey: null, isOnRoll: true });
  expect(await holderInPack(known, 10, card())).toMatchObject({ name: 'Student 3', isOnRoll: false });
  expect(await holderInPack(known, 10, card(new Uint8Array(16)))).toBeNull();
});
