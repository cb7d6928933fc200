import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BADGE_PERIOD_MS,
  BADGE_TOLERANCE_MS,
  badgeMessage,
  cardDigest,
  createCardBadge,
  createPhoneBadge,
  isPhoneBadgeGenuine,
  parseBadge,
} from '#domain/badge';
import { DevicePublicKey } from '#domain/device';
import { utf8 } from '#domain/encoding';

const AT = Date.UTC(2026, 8, 7, 9, 0);
const DEVICE = '018f2b6e-7a3c-4d2e-9b1a-5c6d7e8f9a0b';

async function phone() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const show = async (studentId: number, at: number) => {
    const badge = { studentId, deviceId: DEVICE, window: Math.floor(at / BADGE_PERIOD_MS) };
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(badgeMessage(badge)));
    return createPhoneBadge({ ...badge, signature: new Uint8Array(signature) });
  };
  return { key: DevicePublicKey.parse(await crypto.subtle.exportKey('jwk', publicKey)), show };
}

/** @throws when `text` is not a phone's badge */
function readPhoneBadge(text: string) {
  const badge = parseBadge(text);
  if (badge?.kind !== 'phone') throw new Error('not a phone badge');
  return badge;
}

test('a phone badge says who, which device and when', async () => {
  const { show } = await phone();
  const badge = readPhoneBadge(await show(4711, AT));
  expect(badge).toMatchObject({ studentId: 4711, deviceId: DEVICE, window: AT / BADGE_PERIOD_MS });
});

test('a phone badge is genuine with its own key about the time it was on screen, and not later', async () => {
  const { key, show } = await phone();
  const badge = readPhoneBadge(await show(1, AT));
  expect(await isPhoneBadgeGenuine(badge, key, AT)).toBe(true);
  expect(await isPhoneBadgeGenuine(badge, key, AT + BADGE_TOLERANCE_MS)).toBe(true);
  expect(await isPhoneBadgeGenuine(badge, key, AT - BADGE_TOLERANCE_MS)).toBe(true);
  expect(await isPhoneBadgeGenuine(badge, key, AT + BADGE_TOLERANCE_MS + 1)).toBe(false);
});

test('a phone badge made for somebody else, or by another device, is not genuine', async () => {
  const [own, other] = [await phone(), await phone()];
  const badge = readPhoneBadge(await own.show(1, AT));
  expect(await isPhoneBadgeGenuine({ ...badge, studentId: 2 }, own.key, AT)).toBe(false);
  expect(await isPhoneBadgeGenuine(badge, other.key, AT)).toBe(false);
});

test('a card carries its secret, and the digest is SHA-256 of it', async () => {
  const secret = new Uint8Array(16);
  const badge = parseBadge(createCardBadge(secret));
  expect(badge).toEqual({ kind: 'card', secret });
  // printf '\0…' (16 zero bytes) | sha256sum
  expect(await cardDigest(secret)).toBe('374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb');
});

test('any secret survives its card, in either case', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const secret = new Uint8Array(bytes);
      const text = createCardBadge(secret);
      expect(parseBadge(text)).toEqual({ kind: 'card', secret });
      expect(parseBadge(` ${text.toLowerCase()} `)).toEqual({ kind: 'card', secret });
    }),
  );
});

test.each([
  ['nothing', ''],
  ['a check-in token', '04000000000G00133J9G1275V9MWJ4V8QM2KXADGBJ8K6D0'],
  ['an address', 'https://school.test/c#04000000000G'],
  ['another version', createCardBadge(new Uint8Array(16)).replace(/^0/, '1')],
])('%s is no badge', (_, text) => {
  expect(parseBadge(text)).toBeNull();
});
