/** Marks for files, a page at a time: everybody on the roll of each class session that has begun, oldest first. */
import { and, asc, between, eq, gt, lte, ne, or, sql } from 'drizzle-orm';
import { attendance, classSessions, courses, departments, enrolments, reasonCodes, sections, users } from '#db/schema';
import { isInScope } from '#db/sql/report-scope';
import { isOnRoll } from '#db/sql/roll';
import { NUMBER_OR_ID } from '#db/sql/student-number';
import { creditOf } from '#domain/rate';
import type { ExportRow } from '#domain/report/report-columns';
import type { ExportInput, ExportPage } from '#domain/report/report-file';
import type { ActorContext } from '#server/context/context';
import { paged, readAfter } from './page-key';
import { loadRules, readableScope } from './rules';

/** Class sessions of a page: a thousand rows or two, so that a file of millions stays small in memory. */
const PAGE = 16;

/** @throws AppError `invalid` for an `after` that no page gave */
function isAfterPage(after: string | undefined) {
  const key = readAfter(after, 2);
  if (!key) return undefined;
  const [startsAt, id] = key as [number, number];
  return or(gt(classSessions.startsAt, startsAt), and(eq(classSessions.startsAt, startsAt), gt(classSessions.id, id)));
}

async function loadSessions(ctx: ActorContext, input: ExportInput) {
  const scope = await readableScope(ctx, input);
  const { id, day, startsAt, sectionId, state } = classSessions;
  return ctx.db
    .select({ id, startsAt })
    .from(classSessions)
    .where(
      and(
        ...[between(day, input.from, input.until), isInScope(ctx.db, scope, sectionId), isAfterPage(input.after)],
        ...[lte(startsAt, ctx.now()), ne(state, 'cancelled')],
      ),
    )
    .orderBy(asc(startsAt), asc(id))
    .limit(PAGE + 1);
}

function loadRows({ db }: ActorContext, ids: number[], studentId: number | undefined) {
  const { id, day, startTime, endTime, startsAt, isHeld, sectionId } = classSessions;
  const { status, source, reasonCodeId, changedAt } = attendance;
  const isMark = and(eq(attendance.classSessionId, id), eq(attendance.studentId, users.id));
  const isWanted = sql`${id} in (select value from json_each(${JSON.stringify(ids)}))`;
  return db
    .selectDistinct({
      ...{ classSessionId: id, startsAt, day, startTime, endTime, isHeld },
      department: departments.name,
      ...{ courseCode: courses.code, courseTitle: courses.title, sectionCode: sections.code },
      ...{
        studentId: users.id,
        studentNumber: NUMBER_OR_ID,
        name: users.name,
        email: users.email,
      },
      ...{ status, source, countsAs: reasonCodes.countsAs, reasonCodeId },
      ...{ reason: reasonCodes.name, externalCode: reasonCodes.externalCode, recordedAt: changedAt },
    })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .innerJoin(departments, eq(departments.id, courses.departmentId))
    .innerJoin(enrolments, and(eq(enrolments.sectionId, sectionId), isOnRoll(day)))
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .leftJoin(attendance, isMark)
    .leftJoin(reasonCodes, eq(reasonCodes.id, reasonCodeId))
    .where(and(isWanted, studentId === undefined ? undefined : eq(enrolments.studentId, studentId)))
    .orderBy(asc(startsAt), asc(id), asc(users.id));
}

const WORTHLESS = { earned: 0, possible: 0 };

/** Rows as files have them; what a mark is worth comes with it.
 *  @throws AppError `not-found` for a section that the actor may not know of, `invalid` for an `after` that no page gave */
export async function exportMarks(ctx: ActorContext, input: ExportInput): Promise<ExportPage> {
  const [rules, found] = await Promise.all([loadRules(ctx), loadSessions(ctx, input)]);
  const { rows: page, next } = paged(found, PAGE, ({ startsAt, id }) => [startsAt, id]);
  const ids = page.map(({ id }) => id);
  const rows = await loadRows(ctx, ids, input.studentId);
  const toRow = ({ countsAs, startsAt: _, reasonCodeId: __, ...row }: (typeof rows)[number]): ExportRow => ({
    ...row,
    ...(row.isHeld && row.status !== null ? creditOf(row.status, rules, countsAs) : WORTHLESS),
    source: row.status === null ? null : row.source,
    recordedAt: row.status === null ? null : row.recordedAt,
  });
  return { rows: rows.map(toRow), next };
}
