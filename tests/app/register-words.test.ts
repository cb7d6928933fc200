/** The register's sentences, keys, filters and phases. */
import { expect, test } from 'vitest';
import { spokenArrivals } from '#app/components/register/announcer';
import { headCountText } from '#app/components/register/head-count';
import { fitsName, fitsStatus } from '#app/components/register/model/filter';
import { phaseOf, ruleAt } from '#app/components/register/model/phase';
import { placesText } from '#app/components/register/places-notice';
import { sourceText } from '#app/components/register/row/source-text';
import { shortcutOf } from '#app/components/register/shortcuts';
import { waitingSentence } from '#app/components/register/waiting/waiting-reasons';
import { i18nOf } from '#app/words/i18n';
import { WAITING_REASONS } from '#domain/check-in/check-in';
import { SOURCES } from '#domain/register/attendance';
import { TYPED_NAMES } from '../helpers/typed-names';
import { classSessionView, row } from './register-builders';

const ENGLISH = i18nOf('en');

const ama = { studentId: 1, name: 'Ama Mensah', status: 'present' } as const;

test('one arrival is named, and others after it are a number', () => {
  expect(spokenArrivals(ENGLISH, [])).toBe('');
  expect(spokenArrivals(ENGLISH, [ama])).toBe('Ama Mensah present');
  expect(spokenArrivals(ENGLISH, [ama, { ...ama, studentId: 2 }, { ...ama, studentId: 3 }])).toBe('Ama Mensah present, 2 more');
});

test('the head count is compared in words', () => {
  expect(headCountText(ENGLISH, null, 12)).toBe('12 marked present or late.');
  expect(headCountText(ENGLISH, 12, 12)).toBe('The same as marked.');
  expect(headCountText(ENGLISH, 10, 12)).toBe('2 fewer than marked.');
  expect(headCountText(ENGLISH, 13, 12)).toBe('1 more than marked.');
});

test('a class in one place is not spoken of, one in two is told by counts that accuse nobody', () => {
  expect(placesText(ENGLISH, { together: 21, apart: 0 })).toBeNull();
  expect(placesText(ENGLISH, { together: 18, apart: 1 })).toMatch(
    /^18 came from one network, 1 from another\. .* proves nothing/,
  );
  expect(placesText(ENGLISH, { together: 18, apart: 3 })).toMatch(/^18 came from one network, 3 from others\./);
});

test('every reason a check-in can wait for has a sentence of its own', () => {
  const sentences = WAITING_REASONS.map((one) => waitingSentence(ENGLISH, one));
  expect(new Set(sentences).size).toBe(WAITING_REASONS.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

test('every source of a mark is told in words, and an unmarked row says nothing', () => {
  for (const source of SOURCES) expect(sourceText(ENGLISH, { status: 'present', source, changedBy: 'Ada' })).not.toBe('');
  expect(sourceText(ENGLISH, { status: null, source: null, changedBy: 'Ada' })).toBe('');
  expect(sourceText(ENGLISH, { status: 'late', source: 'teacher', changedBy: 'Ada' }, 'Grace')).toBe('By Ada');
  expect(sourceText(ENGLISH, { status: 'late', source: 'teacher', changedBy: 'Ada' }, 'Ada')).toBe('You');
});

test('keys mean what the help says, also with shift, and nothing with Ctrl, Alt or Cmd', () => {
  const key = { key: 'a', ctrlKey: false, metaKey: false, altKey: false };
  expect(shortcutOf(key)).toEqual({ does: 'mark', status: 'absent' });
  expect(shortcutOf({ ...key, key: 'A' })).toEqual({ does: 'mark', status: 'absent' });
  expect(shortcutOf({ ...key, key: '?' })).toEqual({ does: 'help' });
  expect(shortcutOf({ ...key, key: 'x' })).toBeNull();
  for (const held of ['ctrlKey', 'metaKey', 'altKey']) expect(shortcutOf({ ...key, [held]: true })).toBeNull();
});

test('a name is found by parts of it in any order, without its accents', () => {
  expect(fitsName('Zoë Østergård', 'zoe')).toBe(true);
  for (const name of ['Ёлкин Андрей', 'Γιώργος', '김민준', 'がく', 'राम कुमार', 'أحمد', 'สิริ'])
    expect(fitsName(name, name)).toBe(true);
  expect(fitsName('Ama Mensah', 'men am')).toBe(true);
  expect(fitsName('Ama Mensah', '')).toBe(true);
  expect(fitsName('Ama Mensah', 'ada')).toBe(false);
});

test.each(TYPED_NAMES)('%s is found as it is typed without its signs', (name, ...typed) => {
  for (const query of typed) expect(fitsName(name, query), query).toBe(true);
});

test('the status filter goes by what is shown', () => {
  const view = { row: row(1), pending: null, asked: { status: 'late' }, issue: null, isFresh: false } as const;
  expect(fitsStatus(view, 'late')).toBe(true);
  expect(fitsStatus(view, 'unmarked')).toBe(false);
  expect(fitsStatus({ ...view, asked: null }, 'unmarked')).toBe(true);
  expect(fitsStatus(view, null)).toBe(true);
});

const NONE = { opensAt: false, endsAt: false, checkInClosesAt: false };
const OPENS = { ...NONE, opensAt: true };

test.each([
  ['scheduled', NONE, 'too-early'],
  ['scheduled', OPENS, 'openable'],
  ['scheduled', { ...OPENS, endsAt: true }, 'not-taken'],
  ['open', OPENS, 'check-in'],
  ['open', { ...OPENS, checkInClosesAt: true }, 'marking'],
  ['cancelled', OPENS, 'cancelled'],
] as const)('%s with %o is the phase %3$s', (state, reached, phase) => {
  expect(phaseOf(classSessionView({ state }), reached)).toBe(phase);
});

test('a closed register was taken or not', () => {
  expect(phaseOf(classSessionView({ state: 'closed', isHeld: true }), OPENS)).toBe('closed');
  expect(phaseOf(classSessionView({ state: 'closed', isHeld: false }), OPENS)).toBe('not-taken');
});

test('a screen that was opened too early lets mark once it is time, and a register that was not taken is reopened first', () => {
  const early = classSessionView({ marking: 'too-early' });
  expect(ruleAt(early, 'too-early')).toBe('too-early');
  expect(ruleAt(early, 'openable')).toBe('free');
  expect(ruleAt(classSessionView({ marking: 'with-reason' }), 'not-taken')).toBe('locked');
  expect(ruleAt(classSessionView({ marking: 'with-reason' }), 'closed')).toBe('with-reason');
});
