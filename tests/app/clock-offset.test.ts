/** What a device knows of the server's clock when the page it shows may have been kept for days. */
import { afterAll, expect, test, vi } from 'vitest';

/** The next file may run in this process, and opens a page of its own. */
afterAll(() => {
  vi.resetModules();
});

/** As a page has it that has just been opened: nothing measured yet. */
function openedPage() {
  vi.resetModules();
  return import('#app/offline/device/clock-offset');
}

test('with no answer and nothing measured, the device’s clock is believed and not the age of a page', async () => {
  const { assumeOwnClock, knownOffset, likelyOffset } = await openedPage();
  expect(knownOffset()).toBeNull();
  assumeOwnClock();
  expect(likelyOffset(-5 * 3_600_000, knownOffset())).toBe(0);
});

test('what was measured stands when a later page gets no answer', async () => {
  const { assumeOwnClock, knownOffset, noteClockOffset } = await openedPage();
  noteClockOffset(700);
  assumeOwnClock();
  expect(knownOffset()).toBe(700);
});

test('a device’s clock that was set back is noticed once: the same page shown again later does not begin anew', async () => {
  const { knownOffset, noteClockOffset, notePageTime } = await openedPage();
  noteClockOffset(0);
  const madeAt = Date.now() + 3_600_000;
  notePageTime(madeAt);
  const noticed = Number(knownOffset());
  expect(Math.abs(noticed - 3_600_000)).toBeLessThan(1_000);
  notePageTime(madeAt - 600_000);
  expect(knownOffset()).toBe(noticed);
});
