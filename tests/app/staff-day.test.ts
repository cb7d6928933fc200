/** What a staff member's day puts first, and the sentences of waiting and closing. */
import { expect, test } from 'vitest';
import { upNow } from '#app/components/day/pressing-rows';
import { absentText } from '#app/components/register/close-dialog';
import { registerState } from '#app/components/register/model/register-state';
import { issueText } from '#app/components/register/row/row-issue';
import { waitingOf } from '#app/components/register/waiting/use-settling';
import { i18nOf } from '#app/words/i18n';
import type { LiveRow } from '#domain/register/day-view';
import { claim, classSessionView, NOW, row } from './register-builders';

const ENGLISH = i18nOf('en');

const MINUTE_MS = 60_000;

function liveRow(classSessionId: number, given: Partial<LiveRow> = {}): LiveRow {
  const { startsAt = NOW } = given;
  return {
    classSessionId,
    courseCode: 'MA',
    courseTitle: 'Mathematics',
    sectionCode: 'A',
    staff: [],
    cover: null,
    isCovering: false,
    room: null,
    day: '2026-09-07',
    state: 'scheduled',
    isCheckInOpen: false,
    enrolled: 20,
    tally: { present: 0, late: 0, absent: 0, excused: 0 },
    waiting: 0,
    isNotTaken: false,
    ...given,
    startsAt,
    endsAt: given.endsAt ?? startsAt + 60 * MINUTE_MS,
  };
}

const idsOf = (rows: LiveRow[]) => rows.map((one) => one.classSessionId);

test('what is open comes first, then what can be opened, and later classes wait', () => {
  const rows = [
    liveRow(1, { startsAt: NOW + 20 * MINUTE_MS }),
    liveRow(2, { state: 'open', startsAt: NOW - 30 * MINUTE_MS }),
    liveRow(3, { startsAt: NOW + 120 * MINUTE_MS }),
  ];
  expect(idsOf(upNow(rows, NOW))).toEqual([2, 1]);
});

test('with nothing to do now, the next class is shown', () => {
  const rows = [
    liveRow(1, { state: 'closed', startsAt: NOW - 120 * MINUTE_MS }),
    liveRow(2, { startsAt: NOW + 31 * MINUTE_MS }),
    liveRow(3, { startsAt: NOW + 180 * MINUTE_MS }),
  ];
  expect(idsOf(upNow(rows, NOW))).toEqual([2]);
  expect(idsOf(upNow(rows, NOW + MINUTE_MS))).toEqual([2]);
});

test('a day that is done puts nothing first, nor does a cancelled class', () => {
  expect(upNow([liveRow(1, { state: 'closed' }), liveRow(2, { state: 'cancelled' })], NOW)).toEqual([]);
});

test('check-ins wait in the order in which they came', () => {
  const rows = [
    row(1, { claims: [claim('late', ['overlap'], NOW + 5)] }),
    row(2, { claims: [claim('early', ['overlap'], NOW)] }),
  ];
  const all = waitingOf(registerState({ classSession: classSessionView(), rows }));
  expect(all.map((one) => one.claim.claimId)).toEqual(['early', 'late']);
});

test('a conflict says who set what', () => {
  const theirs = row(1, { status: 'absent', changedBy: 'Ada Byron' });
  expect(issueText(ENGLISH, { kind: 'conflict', wanted: 'present' }, theirs)).toBe('Changed meanwhile by Ada Byron: absent.');
  expect(issueText(ENGLISH, { kind: 'failed', wanted: 'present', message: 'No answer.' }, theirs)).toBe('Not saved. No answer.');
});

test('closing says how many will be absent', () => {
  expect(absentText(ENGLISH, 0)).toBe('Everybody is marked.');
  expect(absentText(ENGLISH, 1)).toBe('1 student is unmarked and will be absent.');
  expect(absentText(ENGLISH, 9)).toBe('9 students are unmarked and will be absent.');
});
