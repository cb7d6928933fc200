/** What a device's facts mean for its person. */
import { expect, test } from 'vitest';
import { type Check, judge, reportText, type SelfTestFacts } from '#app/components/pwa/self-test/judge';
import { i18nOf } from '#app/words/i18n';

const ENGLISH = i18nOf('en');

const GOOD: SelfTestFacts = {
  install: 'installed',
  worker: { isSupported: true, build: 'abc', isUpdateReady: false },
  pageBuild: 'abc',
  camera: 'granted',
  storage: { isPersisted: true, usedBytes: 3_000_000, quotaBytes: 10_700_000_000 },
  clock: { aheadMs: 200, roundTripMs: 100 },
  outbox: { count: 0, oldestAgeMs: null },
  userAgent: 'Mozilla/5.0 (Linux; Android 14) Chrome/131.0.0.0 Mobile Safari/537.36',
};

function checkOf(name: string, facts: Partial<SelfTestFacts> = {}): Check | undefined {
  return judge(ENGLISH, { ...GOOD, ...facts }).find((check) => check.name === name);
}

test('on a device that is ready nothing asks for attention, and only notifications are not known', () => {
  const states = judge(ENGLISH, GOOD).map(({ name, state }) => [name, state]);
  expect(states.filter(([, state]) => state !== 'good')).toEqual([['Notifications', 'unknown']]);
});

test.each([
  ['promptable', 'attention', 'install'],
  ['by-hand', 'attention', 'install-by-hand'],
  ['unknown', 'attention', undefined],
] as const)('an app that is %s', (install, state, fix) => {
  expect(checkOf('Installed', { install })).toMatchObject(fix ? { state, fix } : { state });
});

test.each([
  ['no worker in this browser', { isSupported: false, build: null, isUpdateReady: false }, 'problem', undefined],
  ['a worker that does not run', { isSupported: true, build: null, isUpdateReady: false }, 'problem', 'reload'],
  ['a new version that waits', { isSupported: true, build: 'abc', isUpdateReady: true }, 'attention', 'update'],
  ['a worker of another build', { isSupported: true, build: 'old', isUpdateReady: false }, 'attention', 'update'],
] as const)('%s', (_name, worker, state, fix) => {
  expect(checkOf('Without a network', { worker })).toMatchObject(fix ? { state, fix } : { state });
});

test.each([
  ['prompt', 'attention', 'camera'],
  ['denied', 'problem', undefined],
  ['none', 'problem', undefined],
  ['unknown', 'unknown', 'camera'],
] as const)('a camera that is %s', (camera, state, fix) => {
  expect(checkOf('Camera', { camera })).toMatchObject(fix ? { state, fix } : { state });
});

test.each([
  ['may be cleared', { isPersisted: false, usedBytes: 1, quotaBytes: 1e9 }, 'attention', '1 MB used of 1 GB.'],
  ['is not told of', { isPersisted: null, usedBytes: null, quotaBytes: null }, 'unknown', 'does not say'],
  ['is nearly full', { isPersisted: true, usedBytes: 95e6, quotaBytes: 100e6 }, 'problem', '95 MB used of 100 MB.'],
] as const)('storage that %s', (_name, storage, state, text) => {
  const check = checkOf('Storage', { storage });
  expect(check?.state).toBe(state);
  expect(check?.text).toContain(text);
});

test.each([
  ['right', 5_000, 0, 'good', 'clock is right'],
  ['off by no more than the round trip can explain', 8_000, 6_000, 'good', 'clock is right'],
  ['a little ahead', 40_000, 0, 'attention', '40 s ahead'],
  ['a little behind', -40_000, 0, 'attention', '40 s behind'],
  ['far off', -15 * 60_000, 0, 'problem', '15 min behind'],
] as const)('a clock that is %s', (_name, aheadMs, roundTripMs, state, text) => {
  const check = checkOf('Clock', { clock: { aheadMs, roundTripMs } });
  expect(check?.state).toBe(state);
  expect(check?.text).toContain(text);
});

test('with nobody to compare with, the clock is not known', () => {
  expect(checkOf('Clock', { clock: null })).toMatchObject({ state: 'unknown' });
});

test('what waits is counted, with the age of the oldest', () => {
  const check = checkOf('Waiting to be sent', { outbox: { count: 2, oldestAgeMs: 3 * 60_000 } });
  expect(check).toEqual({
    name: 'Waiting to be sent',
    state: 'attention',
    text: '2 changes wait to be sent, the oldest for 3 min.',
    fix: 'send',
  });
});

test('the report is plain text, one line a check, with the browser’s own description', () => {
  const report = reportText(ENGLISH, judge(ENGLISH, GOOD), { at: Date.UTC(2026, 8, 7, 9), userAgent: 'Agent/1.0' });
  const lines = report.split('\n');
  expect(lines[0]).toBe('Muster self-test, 2026-09-07T09:00:00.000Z');
  expect(lines).toContain('Camera: Good. There is a camera, and Muster may use it.');
  expect(lines).toContain('Versions: Good. App abc, worker abc. Chrome on Android.');
  expect(lines.at(-1)).toBe('Browser: Agent/1.0');
});
