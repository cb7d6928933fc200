/** The rules behind what is taken along, when the outbox is tried again, and whether a page is fresh. */
import { expect, test } from 'vitest';
import { mayReload } from '#app/components/pwa/asset-reload';
import { isFresh, shownAt } from '#app/components/pwa/freshness';
import { stateWithoutOffer } from '#app/components/pwa/install';
import { wakeAt } from '#app/offline/outbox/triggers';
import { arePagesDue, pagesFor } from '#app/offline/prefetch';
import { dataPathOf, isOfflineData, isOfflinePage } from '#app/sw/paths';

const MINUTE_MS = 60_000;

const waiting = (subject: string, nextAttemptAt: number) => ({ subject, nextAttemptAt });

test.each([
  ['nothing waits', [], null],
  ['a call has just been written down', [waiting('a', 0)], 11_000],
  ['a call failed lately', [waiting('a', 50_000)], 50_000],
  ['one subject is due before another', [waiting('a', 50_000), waiting('b', 30_000)], 30_000],
  ['a new call stands behind one that failed', [waiting('a', 50_000), waiting('a', 0)], 50_000],
])('the timer when %s', (_name, entries, at) => {
  expect(wakeAt(entries, 10_000)).toBe(at);
});

test('a student takes along the day, staff their registers of today', () => {
  const pack = { classSessions: [{ classSession: { id: 7 } }, { classSession: { id: 9 } }] } as never;
  expect(pagesFor('student', null)).toEqual(expect.arrayContaining(['/', '/timetable', '/attendance', '/scan', '/c', '/outbox']));
  expect(pagesFor('student', null)).not.toContain('/teach');
  expect(pagesFor('teacher', pack)).toEqual(expect.arrayContaining(['/teach', '/teach/sessions/7', '/teach/sessions/9']));
  expect(pagesFor('assistant', null)).not.toContain('/scan');
});

test('every page that is taken along is one the worker keeps, as a document and as data', () => {
  const pack = { classSessions: [{ classSession: { id: 7 } }] } as never;
  const paths = [...pagesFor('student', null), ...pagesFor('teacher', pack), ...pagesFor('admin', null)];
  const url = (path: string) => new URL(path, 'http://muster.invalid');
  expect(paths.filter((path) => !isOfflinePage(url(path)) || !isOfflineData(url(dataPathOf(path))))).toEqual([]);
});

test('a register as it stood once is not kept in the place of the register', () => {
  for (const path of ['/teach/sessions/7?asAt=2026-09-07T09%3A00', '/teach/sessions/7?asAt='])
    expect(isOfflinePage(new URL(path, 'http://muster.invalid'))).toBe(false);
  const data = new URL('/teach/sessions/7.data?asAt=2026-09-07T09%3A00', 'http://muster.invalid');
  expect(isOfflineData(data)).toBe(false);
});

test.each([
  ['there are none', undefined, true],
  ['they are here', { at: 0, build: 'b', paths: ['/', '/x'] }, false],
  ['they are an hour old', { at: -60 * MINUTE_MS, build: 'b', paths: ['/', '/x'] }, false],
  ['they are older than an hour', { at: -60 * MINUTE_MS - 1, build: 'b', paths: ['/', '/x'] }, true],
  ['another build made them', { at: 0, build: 'a', paths: ['/', '/x'] }, true],
  ['one is missing', { at: 0, build: 'b', paths: ['/'] }, true],
])('pages when %s', (_name, kept, isDue) => {
  expect(arePagesDue(kept, { paths: ['/', '/x'], build: 'b', now: 0 })).toBe(isDue);
});

test('a page is as old as its innermost data says; the root and live pages say nothing', () => {
  const root = { id: 'root', data: { serverNow: 5 } };
  expect(shownAt([root])).toBeNull();
  expect(shownAt([root, { id: 'a', data: { serverNow: 7 } }])).toBe(7);
  expect(shownAt([root, { id: 'a', data: { serverNow: 7 } }, { id: 'b', data: null }])).toBe(7);
  expect(shownAt([root, { id: 'a', data: { serverNow: 7 }, handle: { isLive: true } }])).toBeNull();
  expect(shownAt([root, { id: 'a', data: 'text' }, { id: 'b' }])).toBeNull();
});

test.each([
  ['just made', 0, 0, true],
  ['59 s old', 59_000, 0, true],
  ['a minute old', MINUTE_MS, 0, false],
  ['new, on a device whose clock is known to be an hour ahead', 60 * MINUTE_MS, 60 * MINUTE_MS, true],
  ['new, on a device whose clock is behind', -60 * MINUTE_MS, 0, true],
])('data that is %s', (_name, now, aheadMs, expected) => {
  expect(isFresh(0, now, aheadMs)).toBe(expected);
});

test.each([
  ['the first time', { lastAt: 0, now: 1e12, isOnline: true }, true],
  ['again after a minute', { lastAt: 1e12, now: 1e12 + MINUTE_MS, isOnline: true }, true],
  ['again within the minute', { lastAt: 1e12, now: 1e12 + MINUTE_MS - 1, isOnline: true }, false],
  ['after the clock was set back', { lastAt: 1e12, now: 1e12 - 5 * MINUTE_MS, isOnline: true }, true],
  ['with no network', { lastAt: 0, now: 1e12, isOnline: false }, false],
])('reloading for a lost file %s', (_name, facts, expected) => {
  expect(mayReload(facts)).toBe(expected);
});

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15';

test.each([
  ['an iPhone', { userAgent: IPHONE, maxTouchPoints: 5, isStandalone: false }, 'by-hand'],
  ['an iPad, which calls itself a Mac', { userAgent: MAC, maxTouchPoints: 5, isStandalone: false }, 'by-hand'],
  ['a Mac', { userAgent: MAC, maxTouchPoints: 0, isStandalone: false }, 'unknown'],
  ['the app on the home screen', { userAgent: IPHONE, maxTouchPoints: 5, isStandalone: true }, 'installed'],
])('installing on %s', (_name, browser, state) => {
  expect(stateWithoutOffer(browser)).toBe(state);
});
