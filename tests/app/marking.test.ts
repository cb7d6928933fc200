/** Sending marks: what is shown at once, what follows what, and what happens when the server says no. */
import { expect, test } from 'vitest';
import { createMarking } from '#app/components/register/model/marking';
import { shownStatus } from '#app/components/register/model/register-state';
import { createRegisterStore } from '#app/components/register/model/register-store';
import { createServerClock } from '#app/components/ui/time/server-clock';
import type { deliver } from '#app/offline/outbox/deliver';
import { i18nOf } from '#app/words/i18n';
import type { MarkInput, MarkManyInput, MarkOutcome } from '#domain/register/attendance';
import type { RegisterRow } from '#domain/register/register';
import { BRITISH } from './british';
import { claim, classSessionView, NOW, row } from './register-builders';

const ENGLISH = i18nOf('en');

type Call = { name: string; input: MarkInput & MarkManyInput; answer: (outcome: unknown) => void; fail: (error: Error) => void };

/** Lets everything that waits for an answer go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

/** A register whose calls are answered by the test, one by one. */
function screen(...rows: RegisterRow[]) {
  const calls: Call[] = [];
  const deliverMark = ((name: string, input: Call['input']) =>
    new Promise<unknown>((answer, fail) => calls.push({ name, input, answer, fail }))) as typeof deliver;
  const store = createRegisterStore({ classSession: classSessionView(), rows }, BRITISH.byName);
  const clock = createServerClock(NOW, () => NOW - 500);
  const marking = createMarking(ENGLISH, { store, clock, marker: { name: 'Ada', source: 'teacher' }, ownId: 0, deliverMark });
  const shown = (id: number) => {
    const view = store.view(id);
    return view && shownStatus(view);
  };
  const call = (index: number) => {
    const one = calls[index];
    if (!one) throw new Error(`no call ${index}`);
    return one;
  };
  return { calls, call, store, marking, shown };
}

const recorded = (status: MarkOutcome['status'], version: number) => ({ outcome: 'recorded', status, version });

test('a mark carries the version it was based on, an id and the corrected time', async () => {
  const { call, marking, shown } = screen(row(1, { status: 'absent', version: 4 }));
  marking.mark(1, 'present');
  expect(shown(1)).toBe('present');
  expect(call(0).input).toMatchObject({ classSessionId: 7, studentId: 1, status: 'present', version: 4 });
  expect(call(0).input.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
});

test('what the outbox says of a mark that the screen follows itself draws nothing anew', () => {
  const { call, store, marking } = screen(row(1));
  marking.mark(1, 'present');
  const { id } = call(0).input;
  let times = 0;
  store.subscribe(() => times++);
  store.setQueue([{ id, procedure: 'attendance.mark', input: call(0).input } as never]);
  store.setQueue([]);
  expect(times).toBe(0);
});

test('marks of one student are handed in as they are made, each after the one before while that has no answer', async () => {
  const { calls, call, marking, shown } = screen(row(1));
  marking.mark(1, 'present');
  marking.mark(1, 'late');
  marking.mark(1, 'absent');
  expect(calls).toHaveLength(3);
  expect(call(0).input.after).toBeUndefined();
  expect([call(1).input.after, call(2).input.after]).toEqual([call(0).input.id, call(1).input.id]);
  expect(calls.map(({ input }) => input.version)).toEqual([0, 0, 0]);
  call(0).answer(recorded('present', 1));
  await settle();
  expect(shown(1)).toBe('absent');
  call(1).answer(recorded('late', 2));
  call(2).answer(recorded('absent', 3));
  await settle();
  marking.mark(1, 'late');
  expect(call(3).input).toMatchObject({ status: 'late', version: 3 });
  expect(call(3).input.after).toBeUndefined();
});

test('a mark that is saved and waits is shown as not sent, and the next one follows it', async () => {
  const { call, marking, store, shown } = screen(row(1));
  marking.mark(1, 'absent');
  call(0).answer({ outcome: 'queued', because: 'no-answer' });
  await settle();
  expect(shown(1)).toBe('absent');
  expect(store.view(1)).toMatchObject({ asked: null, pending: { status: 'absent', callId: call(0).input.id } });
  marking.mark(1, 'late');
  expect(call(1).input).toMatchObject({ version: 0, after: call(0).input.id });
});

test('all present with no network is taken back by undo, one call after the other', async () => {
  const { call, marking, shown } = screen(row(1), row(2));
  const done = marking.markAllPresent();
  call(0).answer({ outcome: 'queued', because: 'no-answer' });
  const { count, undo } = (await done) ?? { count: 0, undo: () => undefined };
  expect([count, shown(1), shown(2)]).toEqual([2, 'present', 'present']);
  undo();
  expect(call(1).input.marks.map(({ status, after }) => [status, after])).toEqual([
    [null, call(0).input.id],
    [null, call(0).input.id],
  ]);
});

test('all present that was sent later is taken back too', async () => {
  const { call, marking, store } = screen(row(1));
  const done = marking.markAllPresent();
  call(0).answer({ outcome: 'queued', because: 'no-answer' });
  const { undo } = (await done) ?? { undo: () => 0 };
  store.setQueue([]);
  store.apply({ classSession: classSessionView(), rows: [row(1, { status: 'present', version: 1 })], isWhole: false });
  expect([undo(), call(1).input.marks]).toEqual([1, [{ studentId: 1, status: null, version: 1 }]]);
});

test('marks of different students do not wait for one another', () => {
  const { calls, marking } = screen(row(1), row(2));
  marking.mark(1, 'present');
  marking.mark(2, 'present');
  expect(calls).toHaveLength(2);
});

test('a conflict ends the marks that follow it, and asks about the last of them', async () => {
  const { call, marking, store } = screen(row(1));
  marking.mark(1, 'present');
  marking.mark(1, 'late');
  const conflict = { outcome: 'conflict', status: 'absent', version: 3, changedBy: 'Carl' };
  call(0).answer(conflict);
  await settle();
  expect(store.view(1)?.issue).toEqual({ kind: 'conflict', wanted: 'late' });
  call(1).answer(conflict);
  await settle();
  expect(store.view(1)?.issue).toEqual({ kind: 'conflict', wanted: 'late' });
  marking.mark(1, 'late');
  expect(call(2).input).toMatchObject({ status: 'late', version: 3 });
});

test('a mark without an answer is taken back, and says so', async () => {
  const { call, marking, store, shown } = screen(row(1, { status: 'present', version: 1 }));
  marking.mark(1, 'absent');
  call(0).fail(new TypeError('fetch failed'));
  await settle();
  expect(shown(1)).toBe('present');
  expect(store.view(1)?.issue).toMatchObject({ kind: 'failed', wanted: 'absent' });
});

test('marking what is marked already sends nothing', () => {
  const { calls, marking } = screen(row(1, { status: 'present', version: 1 }));
  marking.mark(1, 'present');
  expect(calls).toHaveLength(0);
});

test('all present marks the unmarked in one call, and undo takes back only what nobody touched since', async () => {
  const { call, marking, store, shown } = screen(
    row(1),
    row(2),
    row(3, { status: 'late', version: 1 }),
    row(4, { claims: [claim('c')] }),
  );
  const done = marking.markAllPresent();
  expect(call(0).input.marks.map((mark) => mark.studentId)).toEqual([1, 2]);
  call(0).answer([
    { studentId: 1, ...recorded('present', 1) },
    { studentId: 2, ...recorded('present', 1) },
  ]);
  const { count, undo } = (await done) ?? { count: 0, undo: () => undefined };
  expect(count).toBe(2);
  store.apply({ classSession: classSessionView(), rows: [row(2, { status: 'absent', version: 2 })], isWhole: false });
  undo();
  expect(call(1).input.marks).toEqual([{ studentId: 1, status: null, version: 1 }]);
  expect(shown(1)).toBeNull();
  expect(shown(2)).toBe('absent');
});

test('a student who left the roll meanwhile is told apart from those who were marked', async () => {
  const { call, marking, store } = screen(row(1), row(2));
  const done = marking.markAllPresent();
  call(0).answer([{ studentId: 1, ...recorded('present', 1) }]);
  expect((await done)?.count).toBe(1);
  expect(store.view(2)?.issue?.kind).toBe('failed');
});
