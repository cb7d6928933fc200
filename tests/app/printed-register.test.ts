/** The words of a register on paper. */
import { expect, test } from 'vitest';
import { countsOf, registerState, requestMark } from '#app/components/register/model/register-state';
import { takersOf, totalsText } from '#app/components/register/print/printed-register';
import { i18nOf } from '#app/words/i18n';
import { classSessionView, row } from './register-builders';

const ENGLISH = i18nOf('en');

const OWN = { name: 'Daniel Osborne' };

test('the totals name every status, also those of which there are none', () => {
  const rows = [row(1, { status: 'present' }), row(2, { status: 'late' }), row(3)];
  const counts = countsOf(registerState({ classSession: classSessionView(), rows }));
  expect(totalsText(ENGLISH, counts)).toBe('1 present, 1 late, 0 absent, 0 excused, 1 unmarked');
});

test('who opened the register and who set marks by hand took it, each named once; a student who checked in did not', () => {
  const rows = [
    row(1, { status: 'present', source: 'teacher', changedBy: 'Ada Mensah' }),
    row(2, { status: 'present', source: 'badge', changedBy: 'Noor Aziz' }),
    row(3, { status: 'present', source: 'qr', changedBy: 'Robin Achebe' }),
    row(4, { status: 'absent', source: 'auto', changedBy: 'Muster' }),
  ];
  const classSession = classSessionView({ openedBy: 'Ada Mensah' });
  expect(takersOf(registerState({ classSession, rows }), OWN)).toEqual(['Ada Mensah', 'Noor Aziz']);
});

test('a mark that is still on its way is its screen’s own', () => {
  const state = registerState({ classSession: classSessionView(), rows: [row(1), row(2)] });
  expect(takersOf(state, OWN)).toEqual([]);
  const views = new Map([...state.views].map(([id, view]) => [id, id === 1 ? requestMark(view, 'present') : view]));
  expect(takersOf({ ...state, views }, OWN)).toEqual([OWN.name]);
});
