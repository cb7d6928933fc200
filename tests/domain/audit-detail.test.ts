/** What is read from entries of the audit log, of this version and of those before it. */
import { expect, test } from 'vitest';
import { AUDIT_COLUMNS, auditCells } from '#domain/audit/audit-csv';
import { readAuditDetail } from '#domain/audit/audit-detail';
import { csvLines } from '#domain/csv-text';

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

test('an entry is one line of a file, and nothing in it runs in a spreadsheet', () => {
  const cells = auditCells({
    ...{ id: 'audit-7', at: 0, actorId: 1, actorName: '=HYPERLINK(1)', actorRole: 'admin', action: 'user.role-changed' },
    subject: { kind: 'user', id: 3, name: 'Ada', startsAt: null },
    person: null,
    facts: { name: 'Ada', from: 'student', to: 'teacher' },
  });
  expect(cells).toHaveLength(AUDIT_COLUMNS.length);
  expect(csvLines([cells])).toBe(
    "1970-01-01T00:00:00.000Z,1,'=HYPERLINK(1),admin,user.role-changed,user,3,Ada,,,,role: student > teacher,name: Ada,audit-7\r\n",
  );
});
