/** A page of a section's grid: class sessions, and the marks in them. */
import { and, between, desc, eq, inArray, isNotNull, lt, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { attendance, classSessions } from '#db/schema';
import { isEnrolledThen } from '#db/sql/tally';
import { asJson } from '#db/sql/values';
import type { Status } from '#domain/register/attendance';
import type { DayRange } from '#domain/report/report-filter';
import type { SectionReport } from '#domain/report/report-view';
import type { ActorContext } from '#server/context/context';

/** Class sessions of a page: as many as a sheet of paper has columns. */
const PAGE = 20;

const last = alias(classSessions, 'last');

type Asked = { sectionId: number; range: DayRange; after: number | undefined };

/** Behind the last class session of the page before, newest first. */
function isAfterPage({ db }: ActorContext, after: number | undefined) {
  if (after === undefined) return undefined;
  const lastStart = db.select({ startsAt: last.startsAt }).from(last).where(eq(last.id, after));
  const { startsAt, id } = classSessions;
  return or(lt(startsAt, sql`${lastStart}`), and(eq(startsAt, sql`${lastStart}`), lt(id, after)));
}

function loadPage(ctx: ActorContext, { sectionId, range, after }: Asked) {
  const { id, day, startsAt, isHeld, state } = classSessions;
  const isWanted = and(eq(classSessions.sectionId, sectionId), between(day, range.from, range.until), ne(state, 'cancelled'));
  return ctx.db
    .select({ classSessionId: id, day, startsAt, isHeld })
    .from(classSessions)
    .where(and(isWanted, isAfterPage(ctx, after)))
    .orderBy(desc(startsAt), desc(id))
    .limit(PAGE + 1);
}

type Cell = [studentId: number, status: Status, reasonCodeId: number | null, isCounted: 0 | 1];

/** The marks of each class session as one document: a grid has thousands, and a row of its own is dear. */
function loadCells({ db }: ActorContext, ids: number[]) {
  const { classSessionId, studentId, status, reasonCodeId } = attendance;
  const isCounted = sql`${classSessions.isHeld} and ${isEnrolledThen(db, studentId)}`;
  const cell = sql`json_array(${studentId}, ${status}, ${reasonCodeId}, ${isCounted})`;
  return db
    .select({ classSessionId, cells: asJson<Cell[]>(sql`json_group_array(${cell})`) })
    .from(attendance)
    .innerJoin(classSessions, eq(classSessions.id, classSessionId))
    .where(and(inArray(classSessionId, ids), isNotNull(status)))
    .groupBy(classSessionId);
}

/** @param asked.after the last class session of the page before */
export async function loadGrid(ctx: ActorContext, asked: Asked): Promise<SectionReport['grid']> {
  const found = await loadPage(ctx, asked);
  const page = found.slice(0, PAGE);
  const marked = await loadCells(
    ctx,
    page.map(({ classSessionId }) => classSessionId),
  );
  const cells = marked.flatMap(({ classSessionId, cells: own }) =>
    own.map(([studentId, status, reasonCodeId, isCounted]) => ({
      ...{ classSessionId, studentId, status, reasonCodeId },
      isCounted: isCounted === 1,
    })),
  );
  return { classSessions: page, cells, next: found.length > PAGE ? (page.at(-1)?.classSessionId ?? null) : null };
}
