/** Judging a check-in: each rule with its boundary on both sides, the order of the rules, and what a claim does to a mark. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CheckInFacts, judgeCheckIn, type Verdict } from '#domain/check-in/check-in';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PERIOD = 3_000;
/** At an exact edge of a window. */
const STARTS = Date.UTC(2026, 8, 7, 9, 0);
const ENDS = STARTS + HOUR;

const scheduled = {
  state: 'scheduled' as const,
  startsAt: STARTS,
  endsAt: ENDS,
  openedAt: null,
  checkInClosesAt: null,
  closesAt: ENDS,
};
const open = { ...scheduled, state: 'open' as const, openedAt: STARTS, checkInClosesAt: STARTS + 15 * MINUTE };

/** `count` windows in a row, the first of which holds `at`. */
const windowsFrom = (at: number, count = 1) => Array.from({ length: count }, (_, index) => Math.floor(at / PERIOD) + index);
const endOf = (windows: number[]) => (Math.max(...windows) + 1) * PERIOD;
const shown = (windows: number[]) => ({ kind: 'windows' as const, windows });
const SCAN = windowsFrom(STARTS + MINUTE);

/** An honest scan, one minute into class, which arrives as it is made. */
function facts(given: Partial<CheckInFacts> = {}): CheckInFacts {
  const receivedAt = given.receivedAt ?? STARTS + MINUTE + 500;
  return {
    receivedAt,
    now: receivedAt,
    evidence: shown(SCAN),
    isTyped: false,
    wrongCodes: 0,
    classSession: open,
    periodMs: PERIOD,
    lateAfterMs: 10 * MINUTE,
    deliverWithinMs: DAY,
    lockDays: 7,
    isDeviceGenuine: true,
    isOnRoll: true,
    isFirstOfDevice: false,
    wasHeldBack: false,
    isDeviceShared: false,
    isElsewhere: false,
    hasRegister: false,
    ...given,
  };
}

/** Three windows in a row, delivered when the phone was online again. */
const offline = (deliveredAfter: number, given: Partial<CheckInFacts> = {}) => {
  const windows = windowsFrom(STARTS + MINUTE, 3);
  return facts({ evidence: shown(windows), receivedAt: endOf(windows) + deliveredAfter, ...given });
};

const typed = (stepAt: number, receivedAt: number, given: Partial<CheckInFacts> = {}) =>
  facts({ evidence: { kind: 'code', stepAt }, isTyped: true, receivedAt, ...given });

const brief = ({ verdict, status, source, reasons }: Verdict) =>
  [verdict, status ?? reasons.join(), source].filter(Boolean).join(' ');
const judge = (given: CheckInFacts) => brief(judgeCheckIn(given));
const reasonsOf = (given: CheckInFacts) => judgeCheckIn(given).reasons;

test('an honest scan is present', () => {
  expect(judgeCheckIn(facts())).toEqual({ verdict: 'accepted', status: 'present', source: 'qr', reasons: [] });
});

// Rule 2: what is not known, or does not verify.
test.for([
  ['of an unknown class session', { classSession: null }],
  ['of a cancelled class session', { classSession: { ...scheduled, state: 'cancelled' as const } }],
  ['with a mac that is wrong', { evidence: null }],
  ['with a wrong typed code', { evidence: null, isTyped: true }],
] as const)('a claim %s is refused as a bad code', ([, given]) => {
  expect(judge(facts(given))).toBe('refused bad-code');
});

// Rule 3: time.
test.for([
  ['the present window', 0, 'accepted present qr'],
  ['the next window', 1, 'accepted present qr'],
  ['the window after the next', 2, 'refused future'],
  ['a window of tomorrow', 28_800, 'refused future'],
] as const)('%s is accepted or refused as future', ([, ahead, expected]) => {
  expect(judge(facts({ evidence: shown(windowsFrom(STARTS + MINUTE + ahead * PERIOD)) }))).toBe(expected);
});

test('one future window spoils the honest ones before it', () => {
  const evidence = shown([...windowsFrom(STARTS + MINUTE), ...windowsFrom(STARTS + 2 * MINUTE)]);
  expect(judge(facts({ evidence }))).toBe('refused future');
});

test.for([
  ['that ended as check-in began', STARTS, STARTS - 1, 'refused outside-window'],
  ['that began as check-in did', STARTS, STARTS, 'accepted present qr'],
  ['during which check-in began', STARTS + 1, STARTS, 'accepted present qr'],
  ['of the last instant of check-in', STARTS, STARTS + 15 * MINUTE - 1, 'accepted late qr'],
  ['that began as check-in ended', STARTS, STARTS + 15 * MINUTE, 'refused outside-window'],
  ['long after check-in', STARTS, STARTS + 50 * MINUTE, 'refused outside-window'],
  ['after class', STARTS, ENDS + MINUTE, 'refused outside-window'],
] as const)('a window %s is inside or outside', ([, openedAt, at, expected]) => {
  expect(judge(facts({ classSession: { ...open, openedAt }, evidence: shown(windowsFrom(at)), receivedAt: at }))).toBe(expected);
});

test('check-in that staff ended takes no window that came after', () => {
  const classSession = { ...open, checkInClosesAt: STARTS + MINUTE };
  expect(judge(facts({ classSession }))).toBe('refused outside-window');
});

test('with a TTL of 0 check-in ends as it begins, and nothing is accepted', () => {
  for (const openedAt of [STARTS, STARTS + 1, STARTS + MINUTE, STARTS + MINUTE + 400]) {
    const classSession = { ...open, openedAt, checkInClosesAt: openedAt };
    expect(judge(facts({ classSession }))).toBe('refused outside-window');
    expect(judge(typed(STARTS + MINUTE, STARTS + MINUTE + 500, { classSession }))).toBe('refused outside-window');
  }
});

test.for([
  ['30 min before the start', STARTS - 30 * MINUTE, 'waiting present qr'],
  ['more than 30 min before the start', STARTS - 30 * MINUTE - 1, 'refused outside-window'],
  ['just before the end', ENDS - 1, 'waiting late qr'],
  ['at the end', ENDS, 'refused outside-window'],
] as const)('before any opening has arrived, a window %s waits or is outside', ([, at, expected]) => {
  const verdict = judgeCheckIn(facts({ classSession: scheduled, evidence: shown(windowsFrom(at)), receivedAt: at }));
  expect(brief(verdict)).toBe(expected);
  if (verdict.verdict === 'waiting') expect(verdict.reasons).toEqual(['not-opened-yet']);
});

test('a register that closed by itself, never opened, may still hear that it was opened with no network', () => {
  const classSession = { ...scheduled, state: 'closed' as const };
  expect(reasonsOf(offline(HOUR, { classSession }))).toEqual(['not-opened-yet']);
});

// Typed codes are online only: their step tells the status, their arrival whether check-in was open.
test.for([
  ['in its own step', STARTS + MINUTE, STARTS + MINUTE + 29_999, 'accepted present code'],
  ['in the step after', STARTS + MINUTE, STARTS + MINUTE + 59_999, 'accepted present code'],
  ['as check-in begins', STARTS, STARTS, 'accepted present code'],
  ['1 ms before check-in ends', STARTS + 14.5 * MINUTE, STARTS + 15 * MINUTE - 1, 'accepted late code'],
  ['as check-in ends', STARTS + 14.5 * MINUTE, STARTS + 15 * MINUTE, 'refused outside-window'],
  [
    'after check-in, with a code from before its end',
    STARTS + 14.5 * MINUTE,
    STARTS + 15 * MINUTE + 9_000,
    'refused outside-window',
  ],
  ['just after opening, with the code from before it', STARTS - 30_000, STARTS + 1, 'refused outside-window'],
] as const)('a typed code entered %s is judged so', ([, stepAt, receivedAt, expected]) => {
  expect(judge(typed(stepAt, receivedAt))).toBe(expected);
});

test('a code typed at the very instant of opening, in the middle of a step, counts', () => {
  const classSession = { ...open, openedAt: STARTS + 10_000, checkInClosesAt: STARTS + 15 * MINUTE };
  expect(judge(typed(STARTS, STARTS + 10_000, { classSession }))).toBe('accepted present code');
});

test.for([
  [4, 'accepted present code'],
  [5, 'refused too-many-tries'],
  [6, 'refused too-many-tries'],
] as const)('after %i wrong codes the right one is judged so', ([wrongCodes, expected]) => {
  expect(judge(typed(STARTS + MINUTE, STARTS + MINUTE + 500, { wrongCodes }))).toBe(expected);
  expect(judge(facts({ wrongCodes }))).toBe('accepted present qr');
});

// Rules 4 and 5: whose device, whose class.
test('a device that is not the student’s own, or a wrong signature, is refused', () => {
  expect(judge(facts({ isDeviceGenuine: false }))).toBe('refused bad-device');
});

test('a student who is not on the roll waits for staff', () => {
  expect(reasonsOf(facts({ isOnRoll: false }))).toEqual(['not-on-roll']);
});

// Rule 6: freshness.
test.for([
  [10_000, 'accepted present qr'],
  [10_001, 'waiting present offline'],
] as const)('a single window received %i ms after its end is fresh or not', ([after, expected]) => {
  expect(judge(facts({ receivedAt: endOf(SCAN) + after }))).toBe(expected);
});

test('freshness counts from the last window', () => {
  const windows = windowsFrom(STARTS + MINUTE, 3);
  expect(judge(facts({ evidence: shown(windows), receivedAt: endOf(windows) + 10_000 }))).toBe('accepted present qr');
  expect(judge(facts({ evidence: shown([...windows].reverse()), receivedAt: endOf(windows) + 10_000 }))).toBe(
    'accepted present qr',
  );
});

// Rule 7: delivered late.
test.for([
  [10_001, 'accepted present offline'],
  [5 * HOUR, 'accepted present offline'],
  [DAY, 'accepted present offline'],
  [DAY + 1, 'waiting present offline'],
] as const)('three windows in a row delivered %i ms later count by themselves or wait', ([after, expected]) => {
  expect(judge(offline(after))).toBe(expected);
});

test('the time a claim may take to arrive is the school’s setting', () => {
  expect(judge(offline(HOUR, { deliverWithinMs: HOUR }))).toBe('accepted present offline');
  expect(reasonsOf(offline(HOUR + 1, { deliverWithinMs: HOUR }))).toEqual(['late-delivery']);
});

// Rule 8: every doubt.
const late = 5 * HOUR;
const [first, second, third] = windowsFrom(STARTS + MINUTE, 3) as [number, number, number];
test.for([
  ['one window', offline(late, { evidence: shown([third]) }), ['few-windows']],
  ['two windows', offline(late, { evidence: shown([second, third]) }), ['few-windows']],
  ['windows with a gap', offline(late, { evidence: shown([first, second, third + 1]) }), ['few-windows']],
  ['the same window thrice', offline(late, { evidence: shown([third, third, third]) }), ['few-windows']],
  ['a device that was online meanwhile', offline(late, { wasHeldBack: true }), ['held-back']],
  ['a device seen for the first time', offline(late, { isFirstOfDevice: true }), ['new-device']],
  ['a device another student used', offline(late, { isDeviceShared: true }), ['shared-device']],
  ['the student accepted elsewhere', offline(late, { isElsewhere: true }), ['overlap']],
  ['a device another student used, fresh', facts({ isDeviceShared: true }), ['shared-device']],
  ['the student accepted elsewhere, fresh', facts({ isElsewhere: true }), ['overlap']],
  ['somebody who takes this register', facts({ hasRegister: true }), ['own-register']],
] as const)('a claim with %s waits and says why', ([, given, reasons]) => {
  expect(judgeCheckIn(given)).toMatchObject({ verdict: 'waiting', status: 'present', reasons });
});

test('windows in any order are consecutive when they follow one another', () => {
  expect(judge(offline(late, { evidence: shown([third, first, second]) }))).toBe('accepted present offline');
});

test('a claim under several doubts names them all', () => {
  const given = { evidence: shown([third]), wasHeldBack: true, isFirstOfDevice: true, isDeviceShared: true, isElsewhere: true };
  const reasons = ['few-windows', 'late-delivery', 'held-back', 'new-device', 'shared-device', 'overlap'];
  expect(reasonsOf(offline(DAY + 1, given))).toEqual(reasons);
});

test('what only matters to late delivery leaves a fresh claim alone', () => {
  expect(judge(facts({ isFirstOfDevice: true, wasHeldBack: true }))).toBe('accepted present qr');
});

// Rule 9: the lock.
test.for([
  [ENDS + 7 * DAY - 1, ['late-delivery']],
  [ENDS + 7 * DAY, ['register-locked']],
] as const)('a claim delivered at %i meets the lock or not', ([receivedAt, reasons]) => {
  expect(reasonsOf(offline(0, { receivedAt }))).toEqual(reasons);
});

test('a claim kept since before the lock is judged again by the time of judging', () => {
  expect(reasonsOf(offline(HOUR, { now: ENDS + 7 * DAY }))).toEqual(['register-locked']);
});

// Present or late.
test.for([
  [STARTS - 5 * MINUTE, 'present'],
  [STARTS + 10 * MINUTE, 'present'],
  [STARTS + 10 * MINUTE + PERIOD - 1, 'present'],
  [STARTS + 10 * MINUTE + PERIOD, 'late'],
  [STARTS + 14 * MINUTE, 'late'],
] as const)('a window that holds %i makes the student %s', ([at, status]) => {
  const classSession = { ...open, openedAt: STARTS - 20 * MINUTE };
  expect(judgeCheckIn(facts({ classSession, evidence: shown(windowsFrom(at)), receivedAt: at })).status).toBe(status);
});

test('the first window decides, not the last, and not when it arrives', () => {
  const windows = windowsFrom(STARTS + 10 * MINUTE, 3);
  for (const after of [0, 5 * HOUR, 23 * HOUR]) {
    const verdict = judgeCheckIn(facts({ evidence: shown(windows), receivedAt: endOf(windows) + after }));
    expect(verdict).toMatchObject({ verdict: 'accepted', status: 'present' });
  }
});

test.for([0, 5 * MINUTE, 15 * MINUTE])('a school that calls late after %i ms is heeded to the window', (lateAfterMs) => {
  const statusAt = (at: number) => judgeCheckIn(facts({ lateAfterMs, evidence: shown(windowsFrom(at)), receivedAt: at })).status;
  if (lateAfterMs < 15 * MINUTE) expect(statusAt(STARTS + lateAfterMs)).toBe('present');
  expect(statusAt(STARTS + Math.min(lateAfterMs, 14 * MINUTE) + PERIOD)).toBe(lateAfterMs < 15 * MINUTE ? 'late' : 'present');
});

test('a class that does not begin at an edge of a window counts the window it begins in', () => {
  const startsAt = STARTS + 1_000;
  const at = startsAt + 10 * MINUTE;
  const classSession = { ...open, startsAt, openedAt: startsAt };
  const statusOf = (window: number) =>
    judgeCheckIn(facts({ classSession, evidence: shown([window]), receivedAt: window * PERIOD })).status;
  expect(statusOf(Math.floor(at / PERIOD))).toBe('present');
  expect(statusOf(Math.floor(at / PERIOD) + 1)).toBe('late');
});

// The order of the rules, when several apply: each is heard before those below it.
const LADDER = [
  ['too-many-tries', { isTyped: true, wrongCodes: 5 }],
  ['bad-code', { evidence: null }],
  ['future', { evidence: shown(windowsFrom(ENDS + 30 * DAY)) }],
  ['outside-window', { evidence: shown(windowsFrom(STARTS - 40 * MINUTE)) }],
  ['bad-device', { isDeviceGenuine: false }],
  ['register-locked', { now: ENDS + 8 * DAY }],
  ['not-opened-yet', { classSession: scheduled }],
  ['not-on-roll', { isOnRoll: false }],
  ['few-windows', { evidence: shown([first]) }],
] as const satisfies [string, Partial<CheckInFacts>][];

test.for(LADDER.map(([rule], index) => [rule, index] as const))('%s is heard before every rule below it', ([rule, index]) => {
  const below = Object.assign(
    {},
    ...LADDER.slice(index)
      .reverse()
      .map(([, given]) => given),
  );
  expect(reasonsOf(offline(late, { now: ENDS + HOUR, ...below }))[0]).toBe(rule);
});

test('any facts at all get one definite verdict', () => {
  const instant = fc.integer({ min: STARTS - DAY, max: ENDS + 9 * DAY });
  const window = fc.integer({ min: Math.floor((STARTS - HOUR) / PERIOD), max: Math.floor((ENDS + HOUR) / PERIOD) });
  const windows = fc.array(window, { minLength: 1, maxLength: 3 }).map(shown);
  const classSession = fc.constantFrom(null, scheduled, open, { ...open, state: 'closed' as const });
  const given = fc.record({ evidence: windows, receivedAt: instant, classSession });
  const doubts = fc.record({
    isDeviceGenuine: fc.boolean(),
    isOnRoll: fc.boolean(),
    isDeviceShared: fc.boolean(),
    isElsewhere: fc.boolean(),
    hasRegister: fc.boolean(),
    wasHeldBack: fc.boolean(),
  });
  fc.assert(
    fc.property(given, doubts, (some, more) => {
      const verdict = judgeCheckIn(facts({ ...some, ...more }));
      expect(['accepted', 'waiting', 'refused']).toContain(verdict.verdict);
      expect(verdict.reasons.length === 0).toBe(verdict.verdict === 'accepted');
      expect(verdict.status === null).toBe(verdict.verdict === 'refused');
      if (verdict.verdict === 'accepted') expect(more.isDeviceGenuine && more.isOnRoll && !more.isDeviceShared).toBe(true);
    }),
  );
});
