/** What a register's screen keeps: server messages merged, marks shown before they are answered, figures. */
import { expect, test } from 'vitest';
import {
  answerMark,
  applyChange as applyChangeByName,
  changeViews,
  countsOf,
  failMark,
  lastArrivals,
  type RegisterState,
  registerState,
  requestMark,
  shownStatus,
  unmarkedIds,
  withoutClaim,
} from '#app/components/register/model/register-state';
import type { RegisterChange, RegisterRow } from '#domain/register/register';
import { BRITISH } from './british';
import { claim, classSessionView, row } from './register-builders';

const applyChange = (state: RegisterState, message: RegisterChange) => applyChangeByName(state, message, BRITISH.byName);

const MARKER = { name: 'Ada Byron', source: 'teacher' } as const;

function stateOf(...rows: RegisterRow[]): RegisterState {
  return registerState({ classSession: classSessionView(), rows });
}

function change(rows: RegisterRow[], isWhole = false): RegisterChange {
  return { classSession: classSessionView(), rows, isWhole };
}

function viewOf(state: RegisterState, id: number) {
  const view = state.views.get(id);
  if (!view) throw new Error(`no row ${id}`);
  return view;
}

test('a row that did not change keeps its identity, so that it is not drawn again', () => {
  const before = stateOf(row(1), row(2));
  const { state } = applyChange(before, change([row(1), row(2, { status: 'present', source: 'qr', version: 1 })], true));
  expect(state.views.get(1)).toBe(before.views.get(1));
  expect(viewOf(state, 2).row.status).toBe('present');
  expect(state.ids).toBe(before.ids);
});

test('a message names who checked in since, and nobody whom staff marked', () => {
  const { arrivals } = applyChange(
    stateOf(row(1), row(2), row(3)),
    change([
      row(1, { name: 'Ama Mensah', status: 'present', source: 'qr', version: 1 }),
      row(2, { status: 'present', source: 'teacher', version: 1 }),
      row(3, { status: 'absent', source: 'auto', version: 1 }),
    ]),
  );
  expect(arrivals).toEqual([{ studentId: 1, name: 'Ama Mensah', status: 'present' }]);
});

test('who checked in last is told newest first, and nobody whom staff marked', () => {
  const scanned = (id: number, changedAt: number) => row(id, { status: 'present', source: 'qr', version: 1, changedAt });
  const byStaff = row(4, { status: 'late', source: 'teacher', version: 1, changedAt: 9 });
  const takenBack = row(5, { status: null, source: 'qr', version: 2, changedAt: 10 });
  const state = stateOf(scanned(1, 3), scanned(2, 5), scanned(3, 4), byStaff, takenBack, row(6));
  expect(lastArrivals(state, 2).map(({ studentId }) => studentId)).toEqual([2, 3]);
  expect(lastArrivals(stateOf(row(6)), 2)).toEqual([]);
});

test('a message older than an answer that came before it does not take the mark back', () => {
  const before = stateOf(row(1, { status: 'late', source: 'teacher', version: 3 }));
  const { state } = applyChange(before, change([row(1, { status: 'present', version: 2, claims: [claim('c')] })]));
  expect(viewOf(state, 1).row).toMatchObject({ status: 'late', version: 3 });
  expect(viewOf(state, 1).row.claims).toHaveLength(1);
});

test('a check-in that was judged again shows what it waits for now, as does its row', () => {
  const before = stateOf(row(1, { claims: [claim('c', ['not-opened-yet'])], waiting: ['not-opened-yet'] }), row(2));
  const again = row(1, { claims: [claim('c', ['new-device'])], waiting: ['new-device'] });
  const { state } = applyChange(before, change([again]));
  expect(viewOf(state, 1).row).toMatchObject({ waiting: ['new-device'], claims: [{ reasons: ['new-device'] }] });
  const marked = stateOf(row(1, { ...again, waiting: [], claims: [], status: 'late', version: 3 }));
  expect(viewOf(applyChange(marked, change([again])).state, 1).row).toMatchObject({ status: 'late', waiting: ['new-device'] });
  expect(applyChange(state, change([{ ...again }])).state.views.get(1)).toBe(state.views.get(1));
});

test('where a check-in came from is taken in as it becomes known', () => {
  const { state } = applyChange(stateOf(row(1)), change([row(1, { place: 'apart' })]));
  expect(viewOf(state, 1).row.place).toBe('apart');
});

test('a whole message drops who is not on the roll any more, and a partial one drops nobody', () => {
  const before = stateOf(row(1), row(2));
  expect(applyChange(before, change([row(2)], true)).state.ids).toEqual([2]);
  expect(applyChange(before, change([row(2)], false)).state.ids).toEqual([1, 2]);
});

test('somebody who appears meanwhile is put in by name', () => {
  const before = stateOf(row(1, { name: 'Ben' }), row(2, { name: 'Zoe' }));
  const { state } = applyChange(before, change([row(3, { name: 'Mia', claims: [claim('c')] })]));
  expect(state.ids).toEqual([1, 3, 2]);
});

test('a mark is shown before it is answered, and a live message does not hide it', () => {
  const asked = changeViews(stateOf(row(1)), [1], (view) => requestMark(view, 'late'));
  const { state } = applyChange(asked, change([row(1, { status: 'present', source: 'qr', version: 1 })]));
  expect(shownStatus(viewOf(state, 1))).toBe('late');
});

test('a recorded mark stands with its version, its author and its note', () => {
  const view = requestMark(viewOf(stateOf(row(1)), 1), 'late');
  const outcome = { outcome: 'recorded', status: 'late', version: 1 } as const;
  const after = answerMark(view, { outcome, wanted: 'late', sentVersion: 0, marker: MARKER, note: 'bus', at: 5 });
  expect(after).toMatchObject({ asked: null, issue: null });
  expect(after.row).toMatchObject({ status: 'late', version: 1, source: 'teacher', changedBy: 'Ada Byron', note: 'bus' });
});

test('a conflict shows what the other set, and remembers what was wanted', () => {
  const view = requestMark(viewOf(stateOf(row(1)), 1), 'present');
  const outcome = { outcome: 'conflict', status: 'absent', version: 2, changedBy: 'Carl' } as const;
  const after = answerMark(view, { outcome, wanted: 'present', sentVersion: 0, marker: MARKER, at: 5 });
  expect(after.row).toMatchObject({ status: 'absent', version: 2, changedBy: 'Carl' });
  expect(after.issue).toEqual({ kind: 'conflict', wanted: 'present' });
});

test('two people who set the same mark have nothing to settle', () => {
  const view = requestMark(viewOf(stateOf(row(1)), 1), 'absent');
  const outcome = { outcome: 'conflict', status: 'absent', version: 2, changedBy: 'Carl' } as const;
  expect(answerMark(view, { outcome, wanted: 'absent', sentVersion: 0, marker: MARKER, at: 5 }).issue).toBeNull();
});

test('a refusal at the version that was sent is a matter of rank, not of who was first', () => {
  const view = requestMark(viewOf(stateOf(row(1, { status: 'absent', source: 'admin', version: 4 })), 1), 'present');
  const outcome = { outcome: 'conflict', status: 'absent', version: 4 } as const;
  expect(answerMark(view, { outcome, wanted: 'present', sentVersion: 4, marker: MARKER, at: 5 }).issue?.kind).toBe('outranked');
});

test('a mark that got no answer is taken back with the reason', () => {
  const view = requestMark(viewOf(stateOf(row(1, { status: 'present', version: 1 })), 1), 'absent');
  const after = failMark(view, 'absent', 'No answer.');
  expect(shownStatus(after)).toBe('present');
  expect(after.issue).toEqual({ kind: 'failed', wanted: 'absent', message: 'No answer.' });
});

test('a settled claim leaves its row, and the reasons of the others stay', () => {
  const view = viewOf(stateOf(row(1, { claims: [claim('a'), claim('b', ['overlap'])] })), 1);
  const after = withoutClaim(view, 'a');
  expect(after.row.claims.map((one) => one.claimId)).toEqual(['b']);
  expect(after.row.waiting).toEqual(['overlap']);
});

test('figures count what is shown, and waiting check-ins apart', () => {
  const state = stateOf(row(1, { status: 'present', version: 1 }), row(2), row(3, { claims: [claim('a')] }));
  const asked = changeViews(state, [2], (view) => requestMark(view, 'excused'));
  expect(countsOf(asked)).toEqual({
    tally: { present: 1, late: 0, absent: 0, excused: 1 },
    unmarked: 1,
    waiting: 1,
    enrolled: 3,
  });
});

test('"all present" leaves out who is marked and whose check-in waits', () => {
  const state = stateOf(row(1, { status: 'absent', version: 1 }), row(2), row(3, { claims: [claim('a')] }));
  expect(unmarkedIds(state)).toEqual([2]);
});
