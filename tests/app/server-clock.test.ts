/** The server's clock on a device whose own is wrong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestOffset, createServerClock, keepSamples, sampleOf } from '#app/components/ui/time/server-clock';
import { likelyOffset } from '#app/offline/device/clock-offset';

test('the offset is taken from the middle of the round trip', () => {
  expect(sampleOf({ sentAt: 1_000, receivedAt: 1_200, serverNow: 5_100 })).toEqual({ offsetMs: 4_000, roundTripMs: 200 });
});

test('whatever the way there and back, the error is at most half of the round trip', () => {
  const ms = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(ms, ms, fc.integer({ min: -1e9, max: 1e9 }), (there, back, offset) => {
      const sentAt = 1e12;
      const sample = sampleOf({ sentAt, receivedAt: sentAt + there + back, serverNow: sentAt + there + offset });
      expect(Math.abs(sample.offsetMs - offset)).toBeLessThanOrEqual(sample.roundTripMs / 2);
    }),
  );
});

test('the quickest answer is believed', () => {
  const slow = { offsetMs: 900, roundTripMs: 800 };
  const quick = { offsetMs: 600, roundTripMs: 20 };
  expect(bestOffset(keepSamples(keepSamples([], quick), slow))).toBe(600);
});

test('once the device’s clock was set, what was measured before is forgotten', () => {
  const before = { offsetMs: 600, roundTripMs: 20 };
  const after = { offsetMs: -86_400_000, roundTripMs: 300 };
  expect(bestOffset(keepSamples([before], after))).toBe(-86_400_000);
});

test('no more samples are kept than are needed', () => {
  let samples = keepSamples([], { offsetMs: 0, roundTripMs: 50 });
  for (let count = 0; count < 100; count++) samples = keepSamples(samples, { offsetMs: 0, roundTripMs: 50 });
  expect(samples.length).toBeLessThanOrEqual(8);
});

test('a clock goes by what the page was told until an answer is measured, and keeps that when calls fail', async () => {
  let deviceNow = 1_000;
  const clock = createServerClock(9_000, () => deviceNow);
  expect(clock.now()).toBe(9_000);
  await clock.measure(async () => {
    deviceNow = 1_100;
    return { serverNow: 8_050 };
  });
  expect(clock.offsetMs()).toBe(7_000);
  await expect(clock.measure(() => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
  deviceNow = 2_000;
  expect(clock.now()).toBe(9_000);
});

test.each([
  ['nothing was measured', 500, null, 500],
  ['the page has just been read', 480, 500, 500],
  ['the page is hours old', 500 - 5 * 3_600_000, 500, 500],
  ['the page took long to load', -58_000, 500, 500],
  ['this device’s clock was set back since', 3_600_000, 500, 3_600_000],
])('the offset to go by when %s', (_name, assumedMs, measuredMs, expected) => {
  expect(likelyOffset(assumedMs, measuredMs)).toBe(expected);
});
