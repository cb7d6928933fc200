/** A student's own attendance as CSV: own rows only, in order of time, and nothing that a spreadsheet would run. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCsv } from '#domain/csv-text';
import { DAY_MS } from '#domain/duration';
import { api } from '../helpers/api';
import { testDb } from '../helpers/db';
import { classSession, course, enrolment, NOW, section, user } from '../helpers/factories';
import { heldClassSession, mark } from '../helpers/own-attendance';
import { fullScans } from '../helpers/query-plan';

const HEADER = 'section_code,course_code,course_title,session_id,scheduled_start,scheduled_end,status,source,counts,recorded_at';

test('own marks are exported in order of time, with what is unmarked and without what is to come', async () => {
  await using db = await testDb();
  const [student, other] = [await user(db), await user(db)];
  const { id: courseId } = await course(db, { code: 'MA', title: '=1+1, "Maths"' });
  const { id: sectionId } = await section(db, { courseId, code: 'A' });
  for (const { id: studentId } of [student, other]) await enrolment(db, { sectionId, studentId, untilDay: '2026-09-08' });
  const held = await heldClassSession(db, { sectionId, startsAt: NOW - DAY_MS });
  await mark(db, { classSessionId: held.id, studentId: student.id, status: 'late', source: 'qr' });
  await mark(db, { classSessionId: held.id, studentId: other.id, status: 'absent' });
  const open = await classSession(db, { sectionId, startsAt: NOW });
  await classSession(db, { sectionId, startsAt: NOW - 2 * DAY_MS, state: 'cancelled' });
  await classSession(db, { sectionId, startsAt: NOW + DAY_MS });
  const text = await api(db, { actor: student }).call.attendance.export();
  const title = `"'=1+1, ""Maths"""`;
  expect(text.split('\r\n')).toEqual([
    `\uFEFF${HEADER}`,
    `A,MA,${title},${held.id},2026-09-06 09:00,2026-09-06 10:00,late,qr,yes,2026-09-07T09:00:00.000Z`,
    `A,MA,${title},${open.id},2026-09-07 09:00,2026-09-07 10:00,unmarked,,no,`,
    '',
  ]);
});

test('an export reads no growing table from end to end', async () => {
  await using db = await testDb();
  const student = await user(db);
  const { id: sectionId } = await section(db);
  await enrolment(db, { sectionId, studentId: student.id });
  await heldClassSession(db, { sectionId });
  const growing = ['attendance', 'class_sessions', 'enrolments', 'users'];
  expect(await fullScans(db, growing, () => api(db, { actor: student }).call.attendance.export())).toEqual([]);
});

test.for([
  ['=SUM(A1)', "'=SUM(A1)"],
  ['+49', "'+49"],
  ['-1', "'-1"],
  ['@cmd', "'@cmd"],
  [' =x', "' =x"],
  ['\t=x', "'\t=x"],
  ['plain', 'plain'],
  ['a"b', '"a""b"'],
] as const)('a cell of %o is written as %o', ([value, written]) => {
  expect(toCsv([[value]])).toBe(`\ufeff${written}\r\n`);
});

/** The cells of one line, read back as RFC 4180 has it. */
function readLine(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}

test('whatever is written is read back, and never begins as a formula does', () => {
  const cell = fc.string({ minLength: 1 }).filter((text) => !/[\r\n]/.test(text));
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      const [, line = ''] = toCsv([['x'], cells]).split('\r\n');
      const read = readLine(line);
      expect(read.map((text, index) => (text === cells[index] ? text : text.replace(/^'/, '')))).toEqual(cells);
      expect(read.some((text) => /^\s*[=+\-@]/.test(text))).toBe(false);
    }),
  );
});
