/** Whatever comes of a check-in, the student is told what happened and what to do next. */
import { expect, test } from 'vitest';
import { describe, type OutcomeWords } from '#app/components/check-in/outcome-words';
import { CHECK_IN_PROBLEMS, type CheckInAnswer, type CheckInEvidence } from '#app/offline/check-in';
import { i18nOf } from '#app/words/i18n';
import { type CheckInOutcome, REFUSED_REASONS, WAITING_REASONS } from '#domain/check-in/check-in';
import { factsOf } from '#domain/check-in/outcome-facts';
import { SOURCES, STATUSES } from '#domain/register/attendance';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

const ENGLISH = i18nOf('en');
const inEnglish = ({ title, text, ...rest }: OutcomeWords) => ({
  ...rest,
  title: ENGLISH._(title),
  text: text.map((one) => ENGLISH._(one)),
});

const SCANNED: CheckInEvidence = { classSessionId: 1, tokens: ['token'], code: null };
const TYPED: CheckInEvidence = { classSessionId: 1, tokens: [], code: '123456' };

const MARKED = STATUSES.flatMap((status): CheckInOutcome[] => [
  ...SOURCES.map((source): CheckInOutcome => ({ outcome: 'recorded', status, source })),
  { outcome: 'already-recorded', status },
  { outcome: 'kept', status },
]);
const UNMARKED: CheckInOutcome[] = [
  ...WAITING_REASONS.map((reason): CheckInOutcome => ({ outcome: 'waiting', reasons: [reason] })),
  ...REFUSED_REASONS.map((reason): CheckInOutcome => ({ outcome: 'refused', reason })),
];
const answerOf = (value: CheckInOutcome): CheckInAnswer => ({ kind: 'outcome', outcome: value });
const QUEUED: CheckInAnswer[] = [
  { kind: 'queued', because: 'no-answer' },
  { kind: 'queued', because: 'signed-out' },
];
const PROBLEMS: CheckInAnswer[] = CHECK_IN_PROBLEMS.map((problem) => ({ kind: 'problem', problem }));

const told = (answer: CheckInAnswer, evidence: CheckInEvidence = SCANNED) => inEnglish(describe({ answer, evidence }));
const outcome = (value: CheckInOutcome, evidence: CheckInEvidence = SCANNED) => told(answerOf(value), evidence);

test.each([...[...MARKED, ...UNMARKED].map(answerOf), ...QUEUED, ...PROBLEMS])(
  '%j is told in whole sentences, scanned and typed',
  (answer) => {
    for (const evidence of [SCANNED, TYPED]) {
      const { title, text } = told(answer, evidence);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(text.length).toBeGreaterThan(0);
      for (const sentence of text) expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  },
);

test('no two refusals, waiting reasons or obstacles are told alike', () => {
  const texts = [...UNMARKED.map(answerOf), ...QUEUED, ...PROBLEMS];
  const said = texts.map((answer) => told(answer).text.join(' '));
  expect(new Set(said).size).toBe(said.length);
});

test('a mark is shown in its own colour, whether it is new or stood before', () => {
  for (const status of STATUSES) {
    expect(outcome({ outcome: 'recorded', status, source: 'qr' }).look).toBe(status);
    expect(outcome({ outcome: 'already-recorded', status }).look).toBe(status);
    expect(outcome({ outcome: 'kept', status }).look).toBe(status);
  }
});

test('several reasons to wait are all named', () => {
  const { text } = outcome({ outcome: 'waiting', reasons: ['few-windows', 'new-device'] });
  expect(text).toHaveLength(3);
});

test('a wrong scan asks for the code', () => {
  expect(outcome({ outcome: 'refused', reason: 'bad-code' }).text[1]).toContain('Scan');
});

test('too many wrong codes send the student to the teacher', () => {
  expect(outcome({ outcome: 'refused', reason: 'too-many-tries' }, TYPED).title).toBe('Ask your teacher');
});

test('a scan that got no answer is sent again; a typed code would be out of date by then', () => {
  const silence: CheckInAnswer = { kind: 'problem', problem: 'no-answer' };
  expect(told(silence)).toMatchObject({ title: 'Not sent yet', action: 'send-again' });
  expect(told(silence, TYPED)).toMatchObject({ title: 'Not sent yet', action: 'start-over' });
});

test('only a scan that was too slow is worth scanning again while it waits', () => {
  expect(outcome({ outcome: 'waiting', reasons: ['few-windows'] }).action).toBe('start-over');
  expect(outcome({ outcome: 'waiting', reasons: ['shared-device'] }).action).toBeNull();
});

test('who is late is told how late, and from when on that counts; who waits is told of which other class', () => {
  const startsAt = 1_000 * 60_000;
  const one = { classSessionId: 1, courseTitle: 'Physics', sectionCode: 'A', startsAt, endsAt: startsAt + 50 * 60_000 };
  const beside = { ...one, classSessionId: 2, courseTitle: 'Chemistry', startsAt: startsAt + 40 * 60_000, mark: 'late' };
  const after = { ...beside, classSessionId: 3, courseTitle: 'Music', startsAt: one.endsAt };
  const day = { classes: [after, one, beside] as unknown as TimetableEntry[], lateAfterMs: 10 * 60_000 };
  const toldAt = (minutes: number, answer: CheckInOutcome) => {
    const facts = factsOf({ outcome: answer, classSessionId: 1, at: startsAt + minutes * 60_000 + 59_000 }, day);
    return inEnglish(describe({ answer: answerOf(answer), evidence: SCANNED }, facts)).text;
  };
  const late: CheckInOutcome = { outcome: 'recorded', status: 'late', source: 'qr' };
  expect(toldAt(16, late).slice(0, 2)).toEqual(['You came 16 minutes after the start.', 'Late counts after 10 minutes.']);
  expect(toldAt(16, { ...late, status: 'present' })).toHaveLength(1);
  expect(toldAt(40, { ...late, source: 'offline' })).toHaveLength(1);
  const overlap: CheckInOutcome = { outcome: 'waiting', reasons: ['overlap'] };
  expect(toldAt(1, overlap)[0]).toBe('You are already checked in to Chemistry A, which is at the same time.');
});
