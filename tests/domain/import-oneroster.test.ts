/** What becomes of OneRoster rows, one rule at a time, in an empty school unless said otherwise. */
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readAll } from '#domain/import/import-csv';
import { readDay } from '#domain/import/import-days';
import type { SchoolFacts } from '#domain/import/oneroster/draft';
import { lastDay, readRoster } from '#domain/import/oneroster/files';
import { planRoster } from '#domain/import/oneroster/oneroster';
import { packRoster } from '#domain/import/oneroster/pack';
import { isPlaceholderAddress, placeholderAddress } from '#domain/person/placeholder-address';
import { wordMessage } from '#domain/words/translate';
import { type RosterText, rosterOf } from '../helpers/import-files';

const EMPTY: SchoolFacts = {
  ...{ departments: [], courses: [], sections: [], terms: [], people: [], merged: new Map(), enrolments: [], staff: [] },
  removalShare: 10,
  domains: { student: [], teacher: [], assistant: [] },
  today: '2026-09-07',
  now: 1_000,
};

/** `file:line verdict message` of every row. */
function plan(files: RosterText, { facts = {}, version = '1.1' as '1.1' | '1.2', mode = 'bulk' as 'bulk' | 'delta' } = {}) {
  const roster = readAll(readRoster(rosterOf(files, { version, mode })));
  return readAll(planRoster(roster, { ...EMPTY, ...facts })).rows;
}

const told = (rows: ReturnType<typeof plan>) =>
  rows.map(({ line, verdict, message }) => [line, verdict, message && wordMessage('en', message)]);
const users = (...lines: string[]) => ['sourcedId,status,role,givenName,familyName,email,enabledUser', ...lines].join('\n');

test.each([
  ['2026-09-01', '2026-09-01'],
  ['2026-09-01T18:25:43.511Z', '2026-09-01'],
  ['2026/09/01', '2026-09-01'],
  ['20260901', '2026-09-01'],
  ['2026-9-1', '2026-09-01'],
  ['2026-09-01 00:00:00.000', '2026-09-01'],
  ['0000-00-00', null],
  ['0000-00-00 00:00:00', null],
  ['9/1/2026', undefined],
  ['', null],
  ['01/09/2026', undefined],
  ['2026-02-30', undefined],
  ['soon', undefined],
])('the date %j is %j', (text, day) => {
  expect(readDay(text)).toBe(day);
});

test('an end date is exclusive: the last day is the one before', () => {
  expect([lastDay('2026-03-01'), lastDay(null), lastDay(undefined)]).toEqual(['2026-02-28', null, undefined]);
});

test('addresses that stand for none differ whenever the ids do', () => {
  const ids = ['A1', 'a1', 'a_41', 'a 1', 'a-1', 'ä1', '{uuid}'];
  const addresses = ids.map(placeholderAddress);
  expect(new Set(addresses).size).toBe(ids.length);
  expect(addresses.every((address) => isPlaceholderAddress(address) && address === address.toLowerCase())).toBe(true);
  expect(isPlaceholderAddress('ada@school.test')).toBe(false);
});

test.each([
  ['teacher', 'create', 'teacher'],
  ['aide', 'create', 'assistant'],
  ['proctor', 'create', 'assistant'],
  ['Student', 'create', 'student'],
  ['parent', 'unchanged', undefined],
  ['guardian', 'unchanged', undefined],
  ['administrator', 'refused', undefined],
  ['systemAdministrator', 'refused', undefined],
  ['principal', 'refused', undefined],
  ['wizard', 'refused', undefined],
  ['', 'refused', undefined],
])('the role %j: %s %s', (word, verdict, role) => {
  const [row] = plan({ users: users(`1,,${word},Ada,Lovelace,ada@x.test,`) });
  expect(row).toMatchObject({ verdict });
  expect(row?.ops.map((op) => op.kind === 'create' && op.values.role)).toEqual(role ? [role] : []);
});

test('version 1.2: the primary role counts, wherever it stands', () => {
  const roles =
    'userSourcedId,roleType,role,status\n1,secondary,student,active\n1,primary,teacher,active\n2,primary,student,tobedeleted';
  const text = 'sourcedId,givenName,familyName,email\n1,Ada,Lovelace,ada@x.test\n2,Bob,Bee,bob@x.test';
  const rows = plan({ users: text, roles }, { version: '1.2' });
  expect(rows[0]?.ops).toMatchObject([{ table: 'users', values: { role: 'teacher' } }]);
  expect(rows[1]).toMatchObject({ verdict: 'refused', message: { id: 'import.no-role' } });
  expect(rows.slice(2).map(({ verdict }) => verdict)).toEqual(['unchanged', 'unchanged', 'unchanged']);
});

test.each([
  ['Yes', 'active'],
  ['Y', 'active'],
  ['1', 'active'],
  ['', 'active'],
  ['NULL', 'active'],
  ['Enabled', 'active'],
  ['No', 'suspended'],
  ['f', 'suspended'],
  ['INACTIVE', 'suspended'],
])('enabledUser %j: %s', (word, state) => {
  const [row] = plan({ users: users(`1,,student,Ada,Lovelace,ada@x.test,${word}`) });
  expect(row?.ops).toMatchObject([{ values: { state } }]);
});

test('one letter is a name, NULL twice is none, and one too long is cut', () => {
  const rows = plan({
    users: users(
      '1,,student,,李,a@x.test,',
      '2,,student,NULL,NULL,b@x.test,',
      '3,,student,JENNIFER,NULL,c@x.test,',
      `4,,student,${'A'.repeat(80)},${'B'.repeat(40)},d@x.test,`,
    ),
  });
  expect(rows.map(({ verdict, ops: [op] }) => [verdict, op?.kind === 'create' && op.values.name])).toEqual([
    ['create', '李'],
    ['refused', false],
    ['create', 'JENNIFER NULL'],
    ['create', `${'A'.repeat(80)} ${'B'.repeat(19)}`],
  ]);
  expect(told(rows)[3]?.[2]).toBe('The name is too long: what is beyond 100 letters is left out.');
});

test('School Data Sync: no manifest, no ids of enrolments, addresses as usernames, in a folder, with capitals', () => {
  const texts = {
    'Export/Users.csv': 'sourcedId,username,givenName,familyName,password\n1,ana@x.test,Ana,Sample,x\n2,tom@x.test,Tom,Teach,x',
    'Export/Roles.csv': 'userSourcedId,role,isPrimary\n1,student,TRUE\n2,student,FALSE\n2,professor,TRUE',
    'Export/Courses.csv': 'sourcedId,title,code\nC,Computing,CS101',
    'Export/AcademicSessions.csv': 'sourcedId,title,type,startDate,endDate\nF,Fall,semester,2026-09-01,2026-12-01',
    'Export/Classes.csv': 'sourcedId,title,sessionSourcedIds,courseSourcedId\nK,Computing A,F,C',
    'Export/Enrollments.csv': 'classSourcedId,userSourcedId,role\nK,1,student\nK,2,professor',
  };
  const bytes = zipSync(Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, strToU8(text)])));
  const ops = readAll(planRoster(readAll(readRoster(bytes)), EMPTY)).rows.flatMap((row) => row.ops);
  expect(ops).toMatchObject([
    { table: 'terms' },
    { table: 'departments' },
    { table: 'courses', values: { code: 'CS101' } },
    { table: 'sections' },
    { table: 'users', values: { email: 'ana@x.test', role: 'student' } },
    { table: 'users', values: { email: 'tom@x.test', role: 'teacher' } },
    { table: 'enrolments', values: { from_day: '2026-09-01', sourced_id: 'K:1' } },
    { table: 'section_staff', values: { role: 'teacher' } },
  ]);
  expect(JSON.stringify(ops)).not.toContain('password');
});

test('a class without a course gets one of its own, once', () => {
  const files = {
    courses: 'sourcedId,title,courseCode\nk1,Physics,PH',
    classes: 'sourcedId,title,courseSourcedId,classCode\nh1,Homeroom 7,,HR7',
  };
  const [, row] = plan(files);
  expect(row?.ops.at(-2)).toMatchObject({ table: 'courses', values: { code: 'HR7', title: 'Homeroom 7', sourced_id: null } });
  expect(row?.ops.at(-1)).toMatchObject({ table: 'sections', values: { course_id: 'HR7', code: 'HR7' } });
  const courses = [{ id: 5, departmentId: 1, code: 'HR7', title: 'Homeroom 7', sourcedId: null, archivedAt: null }];
  const sections = [{ id: 6, courseId: 5, code: 'HR7', sourcedId: 'h1', archivedAt: null }];
  expect(plan(files, { facts: { courses, sections } }).at(-1)).toMatchObject({ verdict: 'unchanged' });
});

test('each fault of a person is told', () => {
  const rows = plan(
    {
      users: users(
        '1,,student,Ada,Lovelace,ada@st.test,',
        '1,,student,Ada,Again,again@st.test,',
        '2,,student,Bob,Bee,ADA@st.test,',
        '3,,student,Cy,Cee,not an address,',
        '4,,student,,,d@st.test,',
        '5,,student,Eve,Eff,eve@gmail.test,',
        '6,strange,student,Fay,Gee,fay@st.test,',
        ',,student,Gil,Aitch,gil@st.test,',
        '8,,student,Hal,Eye,hal@st.test,perhaps',
      ),
    },
    { facts: { domains: { student: ['st.test'], teacher: [], assistant: [] } } },
  );
  expect(told(rows)).toEqual([
    [
      2,
      'create',
      'Several people of the file have the address ada@st.test, so that it is nobody’s: can be marked, but not invited.',
    ],
    [3, 'duplicate', 'The same sourcedId is on line 2.'],
    [
      4,
      'create',
      'Several people of the file have the address ADA@st.test, so that it is nobody’s: can be marked, but not invited.',
    ],
    [5, 'create', '“not an address” is no email address, so that there is none: can be marked, but not invited.'],
    [6, 'refused', 'The name is missing, or has no letter.'],
    [7, 'refused', 'For this role, addresses end in @st.test.'],
    [8, 'refused', 'The status can be active or tobedeleted.'],
    [9, 'refused', 'It has no sourcedId.'],
    [10, 'refused', 'enabledUser can be true or false; it says “perhaps”.'],
  ]);
});

test('two courses of one code are one; a class of both hangs on it; two classes of one code are told apart', () => {
  const rows = plan({
    courses: 'sourcedId,title,courseCode,subjects\nk1,Physics,PH,Science\nk2,Physics,ph,Science\nk3,Art,,',
    classes: 'sourcedId,title,courseSourcedId,classCode\nc1,A,k1,A\nc2,B,k2,B\nc3,A again,k2,A\nc4,X,k9,X',
  });
  expect(told(rows)).toEqual([
    [2, 'create', null],
    [3, 'duplicate', 'A course has this code already; the two are taken as one.'],
    [4, 'create', null],
    [2, 'create', null],
    [3, 'create', null],
    [4, 'create', 'Called “A (2)” here: another class of the course has its name.'],
    [5, 'refused', 'Its course k9 is not in courses.csv and not known here.'],
  ]);
  expect(rows[2]?.ops).toMatchObject([{ values: { name: 'General' } }, { values: { code: 'K3', department_id: 'General' } }]);
  expect(rows[4]?.ops).toMatchObject([{ table: 'sections', values: { course_id: 'PH', code: 'B' } }]);
});

test('each fault of an enrolment is told', () => {
  const rows = plan({
    courses: 'sourcedId,title\nk1,Physics',
    classes: 'sourcedId,title,courseSourcedId\nc1,A,k1',
    users: users('s,,student,Sue,Dent,s@x.test,', 't,,teacher,Tea,Cher,t@x.test,', 'x,tobedeleted,student,Gone,Away,x@x.test,'),
    enrollments: [
      'sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate,status',
      '1,c1,s,student,2026-09-01,2026-12-24,',
      '2,c1,s,student,2026-09-01,2026-12-24,',
      '3,c1,t,teacher,,,',
      '4,c1,t,aide,,,',
      '5,c1,t,student,,,',
      '6,c1,s,teacher,,,',
      '7,c9,s,student,,,',
      '8,c1,nobody,student,,,',
      '9,c1,s,parent,,,',
      '10,c1,s,student,1/9/26,,',
      '11,c1,s,student,2026-09-01,2026-09-01,',
      '12,c1,s,student,,,tobedeleted',
      '13,c1,s,student,,,odd',
    ].join('\n'),
  });
  expect(told(rows.filter(({ file }) => file === 'enrollments.csv'))).toEqual([
    [2, 'create', null],
    [3, 'duplicate', 'Is in this class already.'],
    [4, 'create', null],
    [5, 'duplicate', 'Is staff of this class already.'],
    [6, 'create', null],
    [7, 'create', null],
    [8, 'refused', 'Its class is not here: see the line of the class in classes.csv.'],
    [9, 'refused', 'Its person is not here: see their line in users.csv.'],
    [10, 'refused', 'The role “parent” does not exist in a class.'],
    [11, 'refused', 'The date “1/9/26” cannot be read: it could be one of several, or none. Write it as 2026-09-01.'],
    [12, 'unchanged', 'Marked as deleted, and not known here.'],
    [13, 'unchanged', 'Marked as deleted, and not known here.'],
    [14, 'refused', 'The status can be active or tobedeleted.'],
  ]);
});

test('an enrolment without dates begins with its class’s term, else today, and goes on', () => {
  const files = (terms: string) => ({
    academicSessions: 'sourcedId,title,type,startDate,endDate\nt1,Autumn,term,2026-08-01,2026-12-24',
    courses: 'sourcedId,title\nk1,Physics',
    classes: `sourcedId,title,courseSourcedId,termSourcedIds\nc1,A,k1,"${terms}"`,
    users: users('s,,student,Sue,Dent,s@x.test,'),
    enrollments: 'sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate\n1,c1,s,student,,',
  });
  const begins = (terms: string) => plan(files(terms)).at(-1)?.ops;
  expect(begins('t0, t1')).toMatchObject([{ values: { from_day: '2026-08-01', until_day: null } }]);
  expect(begins('')).toMatchObject([{ values: { from_day: '2026-09-07', until_day: null } }]);
});

test('a bulk file takes nobody away who came by another way, and no administrator', () => {
  const person = { name: 'P', state: 'active', preferredName: null, archivedAt: null };
  const people = [
    { ...person, id: 1, email: 'a@x.test', role: 'admin' as const, sourcedId: 'a' },
    { ...person, id: 2, email: 'b@x.test', role: 'student' as const, sourcedId: null },
    { ...person, id: 3, email: 'c@x.test', role: 'student' as const, sourcedId: 'c' },
  ];
  const files = { users: users('n,,student,New,One,n@x.test,') };
  const deactivated = (mode: 'bulk' | 'delta') =>
    plan(files, { facts: { people }, mode }).flatMap(({ verdict, ops }) => (verdict === 'deactivate' ? ops : []));
  expect(deactivated('bulk')).toEqual([
    { kind: 'change', table: 'users', key: { id: 3 }, values: { state: 'suspended', archived_at: 1_000 } },
  ]);
  expect(deactivated('delta')).toEqual([]);
});

test('a stored file is read as it was, with columns of one name and columns called by numbers', () => {
  const users =
    'sourcedId,status,email,role,2,givenName,familyName,email,1,password\na,,x@x.test,student,two,Ana,Gil,y@x.test,one,secret';
  const roster = readAll(readRoster(rosterOf({ users })));
  const again = readAll(readRoster(packRoster(roster)));
  const told = ({ files }: typeof roster) =>
    files.users?.rows.map((row) => [row.inPlace(), row.get('email'), row.get('role'), row.get('1')]);
  expect(told(again)).toEqual(told(roster));
  expect(told(again)?.[0]).toEqual([expect.not.arrayContaining(['secret']), 'y@x.test', 'student', 'one']);
});
