/** Every figure of a report, held against a slow count of the same rows: whatever its registers, rolls, reasons and policy are. */
import { asc, isNull } from 'drizzle-orm';
import { streamXlsxRows } from 'hucre/xlsx';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { alerts } from '#db/schema';
import { PRESET_NAMES } from '#domain/report/report-columns';
import { reportFile } from '#domain/report/report-file';
import type { AlertRule } from '#domain/school/alert-rule';
import { raiseAlerts } from '#server/services/alert/alert-raising';
import { countRegisters } from '#server/services/report/register-counting';
import { testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, user } from '../helpers/factories';
import { correctMarks, takeLeave } from '../helpers/report-changes';
import { byStudent, chronicOf, frequentOf, inARowOf } from '../helpers/report-lists';
import {
  type CountedMark,
  DAYS,
  dayOf,
  type Held,
  markAtRandom,
  marksNow,
  mondayOf,
  type RandomSchool,
  randomSchool,
  readAll,
  recount,
  upset,
} from '../helpers/report-school';

const ALL = { from: dayOf(0), until: dayOf(DAYS - 1) };
/** A Wednesday to a Thursday. */
const PART = { from: dayOf(9), until: dayOf(45) };

const isIn =
  ({ from, until }: { from: string; until: string }) =>
  ({ day }: Held) =>
    day >= from && day <= until;

type Call = ReturnType<typeof as>;
type Narrow = Partial<Record<'departmentId' | 'courseId' | 'sectionId' | 'studentId', number>>;

async function pages<Row, Next>(ask: (after: Next | undefined) => Promise<{ rows: Row[]; next: Next | null }>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: Next | undefined; ; ) {
    const page = await ask(after);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    after = page.next;
  }
}

type Rows = Awaited<ReturnType<typeof readAll>>;

/** The class sessions and marks of a part of the school. */
function partOf({ held, counted }: Rows, { studentId, ...rest }: Narrow, range = ALL): Rows {
  const of = (one: Held) => isIn(range)(one) && Object.entries(rest).every(([key, id]) => one[key as keyof Held] === id);
  return {
    held: held.filter(of),
    counted: counted.filter((mark) => of(mark) && (studentId === undefined || mark.studentId === studentId)),
  };
}

const figures = ({ classSessions, present, late, absent, excused, earned, possible }: ReturnType<typeof recount>) => ({
  ...{ classSessions, present, late, absent, excused, earned, possible },
});

function byKey(school: RandomSchool, { held, counted }: Rows, keyOf: (one: Held) => string | number) {
  const keys = [...new Set(held.map(keyOf))].sort((a, b) => (a < b ? -1 : 1));
  return keys.map((key) => ({
    key,
    ...recount(
      school,
      counted.filter((mark) => keyOf(mark) === key),
      held.filter((one) => keyOf(one) === key),
    ),
  }));
}

async function expectOverview(school: RandomSchool, call: Call, rows: Rows, narrow: Narrow = {}) {
  for (const range of [ALL, PART]) {
    const part = partOf(rows, narrow, range);
    const day = await call.report.overview({ ...range, ...narrow, by: 'day' });
    expect(day.total).toEqual(recount(school, part.counted, part.held));
    const keyed = async (by: 'day' | 'week' | 'month') =>
      (await call.report.overview({ ...range, ...narrow, by })).periods.map((period) => ({
        key: period.from,
        ...figures(period as never),
      }));
    const clipped = (from: string) => (from < range.from ? range.from : from);
    expect(await keyed('day')).toEqual(byKey(school, part, (one) => one.day));
    expect(await keyed('week')).toEqual(byKey(school, part, (one) => clipped(mondayOf(one.day))));
    expect(await keyed('month')).toEqual(byKey(school, part, (one) => clipped(`${one.day.slice(0, 7)}-01`)));
  }
}

const BREAKDOWNS = {
  weekday: ({ day }: Held) => new Date(`${day}T00:00Z`).getUTCDay() || 7,
  hour: ({ hour }: Held) => hour,
  section: ({ sectionId }: Held) => sectionId,
  course: ({ courseId }: Held) => courseId,
  department: ({ departmentId }: Held) => departmentId,
} as const;

async function expectBreakdowns(school: RandomSchool, call: Call, rows: Rows) {
  for (const [by, keyOf] of Object.entries(BREAKDOWNS)) {
    const { rows: found } = await call.report.breakdown({ ...PART, by: by as keyof typeof BREAKDOWNS });
    const part = partOf(rows, {}, PART);
    expect(
      found.map(({ label: _, ...row }) => row),
      by,
    ).toEqual(byKey(school, part, keyOf));
  }
  const reasons = await call.report.byReason(PART);
  const counted = partOf(rows, {}, PART).counted;
  for (const { reasonCodeId, present, late, absent, excused } of reasons)
    expect(present + late + absent + excused).toBe(counted.filter(({ code }) => code === reasonCodeId).length);
  expect(reasons.reduce((sum, row) => sum + row.present + row.late + row.absent + row.excused, 0)).toBe(counted.length);
}

/** Students of each list whose class sessions behind it are looked at. */
const LOOKED_AT = 1;

async function expectLists(school: RandomSchool, call: Call, rows: Rows, narrow: Narrow = {}) {
  for (const since of [undefined, dayOf(16), dayOf(24)]) {
    const { counted } = partOf(rows, narrow, { ...ALL, from: since ?? ALL.from });
    const input = { ...narrow, ...(since && { since }) };
    const frequent = await pages((after: string | undefined) => call.report.frequentAbsentees({ ...input, after }));
    expect(frequent.map(({ name: _, ...row }) => row)).toEqual(frequentOf(school, counted));
    const chronic = await pages((after: string | undefined) => call.report.chronic({ ...input, after }));
    const slowly = chronicOf(school, counted);
    expect(chronic.map(({ name: _, ...row }) => row)).toEqual(slowly.map(({ classSessionIds: _, ...row }) => row));
    const behind = async (missed: 'rate' | 'any', studentId: number) => {
      const asked = { ...ALL, from: since ?? ALL.from, ...narrow, studentId, missed };
      const found = await pages((after: string | undefined) => call.report.sessions({ ...asked, after }));
      return found.map(({ classSessionId }) => classSessionId).reverse();
    };
    for (const { studentId, classSessionIds } of frequent.slice(0, LOOKED_AT))
      expect(await behind('rate', studentId)).toEqual(classSessionIds);
    for (const { studentId, classSessionIds } of slowly.slice(0, LOOKED_AT))
      expect(await behind('any', studentId)).toEqual(classSessionIds);
  }
}

/** The four weeks that end with this one, and the four before. */
async function expectFalling(school: RandomSchool, call: Call, { counted }: Rows) {
  const { now, before } = await call.report.falling({});
  const found = await pages((after: string | undefined) => call.report.falling({ after }));
  const sums = (marks: readonly CountedMark[]) => {
    const { earned = 0, possible = 0 } = recount(school, marks, []);
    return { earned, possible };
  };
  const all = byStudent(counted).map(({ studentId, own }) => ({
    studentId,
    now: sums(own.filter(isIn(now))),
    before: sums(own.filter(isIn(before))),
  }));
  const drop = (one: (typeof all)[number]) => one.now.earned / one.now.possible - one.before.earned / one.before.possible;
  const falling = all.filter((one) => one.now.possible >= 500 && one.before.possible >= 500 && drop(one) < 0);
  expect(found.map(({ name: _, ...row }) => row)).toEqual(falling.sort((a, b) => drop(a) - drop(b) || a.studentId - b.studentId));
}

async function expectSections(school: RandomSchool, call: Call, rows: Rows) {
  for (const { id: sectionId } of school.sections) {
    const part = partOf(rows, { sectionId }, PART);
    const found = await call.report.section({ sectionId, ...PART });
    expect(found.total).toEqual(recount(school, part.counted, part.held));
    for (const { studentId, tally, earned, possible } of found.students) {
      const { classSessions: _, ...own } = recount(
        school,
        part.counted.filter((mark) => mark.studentId === studentId),
        [],
      );
      expect({ ...tally, earned, possible }).toEqual(own);
    }
    const sessions = await pages((after: string | undefined) => call.report.sessions({ sectionId, ...PART, after }));
    expect(sessions.map(({ classSessionId }) => classSessionId).sort()).toEqual(
      part.held.map(({ classSessionId }) => classSessionId).sort(),
    );
    expect(sessions.reduce((sum, { earned }) => sum + earned, 0)).toBe(found.total.earned);
  }
}

const idOf = (one: { id: number } | undefined) => one?.id ?? 0;

async function expectScreens(db: Database, school: RandomSchool) {
  const rows = await readAll(db, school);
  const call = as(db, school.admin);
  await expectOverview(school, call, rows);
  await expectBreakdowns(school, call, rows);
  await expectLists(school, call, rows);
  await expectFalling(school, call, rows);
  await expectSections(school, call, rows);
  const [sectionId, courseId, departmentId] = [school.sections[1], school.courses[0], school.departments[0]].map(idOf);
  for (const narrow of [{ sectionId }, { courseId }, { departmentId }]) {
    await expectOverview(school, call, rows, narrow);
    await expectLists(school, call, rows, narrow);
  }
}

/** A file as a spreadsheet reads it: a list of rows by the names of their columns. */
async function readCsv(file: ReadableStream<Uint8Array>) {
  const { data } = Papa.parse<Record<string, string>>(await new Response(file).text(), { header: true, skipEmptyLines: true });
  return data;
}

async function expectFiles(db: Database, school: RandomSchool) {
  const read = (after: string | undefined) => as(db, school.admin).report.marks({ ...PART, after });
  const { counted } = partOf(await readAll(db, school), {}, PART);
  const { earned, possible } = recount(school, counted, []);
  const csv = await readCsv(await reportFile('csv', 'marks', read));
  const sum = (column: string) => csv.reduce((total, row) => total + Number(row[column]), 0);
  expect({ earned: sum('earned'), possible: sum('possible') }).toEqual({ earned, possible });
  const ofCsv = csv.filter((row) => row.held === 'yes' && row.status !== 'unmarked');
  expect(ofCsv.map((row) => `${row.class_session_id} ${row.student_id} ${row.status}`).sort()).toEqual(
    counted.map((mark) => `${mark.classSessionId} ${mark.studentId} ${mark.status}`).sort(),
  );
  const bytes = new Uint8Array(await new Response(await reportFile('xlsx', 'marks', read)).arrayBuffer());
  const sheet: string[][] = [];
  /** A spreadsheet leaves out the empty cells at the end of a row. */
  const plain = (row: string[]) => row.join('\t').trimEnd();
  for await (const { values } of streamXlsxRows(bytes)) sheet.push(values.map((value) => String(value ?? '')));
  expect(sheet.map(plain)).toEqual([Object.keys(csv[0] ?? {}), ...csv.map((row) => Object.values(row))].map(plain));
}

/** All of a random school is in one term, so that an alert is of every mark of its student. */
async function expectAlerts(db: Database, school: RandomSchool) {
  await raiseAlerts(testServices(db));
  const raised = await db
    .select()
    .from(alerts)
    .where(isNull(alerts.retractedAt))
    .orderBy(asc(alerts.studentId), asc(alerts.sectionId));
  const of = (kind: AlertRule) => raised.filter((alert) => alert.kind === kind);
  const grounds = (kind: AlertRule) => of(kind).map(({ studentId, sectionId, ground }) => ({ studentId, sectionId, ...ground }));
  const { counted } = await readAll(db, school);
  const frequent = grounds('low-attendance').map(({ studentId, missed, earned, possible, classSessionIds }) => ({
    ...{ studentId, missed, earned, possible, classSessionIds },
  }));
  expect(frequent).toEqual(frequentOf(school, counted).sort((a, b) => a.studentId - b.studentId));
  const chronic = grounds('chronic').map(({ studentId, missed, all, classSessionIds }) => ({
    ...{ studentId, missed, all, classSessionIds },
  }));
  expect(chronic).toEqual(chronicOf(school, counted).sort((a, b) => a.studentId - b.studentId));
  const inARow = grounds('consecutive-absences').map(({ studentId, sectionId, missed, classSessionIds }) => ({
    ...{ studentId, sectionId, missed, classSessionIds },
  }));
  expect(inARow).toEqual(inARowOf(school, counted).sort((a, b) => a.studentId - b.studentId || a.sectionId - b.sectionId));
  expect(Math.min(frequent.length, chronic.length, inARow.length)).toBeGreaterThan(0);
}

/** Figures as at an instant are of the marks of then, on the roll and in the class sessions as they are.
 *  @param asAt when the marks were those of `rows`, epoch ms */
async function expectTimeTravel(db: Database, school: RandomSchool, { rows, asAt }: { rows: Rows; asAt: number }) {
  const call = as(db, school.admin);
  const input = { ...PART, by: 'week' as const };
  const part = partOf(rows, {}, PART);
  expect((await call.report.overview({ ...input, asAt })).total).toEqual(recount(school, part.counted, part.held));
  expect(await call.report.overview({ ...input, asAt: NOW })).toEqual(await call.report.overview(input));
  const sectionId = idOf(school.sections[0]);
  const section = await call.report.section({ sectionId, ...PART, asAt });
  const own = partOf(rows, { sectionId }, PART);
  expect(section.total).toEqual(recount(school, own.counted, own.held));
  expect(section.students.reduce((sum, { earned }) => sum + earned, 0)).toBe(section.total.earned);
  const sessions = await pages((after: string | undefined) => call.report.sessions({ sectionId, ...PART, asAt, after }));
  expect(sessions.map(({ classSessionId }) => classSessionId).sort()).toEqual(
    own.held.map(({ classSessionId }) => classSessionId).sort(),
  );
  expect(sessions.reduce((sum, { earned }) => sum + earned, 0)).toBe(section.total.earned);
  for (const { classSessionId } of own.held.slice(0, 5)) {
    const register = await call.classSession.register({ classSessionId, asAt });
    for (const { studentId, status } of own.counted.filter((mark) => mark.classSessionId === classSessionId))
      expect(register.rows.find((row) => row.studentId === studentId)?.status).toBe(status);
  }
}

test.for([1, 2])('screens, files, alerts and time-travel say what a slow recount says (school %i)', async (seed) => {
  await using db = await testDb();
  const school = await randomSchool(db, seed);
  const [first, asAt] = [NOW - 20_000, NOW - 10_000];
  await markAtRandom(db, school, { count: 1_500, at: first });
  await takeLeave(db, school, { count: 6, at: first });
  await countRegisters(testServices(db));
  const then = await marksNow(db);
  await upset(db, school);
  await markAtRandom(db, school, { count: 300, at: NOW });
  await correctMarks(db, school, { count: 20, at: NOW });
  await expectScreens(db, school);
  await countRegisters(testServices(db));
  await expectScreens(db, school);
  await expectFiles(db, school);
  await expectAlerts(db, school);
  await expectTimeTravel(db, school, { rows: await readAll(db, school, then), asAt });
});

test('a name that a spreadsheet would run is not run', async () => {
  await using db = await testDb();
  const { section: own, session, teacher } = await classroom(db);
  const student = await user(db, { name: '=1+1' });
  await enrolment(db, { sectionId: own.id, studentId: student.id });
  await as(db, teacher).classSession.close({ ...action(), classSessionId: session.id });
  const read = () => as(db, teacher).report.marks({ from: session.day, until: session.day });
  for (const preset of PRESET_NAMES.filter((name) => name !== 'student'))
    expect(await new Response(await reportFile('csv', preset, read)).text()).toContain(",'=1+1,");
});

test('staff see the figures of their sections, and of no other', async () => {
  await using db = await testDb();
  const school = await randomSchool(db, 4);
  await markAtRandom(db, school, { count: 1_500, at: NOW });
  const all = await readAll(db, school);
  const own = school.sections.slice(1, 3).map(({ id }) => id);
  const isOwn = ({ sectionId }: Held) => own.includes(sectionId);
  const rows = { held: all.held.filter(isOwn), counted: all.counted.filter(isOwn) };
  const call = as(db, school.teacher);
  await expectOverview(school, call, rows);
  await expectLists(school, call, rows);
});
