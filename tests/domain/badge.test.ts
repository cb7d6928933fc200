import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BADGE_PERIOD_MS,
  BADGE_TOLERANCE_MS,
  badgeMessage,
  cardDigest,
  createCardBadge,
  createPhoneBadge,
  judgeBadge,
  parseBadge,
  readHandedIn,
  scanTime,
  withoutSecret,
} from '#domain/check-in/badge';
import { DevicePublicKey } from '#domain/check-in/device';
import { utf8 } from '#domain/encoding';
import { arrivalStatus, isOpenToArrival, SOURCES } from '#domain/register/attendance';

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

/** A holder on the roll whose badge is in use. */
const holder = (publicKey: DevicePublicKey | null = null) => ({ publicKey, isCurrent: true, isOnRoll: true });

test('a phone badge counts with its own key about the time it was on screen, and not before or after', async () => {
  const { key, show } = await phone();
  const badge = readPhoneBadge(await show(1, AT));
  for (const at of [AT, AT + BADGE_TOLERANCE_MS, AT - BADGE_TOLERANCE_MS])
    expect(await judgeBadge(badge, holder(key), at)).toBeNull();
  for (const at of [AT + BADGE_TOLERANCE_MS + 1, AT - BADGE_TOLERANCE_MS - 1])
    expect(await judgeBadge(badge, holder(key), at)).toBe('old-badge');
});

test('a phone badge made for somebody else, or by another device, is forged', async () => {
  const [own, other] = [await phone(), await phone()];
  const badge = readPhoneBadge(await own.show(1, AT));
  expect(await judgeBadge({ ...badge, studentId: 2 }, holder(own.key), AT)).toBe('forged');
  expect(await judgeBadge({ ...badge, window: badge.window + 1 }, holder(own.key), AT)).toBe('forged');
  expect(await judgeBadge(badge, holder(other.key), AT)).toBe('forged');
  expect(await judgeBadge(badge, holder(null), AT)).toBe('forged');
});

test('a badge of nobody, of a replaced card, or of somebody of another class is told apart', async () => {
  const card = { kind: 'card', secret: new Uint8Array(16) } as const;
  expect(await judgeBadge(card, holder(), AT)).toBeNull();
  expect(await judgeBadge(card, null, AT)).toBe('bad-badge');
  expect(await judgeBadge(card, { ...holder(), isCurrent: false }, AT)).toBe('replaced');
  expect(await judgeBadge(card, { ...holder(), isOnRoll: false }, AT)).toBe('not-on-roll');
});

test('a scan counts as made at its own time between the opening and now, else now', () => {
  const classSession = { openedAt: AT, startsAt: AT + 1_000 };
  const now = AT + 5_000;
  expect([AT - 1, AT, now, now + 1].map((at) => scanTime(at, classSession, now))).toEqual([now, AT, now, now]);
  expect(scanTime(AT, { openedAt: null, startsAt: AT }, now)).toBe(AT);
});

test('the late threshold itself is still present', () => {
  expect([0, 600_000, 600_001].map((after) => arrivalStatus(AT + after, { startsAt: AT, lateAfterMs: 600_000 }))).toEqual([
    'present',
    'present',
    'late',
  ]);
});

test('a badge writes over nothing, an automatic absence and a leave, and over nothing else', () => {
  expect(SOURCES.filter((source) => isOpenToArrival({ status: 'absent', source }))).toEqual(['leave', 'auto']);
  expect(isOpenToArrival({ status: null, source: null })).toBe(true);
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

test('a card is handed in without its secret; on paper a digest is no badge', async () => {
  const secret = Uint8Array.from({ length: 16 }, (_, index) => index);
  const card = createCardBadge(secret);
  const handedIn = await withoutSecret(card);
  expect(handedIn).not.toContain(card);
  expect(readHandedIn(handedIn)).toEqual({ kind: 'digest', digest: await cardDigest(secret) });
  expect(readHandedIn(card)).toEqual({ kind: 'card', secret });
  expect(parseBadge(handedIn)).toBeNull();
  expect(await withoutSecret(handedIn)).toBe(handedIn);
  const live = await (await phone()).show(1, AT);
  expect(await withoutSecret(live)).toBe(live);
  expect(readHandedIn(live)).toEqual(parseBadge(live));
});
