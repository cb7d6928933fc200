/** What waits in the outbox over a register: the screen shows what the server will answer, and a page opened anew shows it again. */
import { expect, test } from 'vitest';
import { overlayDay, unsentText } from '#app/components/day/day-overlay';
import { overlay, type QueuedCall } from '#app/components/register/model/overlay';
import { countsOf, registerState, shownStatus } from '#app/components/register/model/register-state';
import { i18nOf } from '#app/words/i18n';
import type { LiveRow } from '#domain/register/day-view';
import type { ClassSessionView } from '#domain/register/register';
import { claim, classSessionView, NOW, row } from './register-builders';

const ENGLISH = i18nOf('en');

const MINUTE_MS = 60_000;
const minute = (count: number) => NOW + count * MINUTE_MS;
const RULES = { codeTtlMinutes: 15 };
const SCHEDULED: Partial<ClassSessionView> = { state: 'scheduled', openedAt: null, checkInClosesAt: null, canOpen: true };

let count = 0;
const call = (procedure: string, input: Record<string, unknown> = {}, at = NOW): QueuedCall => {
  const id = `call ${++count}`;
  return { id, procedure, input: { id, at, classSessionId: 7, ...input } } as QueuedCall;
};
const mark = (studentId: number, status: string | null, at = NOW) =>
  call('attendance.mark', { studentId, status, version: 0 }, at);

function laid(
  calls: QueuedCall[],
  { rows = [row(1), row(2)], classSession = {}, rules = RULES as { codeTtlMinutes: number | null } } = {},
) {
  return overlay(registerState({ classSession: classSessionView(classSession), rows }), calls, rules);
}
const shown = (state: ReturnType<typeof laid>) => [...state.views.values()].map(shownStatus);

test('without anything that waits the register is the very same', () => {
  const register = registerState({ classSession: classSessionView(), rows: [row(1)] });
  expect(overlay(register, [call('classSession.close', { classSessionId: 8 })], RULES)).toBe(register);
});

test('an opening shows when check-in ends, counted from the later of opening and start', () => {
  const early = laid([call('classSession.open', {}, minute(-20))], { classSession: SCHEDULED });
  expect(early.classSession).toMatchObject({
    state: 'open',
    openedAt: minute(-20),
    checkInClosesAt: minute(15),
    marking: 'free',
  });
  expect(early.unsent.openedAt).toBe(minute(-20));
  const late = laid([call('classSession.open', {}, minute(50))], { classSession: SCHEDULED });
  expect(late.classSession.checkInClosesAt).toBe(minute(60));
});

test('an opening with no known length of check-in shows no check-in', () => {
  const state = laid([call('classSession.open')], { classSession: SCHEDULED, rules: { codeTtlMinutes: null } });
  expect(state.classSession).toMatchObject({ state: 'open', checkInClosesAt: NOW, isCheckInOpen: false });
});

test('an opening that the server has heard of meanwhile changes nothing', () => {
  const state = laid([call('classSession.open', {}, minute(9))]);
  expect(state.classSession).toMatchObject({ openedAt: NOW, checkInClosesAt: minute(15) });
  expect(state.unsent.openedAt).toBeNull();
});

test('check-in is extended and ended in the order in which that was done', () => {
  const extended = laid([call('classSession.extend', { minutes: 5 }, minute(3))]);
  expect(extended.classSession.checkInClosesAt).toBe(minute(20));
  const calls = [call('classSession.endCheckIn', {}, minute(4)), call('classSession.extend', { minutes: 5 }, minute(30))];
  expect(laid(calls).classSession.checkInClosesAt).toBe(minute(35));
});

test('the last mark of each student is shown, with when it was made and the call that the next one follows', () => {
  const [first, second] = [mark(1, 'absent', minute(1)), mark(1, 'late', minute(2))];
  const state = laid([first, second, mark(2, null, minute(3))], { rows: [row(1), row(2, { status: 'present', version: 2 })] });
  expect(shown(state)).toEqual(['late', null]);
  expect(state.views.get(1)?.pending).toEqual({ status: 'late', callId: second.id, at: minute(2) });
  expect(state.views.get(1)?.row.version).toBe(0);
});

test('many marks are shown one by one, and one for a stranger nowhere', () => {
  const marks = [1, 2, 99].map((studentId) => ({ studentId, status: 'present', version: 0 }));
  const state = laid([call('attendance.markMany', { marks })]);
  expect(shown(state)).toEqual(['present', 'present']);
  expect(countsOf(state).tally.present).toBe(2);
});

test('closing makes the unmarked absent, leaves the marked, and those whose check-in waits', () => {
  const rows = [row(1), row(2), row(3, { claims: [claim('c')] })];
  const state = laid([mark(1, 'late'), call('classSession.close', {}, minute(50))], { rows });
  expect(shown(state)).toEqual(['late', 'absent', null]);
  expect(state.views.get(2)?.pending?.callId).toBeNull();
  expect(state.classSession).toMatchObject({ state: 'closed', closedAt: minute(50), isHeld: true, marking: 'with-reason' });
  expect(state.unsent.closedAt).toBe(minute(50));
});

test('a mark changed after closing is the one that is shown', () => {
  const state = laid([call('classSession.close', {}, minute(50)), mark(1, 'excused', minute(51))]);
  expect(shown(state)).toEqual(['excused', 'absent']);
});

test.for([
  ['accept', 'present', 0],
  ['decline', null, 0],
] as const)('a check-in that was settled with %s is off the list', ([decision, status, waiting]) => {
  const settled = { id: 's', procedure: 'checkIn.settle', input: { id: 's', at: NOW, claimId: 'c', decision } } as const;
  const state = laid([settled], { rows: [row(1, { claims: [claim('c')] })] });
  expect(shown(state)).toEqual([status]);
  expect(countsOf(state).waiting).toBe(waiting);
});

test('a decision that was taken back before it was sent leaves the check-in waiting', () => {
  const decided = {
    id: 's',
    procedure: 'checkIn.settle',
    input: { id: 's', at: NOW, claimId: 'c', decision: 'accept' },
  } as const;
  const back = { id: 'u', procedure: 'checkIn.unsettle', input: { id: 'u', at: NOW + 1, claimId: 'c' } } as const;
  const state = laid([decided, back], { rows: [row(1, { claims: [claim('c')] })] });
  expect(shown(state)).toEqual([null]);
  expect(countsOf(state).waiting).toBe(1);
});

test('a head count is shown as not sent', () => {
  const state = laid([call('classSession.setHeadCount', { headCount: 21 })]);
  expect([state.classSession.headCount, state.unsent.isHeadCount]).toEqual([21, true]);
});

test('a row that nothing waits for keeps its identity, and one that waits keeps its own while the same waits', () => {
  const register = registerState({ classSession: classSessionView(), rows: [row(1), row(2)] });
  const calls = [mark(1, 'late')];
  const [first, second] = [overlay(register, calls, RULES), overlay(register, [...calls, mark(2, 'late')], RULES)];
  expect(first.views.get(2)).toBe(register.views.get(2));
  expect(second.views.get(1)).toBe(first.views.get(1));
  expect(second.views.get(2)).not.toBe(first.views.get(2));
});

const liveRow = (given: Partial<LiveRow> = {}): LiveRow => ({
  ...{
    classSessionId: 7,
    courseCode: 'MA',
    courseTitle: 'Mathematics',
    sectionCode: 'A',
    staff: [],
    cover: null,
    isCovering: false,
    room: null,
  },
  ...{ day: '2026-09-07', startsAt: NOW, endsAt: minute(60), state: 'scheduled', isCheckInOpen: false, enrolled: 2 },
  ...{ tally: { present: 0, late: 0, absent: 0, excused: 0 }, waiting: 0, isNotTaken: false },
  ...given,
});

test.each([
  ['nothing', [], 'scheduled', null],
  ['a mark', [mark(1, 'late')], 'scheduled', '1 change not sent yet'],
  ['marks of another class', [call('attendance.mark', { classSessionId: 8 })], 'scheduled', null],
  ['an opening', [call('classSession.open'), mark(1, 'late')], 'open', 'Opened on this device, not sent yet'],
  ['a closing', [call('classSession.open'), call('classSession.close')], 'closed', 'Closed on this device, not sent yet'],
])('the day of staff with %s that waits', (_name, calls, state, text) => {
  const [day] = overlayDay([liveRow()], calls);
  expect([day?.state, day && unsentText(ENGLISH, day.unsent)]).toEqual([state, text]);
});
