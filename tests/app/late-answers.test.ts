/** Answers received late: what they change in a register, and what somebody has to decide. */
import { expect, test } from 'vitest';
import { openConflicts, openRefusals, takeVerdict } from '#app/components/register/model/late-answers';
import { registerState } from '#app/components/register/model/register-state';
import type { OutboxVerdict } from '#app/offline/outbox/outbox-view';
import type { RegisterRow } from '#domain/register/register';
import { claim, classSessionView, NOW, row } from './register-builders';

const TAKING = { marker: { name: 'Ada', source: 'teacher' as const }, offsetMs: 0 };
const LATER = NOW + 3_600_000;

let count = 0;
function verdict(
  procedure: string,
  input: Record<string, unknown>,
  output: unknown,
  more: Partial<OutboxVerdict> = {},
): OutboxVerdict {
  const id = `v${++count}`;
  const answer = { kind: 'answered' as const, output };
  return {
    ...{ id, userId: 1, procedure, input: { id, at: NOW, classSessionId: 7, ...input }, queuedAt: NOW },
    ...{ settledAt: LATER, answer, isSeen: false },
    ...more,
  } as OutboxVerdict;
}
const marked = (studentId: number, status: string, output: unknown, more: Partial<OutboxVerdict> = {}) =>
  verdict('attendance.mark', { studentId, status, version: 0 }, output, more);

const stateOf = (...rows: RegisterRow[]) => registerState({ classSession: classSessionView(), rows });
const theirs = { outcome: 'conflict', status: 'present', version: 3, changedBy: 'Ben', changedAt: NOW - 1 };

test('a mark that was recorded stands in an older register, and changes nothing in a newer one', () => {
  const recorded = marked(1, 'late', { outcome: 'recorded', status: 'late', version: 2 });
  const { views } = takeVerdict(stateOf(row(1, { version: 1, status: 'absent' })), recorded, TAKING);
  expect(views.get(1)?.row).toMatchObject({ status: 'late', version: 2, changedBy: 'Ada', source: 'teacher' });
  const newer = stateOf(row(1, { version: 3, status: 'excused' }));
  expect(takeVerdict(newer, recorded, TAKING).views.get(1)).toBe(newer.views.get(1));
});

test('of a conflict the register shows what stands', () => {
  const { views } = takeVerdict(stateOf(row(1)), marked(1, 'absent', theirs), TAKING);
  expect(views.get(1)?.row).toMatchObject({ status: 'present', version: 3, changedBy: 'Ben', changedAt: NOW - 1 });
  expect(views.get(1)?.issue).toBeNull();
});

test('many marks are taken line by line', () => {
  const marks = [1, 2].map((studentId) => ({ studentId, status: 'present', version: 0 }));
  const output = [
    { studentId: 1, outcome: 'recorded', status: 'present', version: 1 },
    { studentId: 2, outcome: 'not-on-roll', status: null, version: 0 },
  ];
  const { views } = takeVerdict(stateOf(row(1), row(2)), verdict('attendance.markMany', { marks }, output), TAKING);
  expect([views.get(1)?.row.status, views.get(2)?.row.status]).toEqual(['present', null]);
});

test('what was answered after the register was read changes the class session, and what was answered before does not', () => {
  const close = (settledAt: number) => verdict('classSession.close', {}, { outcome: 'closed', closedAt: NOW + 5 }, { settledAt });
  expect(takeVerdict(stateOf(), close(LATER), TAKING).classSession).toMatchObject({ state: 'closed', closedAt: NOW + 5 });
  expect(takeVerdict(stateOf(), close(NOW - 1), TAKING).classSession.state).toBe('open');
  const extended = verdict('classSession.extend', {}, { checkInClosesAt: NOW + 9 });
  expect(takeVerdict(stateOf(), extended, TAKING).classSession.checkInClosesAt).toBe(NOW + 9);
});

test('a settled check-in is off its row; another register’s answers are none of this one’s', () => {
  const settled = verdict('checkIn.settle', { claimId: 'c' }, { outcome: 'settled', verdict: 'accepted' });
  expect(takeVerdict(stateOf(row(1, { claims: [claim('c')] })), settled, TAKING).views.get(1)?.row.claims).toEqual([]);
  const state = stateOf(row(1));
  const foreign = verdict(
    'attendance.mark',
    { classSessionId: 8, studentId: 1 },
    { outcome: 'recorded', status: 'late', version: 1 },
  );
  expect(takeVerdict(state, foreign, TAKING)).toBe(state);
});

test('a conflict has both facts', () => {
  const conflict = marked(1, 'absent', theirs);
  expect(openConflicts([conflict])).toEqual([
    {
      ...{ verdictId: conflict.id, classSessionId: 7, studentId: 1, isOutranked: false },
      ...{ mine: { status: 'absent', at: NOW }, theirs: { status: 'present', version: 3, at: NOW - 1, by: 'Ben' } },
    },
  ]);
});

test('two people who set the same have nothing to decide, nor is what was decided asked again', () => {
  const decided = (of: OutboxVerdict['decided']) => marked(1, 'absent', theirs, { decided: of });
  expect(openConflicts([marked(1, 'present', theirs)])).toEqual([]);
  expect(openConflicts([decided([1])])).toEqual([]);
  expect(openConflicts([decided('all')])).toEqual([]);
  expect(openConflicts([decided([2])])).toHaveLength(1);
});

test('whatever the person did after a conflict was their decision, and of several only the newest is asked', () => {
  const [newer, older] = [marked(1, 'late', theirs), marked(1, 'absent', theirs)];
  expect(openConflicts([newer, older]).map(({ verdictId }) => verdictId)).toEqual([newer.id]);
  const recorded = marked(1, 'late', { outcome: 'recorded', status: 'late', version: 4 });
  expect(openConflicts([recorded, older])).toEqual([]);
});

test('what was refused is shown until it is put away', () => {
  const refused = { answer: { kind: 'refused', code: 'conflict', message: 'Another is open.' } } as const;
  const [open, putAway] = [marked(1, 'late', null, refused), marked(1, 'late', null, { ...refused, decided: 'all' })];
  expect(openRefusals([open, putAway, marked(1, 'late', theirs)])).toEqual([open]);
});
