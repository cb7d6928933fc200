/** What entries of the audit log and a broken history say. */
import { expect, test } from 'vitest';
import { fieldText, valueText } from '#app/components/audit/audit-fields';
import { readAfter, readAuditFilter } from '#app/components/audit/audit-question';
import { ACTION_WORDS, AREA_WORDS, auditText, subjectText } from '#app/components/audit/audit-words';
import { faultText } from '#app/components/audit/verification';
import { LOGGED_ACTIONS } from '#domain/audit/audit-log';
import { BRITISH } from './british';

const AT = Date.UTC(2026, 8, 8, 8);

test('every action has words of its own, and an area', () => {
  const words = LOGGED_ACTIONS.map((action) => BRITISH.i18n._(ACTION_WORDS[action]));
  expect(new Set(words).size).toBe(words.length);
  for (const action of LOGGED_ACTIONS) expect(Object.keys(AREA_WORDS), action).toContain(action.split('.')[0]);
});

test.for([
  ['mark.changed', { changes: { status: { from: null, to: 'late' } } }, 'Mark changed: Unmarked → Late'],
  ['user.role-changed', { name: 'Ada', from: 'student', to: 'teacher' }, 'Role changed: Student → Teacher'],
  ['course.edited', { changes: { code: { from: 'A', to: 'B' }, title: { from: 'C', to: 'D' } } }, 'Course changed: Code, Title'],
  ['profile.edited', { phone: 'changed' }, 'Own details changed: Phone'],
  ['register.closed', { closedAt: AT }, 'Register closed'],
  ['of.another-version', {}, 'of another version'],
] as const)('%s with %o says “%s”', ([action, facts, text]) => {
  expect(auditText(BRITISH, { action, facts })).toBe(text);
});

test.for([
  ['untilDay', '2026-12-18', '18 Dec 2026'],
  ['untilDay', null, 'None'],
  ['untilDay', 'whenever', 'whenever'],
  ['closedAt', AT, 'Tue 8 Sept, 09:00'],
  ['weekday', 7, 'Sunday'],
  ['firstWeekday', 6, 'Saturday'],
  ['weeks', 'A', 'Week A'],
  ['threshold', 825, '82.5%'],
  ['lateAfterMs', 600_000, '10 minutes'],
  ['deliverWithinMs', 86_400_000, '24 hours'],
  ['checkInMinutes', 15, '15 minutes'],
  ['spotCheck', true, 'Yes'],
  ['emailDomains', { student: ['a.test', 'b.test'], teacher: [] }, 'student: a.test, b.test, teacher: None'],
  ['source', 'auto', 'As the register closed'],
  ['template', 'see-me', 'Come and see me'],
  ['unheard', { of: [1] }, 'of: 1'],
] as const)('%s %o is “%s”', ([field, value, text]) => {
  expect(valueText(BRITISH, field, value)).toBe(text);
});

test('fields, subjects and faults are in words, and by their names where there are none', () => {
  expect(['checkInClosesAt', 'template', 'unheard'].map((name) => fieldText(BRITISH, name))).toEqual([
    ...['End of check-in', 'What about', 'unheard'],
  ]);
  expect(subjectText(BRITISH, { kind: 'class-session', name: 'Maths A', startsAt: AT })).toBe('Maths A, Tue 8 Sept, 09:00');
  expect(subjectText(BRITISH, { kind: 'school', name: null, startsAt: null })).toBe('The school');
  expect(subjectText(BRITISH, { kind: 'thing', name: null, startsAt: null })).toBe('thing');
  expect(faultText(BRITISH, { table: 'seals', id: 12, why: 'cut-off' })).toMatch(/^Seal 12\. It was there and is gone/);
});

test('an address asks for what it can mean', () => {
  const search = new URLSearchParams('person=3&section=x&actor=-1&action=user.edited&from=2026-09-01&until=soon&after=mark-4');
  expect(readAuditFilter(search)).toEqual({
    ...{ personId: 3, sectionId: null, actorId: null },
    ...{ action: 'user.edited', from: '2026-09-01', until: null },
  });
  expect([readAfter(search), readAfter(new URLSearchParams('after=4'))]).toEqual(['mark-4', null]);
});
