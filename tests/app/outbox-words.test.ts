/** What waits and what came back, in words. */
import { expect, test } from 'vitest';
import { arrivalText, callText, countText, errorText, verdictWords } from '#app/components/outbox/outbox-words';
import type { StoredVerdict } from '#app/offline/device/database';
import { readEntry, readVerdict } from '#app/offline/outbox/outbox-view';
import { i18nOf } from '#app/words/i18n';

const ENGLISH = i18nOf('en');

const stored = { id: 'id', userId: 1, queuedAt: 0 };
const call = (procedure: string, input: Record<string, unknown> = {}) =>
  readEntry({ ...stored, procedure, input, seq: 1, subject: '', attempts: 0, lastError: null, nextAttemptAt: 0 });
const settled = (procedure: string, input: Record<string, unknown>, answer: StoredVerdict['answer']) =>
  readVerdict({ ...stored, procedure, input, answer, settledAt: 1, isSeen: false });

test.each([
  ['checkIn.submit', {}, 'Check-in'],
  ['checkIn.settle', { decision: 'accept' }, 'Check-in accepted'],
  ['checkIn.settle', { decision: 'decline' }, 'Check-in declined'],
  ['checkIn.unsettle', {}, 'Decision on a check-in undone'],
  ['classSession.open', {}, 'Register opened'],
  ['classSession.close', {}, 'Register closed'],
  ['classSession.extend', { minutes: 5 }, 'Check-in extended by 5 min'],
  ['classSession.endCheckIn', {}, 'Check-in ended'],
  ['classSession.setHeadCount', { headCount: 12 }, 'Head count: 12'],
  ['classSession.setHeadCount', { headCount: null }, 'Head count: none'],
  ['attendance.mark', { status: 'late' }, 'Mark: late'],
  ['attendance.mark', { status: null }, 'Mark removed'],
  ['attendance.markMany', { marks: [{}] }, '1 mark'],
  ['attendance.markMany', { marks: [{}, {}, {}] }, '3 marks'],
  ['attendance.scanBadge', {}, 'Badge scanned'],
  ['attendance.undoScan', {}, 'Badge scan undone'],
  ['spotCheck.answer', { isHere: true }, 'Spot check: here'],
  ['spotCheck.answer', { isHere: false }, 'Spot check: not here'],
  ['of.another.build', {}, 'Change'],
])('%s with %j is called "%s"', (procedure, input, text) => {
  expect(callText(ENGLISH, call(procedure, input))).toBe(text);
});

test.each([
  [['checkIn.submit'], '1 check-in'],
  [['checkIn.submit', 'checkIn.submit'], '2 check-ins'],
  [['attendance.mark', 'attendance.mark', 'attendance.mark'], '3 marks'],
  [['attendance.mark', 'classSession.close'], '2 changes'],
])('%j is counted as "%s"', (procedures, text) => {
  expect(
    countText(
      ENGLISH,
      procedures.map((procedure) => call(procedure)),
    ),
  ).toBe(text);
});

test.each([
  [null, null],
  ['signed-out', 'Sign in to send it.'],
  ['busy', 'Your school’s server could not take it yet.'],
  ['unreachable', 'Your school could not be reached.'],
  // As an earlier build wrote it.
  ['Failed to fetch' as never, 'Your school could not be reached.'],
] as const)('a last error of %j is said as %j', (lastError, text) => {
  expect(errorText(ENGLISH, lastError)).toBe(text);
});

const answered = (procedure: string, output: unknown, input: Record<string, unknown> = {}) =>
  settled(procedure, { classSessionId: 1, tokens: ['T'], code: null, ...input }, { kind: 'answered', output });

test.each([
  ['recorded', { outcome: 'recorded', status: 'late', source: 'offline' }, 'good', 'You are marked late'],
  ['already recorded', { outcome: 'already-recorded', status: 'present' }, 'good', 'Already recorded'],
  ['waiting', { outcome: 'waiting', reasons: ['late-delivery'] }, 'waiting', 'Waiting for your teacher'],
  ['kept absent', { outcome: 'kept', status: 'absent' }, 'attention', 'Your teacher has marked you absent.'],
  ['refused', { outcome: 'refused', reason: 'outside-window' }, 'attention', 'Check-in is not open.'],
])('a check-in that is %s', (_name, outcome, tone, text) => {
  const words = verdictWords(ENGLISH, answered('checkIn.submit', outcome));
  expect(words.tone).toBe(tone);
  expect(words.text).toContain(text);
});

test.each([
  ['attendance.mark', { outcome: 'recorded', status: 'late', version: 2 }, 'good', 'In the register'],
  [
    'attendance.mark',
    { outcome: 'conflict', status: 'absent', version: 2, changedBy: 'Priscilla Vane' },
    'attention',
    'Not changed: Priscilla Vane changed it meanwhile, and absent stands.',
  ],
  ['attendance.mark', { outcome: 'conflict', status: null, version: 2 }, 'attention', 'no mark stands'],
  ['attendance.markMany', [{ outcome: 'recorded' }, { outcome: 'conflict' }], 'attention', '1 mark was changed by somebody else'],
  ['attendance.markMany', [{ outcome: 'recorded' }], 'good', 'In the register'],
  ['attendance.scanBadge', { outcome: 'refused', reason: 'not-on-roll', name: 'Robin' }, 'attention', 'Robin: not on this roll'],
  ['attendance.scanBadge', { outcome: 'refused', reason: 'bad-badge', name: null }, 'attention', 'This code belongs to nobody'],
  ['attendance.scanBadge', { outcome: 'recorded', name: 'Robin', status: 'present' }, 'good', 'Robin: present'],
  ['attendance.undoScan', { outcome: 'undone', status: null, version: 2 }, 'good', 'Undone'],
  ['attendance.undoScan', { outcome: 'nothing-to-undo', status: 'late', version: 3 }, 'attention', 'changed meanwhile'],
  ['classSession.close', { outcome: 'already-closed' }, 'good', 'Done'],
])('the answer to %s of %j', (procedure, output, tone, text) => {
  const words = verdictWords(ENGLISH, answered(procedure, output));
  expect(words.tone).toBe(tone);
  expect(words.text).toContain(text);
});

test('a refusal is told with the server’s own words', () => {
  const answer = { kind: 'refused' as const, code: 'forbidden' as const, message: 'You are not staff of this class.' };
  expect(verdictWords(ENGLISH, settled('attendance.mark', {}, answer))).toEqual({
    text: 'You are not staff of this class.',
    tone: 'attention',
  });
});

test.each([[null], [undefined], ['text'], [{}], [[null]]])(
  'an answer that this build does not know, %j, counts as done',
  (output) => {
    for (const procedure of ['checkIn.submit', 'attendance.mark', 'attendance.markMany', 'attendance.scanBadge'])
      expect(() => verdictWords(ENGLISH, answered(procedure, output))).not.toThrow();
  },
);

test('what arrived together is one message', () => {
  const good = answered('checkIn.submit', { outcome: 'recorded', status: 'present', source: 'offline' });
  const bad = answered('checkIn.submit', { outcome: 'refused', reason: 'bad-code' });
  expect(arrivalText(ENGLISH, [])).toBeNull();
  expect(arrivalText(ENGLISH, [good])).toEqual({ text: 'Check-in. You are present', isGood: true });
  expect(arrivalText(ENGLISH, [good, good])).toEqual({ text: '2 check-ins reached your school.', isGood: true });
  expect(arrivalText(ENGLISH, [good, bad])).toEqual({ text: '2 check-ins reached your school. 1 needs a look.', isGood: false });
  expect(arrivalText(ENGLISH, [bad, bad])).toEqual({ text: '2 check-ins reached your school. 2 need a look.', isGood: false });
});

test.each([
  ['classSession.setHeadCount', {}, { outcome: 'recorded', headCount: 20 }, 'good'],
  ['classSession.setHeadCount', {}, { outcome: 'kept', headCount: 21 }, 'attention'],
  ['checkIn.settle', { decision: 'accept' }, { outcome: 'settled', verdict: 'accepted' }, 'good'],
  ['checkIn.settle', { decision: 'decline' }, { outcome: 'already-settled', verdict: 'refused' }, 'good'],
  ['checkIn.settle', { decision: 'decline' }, { outcome: 'already-settled', verdict: 'accepted' }, 'attention'],
  ['checkIn.unsettle', {}, { outcome: 'undone' }, 'good'],
  ['checkIn.unsettle', {}, { outcome: 'changed-since' }, 'attention'],
])('%s with %j answered by %j is %s', (procedure, input, output, tone) => {
  expect(verdictWords(ENGLISH, answered(procedure, output, input)).tone).toBe(tone);
});
