/** What is read from entries of the audit log, of this version and of those before it. */
import { expect, test } from 'vitest';
import { readAuditDetail } from '#domain/audit/audit-detail';

const change = (field: string, from: unknown, to: unknown) => ({ field, from, to, isHidden: false });

test.for([
  [
    'fields with before and after',
    'course.edited',
    { changes: { code: { from: 'A', to: 'B' } } },
    [change('code', 'A', 'B')],
    [],
  ],
  [
    'a whole before and after: what differs',
    'term.edited',
    { from: { name: 'Autumn', untilDay: '2026-12-18' }, to: { name: 'Autumn', untilDay: '2026-12-17' } },
    [change('untilDay', '2026-12-18', '2026-12-17')],
    [],
  ],
  [
    'one thing, with more beside it',
    'user.role-changed',
    { name: 'Ada', from: 'student', to: 'teacher' },
    [change('role', 'student', 'teacher')],
    [{ field: 'name', value: 'Ada' }],
  ],
  [
    'a field that is only said to have changed',
    'profile.edited',
    { changes: {}, hidden: ['phone'] },
    [{ ...change('phone', null, null), isHidden: true }],
    [],
  ],
  [
    'details as they were written before',
    'profile.edited',
    { locale: { from: 'en-US', to: null }, phone: 'changed' },
    [change('locale', 'en-US', null), { ...change('phone', null, null), isHidden: true }],
    [],
  ],
  ['facts alone', 'register.reopened', { reason: 'A slip' }, [], [{ field: 'reason', value: 'A slip' }]],
  ['what is no object', 'user.edited', 'x', [], []],
  ['nothing', 'user.edited', null, [], []],
] as const)('%s', ([, action, detail, changes, facts]) => {
  expect(readAuditDetail(action, detail)).toEqual({ changes, facts });
});
