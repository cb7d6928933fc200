/** Marks for files, a page at a time: everybody on the roll of each class session that has begun, oldest first. */
import { and, asc, between, eq, lte, ne, sql } from 'drizzle-orm';
import { attendance, classSessions, courses, departments, enrolments, reasonCodes, sections, users } from '#db/schema';
import { isInScope } from '#db/sql/report-scope';
import { isOnRoll } from '#db/sql/roll';
import { NUMBER_OR_ID } from '#db/sql/student-number';
import { asJson } from '#db/sql/values';
import { creditOf, type RatePolicy } from '#domain/rate';
import type { Source, Status } from '#domain/register/attendance';
import type { ExportRow } from '#domain/report/report-columns';
import type { ExportInput, ExportPage } from '#domain/report/report-file';
import type { ActorContext } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { paged, readAfter } from './page-key';
import { loadRules, readableScope } from './rules';

/** Class sessions of a page: some thousand rows, so that a file of millions stays small in memory, and others are not kept waiting. */
const PAGE = 64;

/** `2026-09-07` as 20260907, and back. */
const numberOfDay = (day: string) => Number(day.replaceAll('-', ''));
const dayOfNumber = (number: number) => String(number).replace(/(\d\d)(\d\d)$/, '-$1-$2');

/** Class sessions are read in the order of an index, from where the page before ended, however many there are.
 *  @throws AppError `invalid` for an `after` that no page gave */
function isAfterPage(after: string | undefined) {
  const key = readAfter(after, 3);
  if (!key) return undefined;
  const [dayNumber, at, last] = key as [number, number, number];
  const { day, startsAt, id } = classSessions;
  return sql`(${day}, ${startsAt}, ${id}) > (${dayOfNumber(dayNumber)}, ${at}, ${last})`;
}

async function loadSessions(ctx: ActorContext, input: ExportInput) {
  const scope = await readableScope(ctx, input);
  const { id, day, startTime, endTime, startsAt, isHeld, sectionId, state } = classSessions;
  const isBegun = and(lte(startsAt, ctx.now()), ne(state, 'cancelled'));
  return ctx.db
    .select({
      ...{ classSessionId: id, startsAt, day, startTime, endTime, isHeld, department: departments.name },
      ...{ courseCode: courses.code, courseTitle: courses.title, sectionCode: sections.code },
    })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .where(and(between(day, input.from, input.until), isInScope(ctx.db, scope, sectionId), isAfterPage(input.after), isBegun))
    .orderBy(asc(day), asc(startsAt), asc(id))
    .limit(PAGE + 1);
}

type SessionRow = Awaited<ReturnType<typeof loadSessions>>[number];

type Cell = [
  studentId: number,
  studentNumber: string | null,
  name: string,
  email: string,
  status: Status | null,
  source: Source | null,
  reasonCodeId: number | null,
  changedAt: number | null,
];

/** Everybody on the roll of each class session as one document: a row of its own for each is dear, and a file has millions. */
async function loadCells({ db }: ActorContext, ids: readonly number[], studentId: number | undefined) {
  const { id, day, sectionId } = classSessions;
  const { status, source, reasonCodeId, changedAt } = attendance;
  const { name, email } = users;
  const cell = sql`json_array(${users.id}, ${NUMBER_OR_ID}, ${name}, ${email}, ${status}, ${source}, ${reasonCodeId}, ${changedAt})`;
  const isWanted = sql`${id} in (select value from json_each(${JSON.stringify(ids)}))`;
  const rows = await db
    .select({ classSessionId: id, cells: asJson<Cell[]>(sql`json_group_array(${cell})`) })
    .from(classSessions)
    .innerJoin(enrolments, and(eq(enrolments.sectionId, sectionId), isOnRoll(day)))
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .leftJoin(attendance, and(eq(attendance.classSessionId, id), eq(attendance.studentId, users.id)))
    .where(and(isWanted, studentId === undefined ? undefined : eq(enrolments.studentId, studentId)))
    .groupBy(id);
  return new Map(rows.map(({ classSessionId, cells }) => [classSessionId, cells.sort((a, b) => a[0] - b[0])]));
}

async function loadReasons({ db }: ActorContext) {
  const { id, name, externalCode, countsAs } = reasonCodes;
  const rows = await db.select({ id, name, externalCode, countsAs }).from(reasonCodes);
  return new Map(rows.map((row) => [row.id, row]));
}

type Known = { policy: RatePolicy; reasons: Awaited<ReturnType<typeof loadReasons>> };

const WORTHLESS = { earned: 0, possible: 0 };

/** Written out: it is made millions of times, and spreading costs more than reading the mark does. */
function rowOf(session: SessionRow, cell: Cell, { policy, reasons }: Known): ExportRow {
  const [studentId, studentNumber, name, email, status, source, reasonCodeId, changedAt] = cell;
  const reason = reasonCodeId === null ? undefined : reasons.get(reasonCodeId);
  const counts = session.isHeld && status !== null;
  const { earned, possible } = counts ? creditOf(status, policy, reason?.countsAs ?? null) : WORTHLESS;
  return {
    classSessionId: session.classSessionId,
    day: session.day,
    startTime: session.startTime,
    endTime: session.endTime,
    isHeld: session.isHeld,
    department: session.department,
    courseCode: session.courseCode,
    courseTitle: session.courseTitle,
    sectionCode: session.sectionCode,
    studentId,
    studentNumber,
    name,
    email,
    status,
    source: status === null ? null : source,
    reason: reason?.name ?? null,
    externalCode: reason?.externalCode ?? null,
    recordedAt: status === null ? null : changedAt,
    earned,
    possible,
  };
}

/** Somebody with two enrolments on that day is there once. */
function rowsOf(session: SessionRow, cells: readonly Cell[], known: Known): ExportRow[] {
  const once = cells.filter(([studentId], index) => studentId !== cells[index - 1]?.[0]);
  return once.map((cell) => rowOf(session, cell, known));
}

/** Rows as files have them; what a mark is worth comes with it.
 *  @throws AppError `not-found` for a section that the actor may not know of, `invalid` for an `after` that no page gave */
export async function exportMarks(ctx: ActorContext, input: ExportInput): Promise<ExportPage> {
  const [policy, reasons, found] = await Promise.all([loadRules(ctx), loadReasons(ctx), loadSessions(ctx, input)]);
  const { rows: page, next } = paged(found, PAGE, ({ day, startsAt, classSessionId }) => [
    numberOfDay(day),
    ...[startsAt, classSessionId],
  ]);
  const ids = page.map(({ classSessionId }) => classSessionId);
  const cells = await loadCells(ctx, ids, input.studentId);
  await yieldToEventLoop();
  const known = { policy, reasons };
  return { rows: page.flatMap((session) => rowsOf(session, cells.get(session.classSessionId) ?? [], known)), next };
}
