/** A badge scanned with no network: what the day pack says of it, what the list and the register show, and what is said. */
import { expect, test } from 'vitest';
import { createScanMarks } from '#app/components/badge/scan-marks';
import {
  badgeKey,
  isNewScan,
  SAME_SCAN_MS,
  type Scan,
  type ScanState,
  stateOf,
  withScan,
  withState,
} from '#app/components/outbox/scan-list';
import { scanWords, spokenScan } from '#app/components/outbox/scan-words';
import { createRegisterStore } from '#app/components/register/model/register-store';
import { judgeByPack } from '#app/offline/badge-scan';
import { badgeAt } from '#app/offline/own-badge';
import { i18nOf } from '#app/words/i18n';
import { BADGE_PERIOD_MS, badgeMessage, cardDigest, createCardBadge, createPhoneBadge } from '#domain/check-in/badge';
import type { DayPack } from '#domain/check-in/day-pack';
import { DevicePublicKey } from '#domain/check-in/device';
import { utf8 } from '#domain/encoding';
import { BRITISH } from './british';
import { classSessionView, NOW, row } from './register-builders';

const ENGLISH = i18nOf('en');

const MINUTE_MS = 60_000;
const DEVICE = '018f2b6e-7a3c-4d2e-9b1a-5c6d7e8f9a0b';
const SECRET = new Uint8Array(16).fill(3);
const CARD = createCardBadge(SECRET);

/** A student's phone, and what it shows. */
async function phone() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const signBadge = async ({ studentId, window }: { studentId: number; window: number }) => {
    const badge = { studentId, deviceId: DEVICE, window };
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(badgeMessage(badge)));
    return createPhoneBadge({ ...badge, signature: new Uint8Array(signature) });
  };
  const device = { deviceId: DEVICE, signBadge, signClaim: async () => '' };
  return { key: DevicePublicKey.parse(await crypto.subtle.exportKey('jwk', publicKey)), device };
}

/** Student 1 has the phone, student 2 the card; both are in class session 7. Student 3 is in class session 8. */
async function packWith(publicKey: DevicePublicKey): Promise<DayPack> {
  const session = (id: number, students: number[]) => ({
    classSession: classSessionView({ id }),
    rows: students.map((studentId) => row(studentId)),
    key: '',
    revision: 1,
  });
  return {
    userId: 9,
    day: '2026-09-07',
    serverNow: NOW,
    validUntil: NOW + 24 * 60 * MINUTE_MS,
    codeTtlMinutes: 15,
    policy: { periodMs: 3_000, lateAfterMs: 10 * MINUTE_MS, lockDays: 7, spotCheck: true },
    classSessions: [session(7, [1, 2]), session(8, [3])],
    cards: [{ studentId: 2, digest: await cardDigest(SECRET) }],
    devices: [{ studentId: 1, deviceId: DEVICE, publicKey }],
  };
}

const scanOf = (badge: string, at = NOW, classSessionId = 7) => ({ id: 'scan', at, classSessionId, badge });

test('the pack vouches for a live phone badge and a current card, with the status of the scan’s own time', async () => {
  const { key, device } = await phone();
  const pack = await packWith(key);
  const { text } = await badgeAt(device, 1, NOW + MINUTE_MS);
  expect(await judgeByPack(pack, scanOf(text, NOW + MINUTE_MS))).toEqual({
    isGood: true,
    studentId: 1,
    name: 'Student 1',
    status: 'present',
  });
  expect(await judgeByPack(pack, scanOf(CARD, NOW + 10 * MINUTE_MS + 1))).toMatchObject({ studentId: 2, status: 'late' });
});

test('the pack refuses what is old, forged, unknown, of another class, or no badge', async () => {
  const { key, device } = await phone();
  const [pack, other] = [await packWith(key), await packWith((await phone()).key)];
  const { text } = await badgeAt(device, 1, NOW);
  const reasons = [
    await judgeByPack(pack, scanOf(text, NOW + 5 * MINUTE_MS)),
    await judgeByPack(other, scanOf(text)),
    await judgeByPack(pack, scanOf(createCardBadge(new Uint8Array(16)))),
    await judgeByPack(pack, scanOf(CARD, NOW, 8)),
    await judgeByPack(pack, scanOf('https://school.test')),
  ];
  expect(reasons.map((verdict) => verdict && !verdict.isGood && verdict.reason)).toEqual([
    'old-badge',
    'forged',
    'bad-badge',
    'not-on-roll',
    'bad-badge',
  ]);
});

test('a class session the pack does not hold cannot be judged', async () => {
  const { key } = await phone();
  expect(await judgeByPack(await packWith(key), scanOf(CARD, NOW, 99))).toBeNull();
});

test('a badge says until when it is shown, and another follows then', async () => {
  const { device } = await phone();
  const first = await badgeAt(device, 1, NOW + 1);
  expect(first.until).toBe(NOW + BADGE_PERIOD_MS);
  expect((await badgeAt(device, 1, first.until - 1)).until).toBe(first.until);
  const [a, b] = [await badgeAt(device, 1, first.until - 1), await badgeAt(device, 1, first.until)];
  expect(a.text.slice(0, 47)).not.toBe(b.text.slice(0, 47));
});

test('a badge that stays in view is scanned once, also while it rotates', async () => {
  const { device } = await phone();
  const seen = new Map<string, number>();
  const [first, next] = [(await badgeAt(device, 1, NOW)).text, (await badgeAt(device, 1, NOW + BADGE_PERIOD_MS)).text];
  expect(badgeKey(first)).toBe(badgeKey(next));
  expect([0, 100, SAME_SCAN_MS - 1].map((at) => isNewScan(seen, first, at))).toEqual([true, false, false]);
  expect(isNewScan(seen, next, 2 * SAME_SCAN_MS - 2)).toBe(false);
  expect(isNewScan(seen, CARD, 2 * SAME_SCAN_MS)).toBe(true);
  expect(isNewScan(seen, first, 3 * SAME_SCAN_MS)).toBe(true);
});

test('the list has the newest scan first, is not endless, and changes only the scan that is meant', () => {
  const scan = (id: string): Scan => ({ id, at: NOW, state: { step: 'checking' } });
  const many = Array.from({ length: 40 }, (_, index) => String(index)).reduce<readonly Scan[]>(
    (list, id) => withScan(list, scan(id)),
    [],
  );
  expect([many.length, many[0]?.id]).toEqual([30, '39']);
  const changed = withState(many, '38', { step: 'unchecked' });
  expect(changed.filter(({ state }) => state.step === 'unchecked').map(({ id }) => id)).toEqual(['38']);
});

const saved = { step: 'saved', studentId: 1, name: 'Student 1', status: 'present' } as const;

test('a saved scan fills its row, and taking it back leaves the row as it was', () => {
  const store = createRegisterStore(
    {
      classSession: classSessionView(),
      rows: [row(1), row(2, { status: 'absent', source: 'teacher', version: 1 })],
    },
    BRITISH.byName,
  );
  const marks = createScanMarks(store);
  expect(marks.show('a', saved, NOW)).toEqual(saved);
  expect(store.view(1)?.row).toMatchObject({ status: 'present', source: 'badge', version: 1 });
  marks.takeBack('a');
  expect(store.view(1)?.row).toEqual(row(1));
  expect(marks.show('b', { ...saved, studentId: 2 }, NOW)).toMatchObject({ step: 'already', status: 'absent' });
  expect(store.view(2)?.row).toMatchObject({ status: 'absent', version: 1 });
});

test('the server’s word on a saved scan is taken in: another status, or a refusal', () => {
  const store = createRegisterStore({ classSession: classSessionView(), rows: [row(1), row(2)] }, BRITISH.byName);
  const marks = createScanMarks(store);
  marks.show('a', saved, NOW);
  marks.settle('a', { outcome: 'already-recorded', studentId: 1, name: 'Student 1', status: 'late', version: 2 });
  expect(store.view(1)?.row).toMatchObject({ status: 'late', version: 2 });
  marks.show('b', { ...saved, studentId: 2 }, NOW);
  marks.settle('b', { outcome: 'refused', reason: 'replaced', name: 'Student 2' });
  expect(store.view(2)?.row).toEqual(row(2));
});

test('a mark set by hand meanwhile is not taken back with the scan', () => {
  const store = createRegisterStore({ classSession: classSessionView(), rows: [row(1)] }, BRITISH.byName);
  const marks = createScanMarks(store);
  marks.show('a', saved, NOW);
  store.change([1], (view) => ({ ...view, row: { ...view.row, status: 'excused', source: 'teacher', version: 2 } }));
  marks.takeBack('a');
  expect(store.view(1)?.row).toMatchObject({ status: 'excused', version: 2 });
});

test('what waits is never said to be done', () => {
  expect(spokenScan(ENGLISH, saved, false)).toBe('Student 1, present. Saved on this device, not yet confirmed.');
  const marked = stateOf({
    kind: 'told',
    outcome: { outcome: 'recorded', studentId: 1, name: 'Ama Mensah', status: 'late', version: 1 },
  });
  expect(spokenScan(ENGLISH, marked, true)).toBe('Ama Mensah, late.');
  expect(spokenScan(ENGLISH, { step: 'checking' }, true)).toBe('');
  expect(scanWords(ENGLISH, stateOf({ kind: 'unchecked' }), true).title).toBe('Saved, not checked');
});

test('each refusal says what is the matter and what to do, by name where there is one', () => {
  const reasons = ['bad-badge', 'replaced', 'old-badge', 'forged', 'not-on-roll', 'no-pack', 'not-a-badge'] as const;
  const refused = (reason: (typeof reasons)[number], name: string | null = null): ScanState => ({
    step: 'refused',
    reason,
    name,
  });
  const texts = reasons.map((reason) => scanWords(ENGLISH, refused(reason), true).text);
  expect(new Set(texts).size).toBe(reasons.length);
  expect(scanWords(ENGLISH, refused('old-badge', 'Ama Mensah'), true).title).toBe('Ama Mensah: badge has expired');
  expect(scanWords(ENGLISH, refused('bad-badge'), false).title).toBe('Not known here');
});
