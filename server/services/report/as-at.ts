/** Class sessions and marks as they are, or as they stood at an instant: from the log and the events. Conditions for statements that read
 *  `class_sessions` and `attendance`. */
import { and, eq, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { attendance, attendanceEvents, auditEvents, classSessions } from '#db/schema';

const TURNS = ['register.opened', 'register.closed', 'register.reopened'];

/** Whether a class session was held as its register stood at an instant: by what the log says of it, or, where that is silent, by when
 *  it was closed. */
function wasHeld(db: Database, at: number): SQL {
  const { id, isHeld, closedAt } = classSessions;
  const isTurn = and(
    eq(auditEvents.subject, sql`'class-session:' || ${id}`),
    inArray(auditEvents.action, TURNS),
    lte(auditEvents.at, at),
  );
  const wasTaken = sql`${auditEvents.action} = 'register.closed' and coalesce(json_extract(${auditEvents.detail}, '$.wasTaken'), 1)`;
  const last = db.select({ wasTaken }).from(auditEvents).where(isTurn).orderBy(sql`${auditEvents.id} desc`).limit(1);
  return sql`coalesce(${last}, ${isHeld} and ${closedAt} <= ${at})`;
}

/** @param asAt epoch ms; now where it is left out, as everywhere here */
export function isHeldAt(db: Database, asAt: number | undefined): SQL {
  return asAt === undefined ? sql`${classSessions.isHeld}` : wasHeld(db, asAt);
}

/** What a mark says; of an instant, in the event that `lastChange` joins. */
export function markAt(asAt: number | undefined) {
  const { status, reasonCodeId } = attendance;
  return asAt === undefined
    ? { status, reasonCodeId }
    : { status: attendanceEvents.toStatus, reasonCodeId: attendanceEvents.reasonCodeId };
}

export type MarkColumns = ReturnType<typeof markAt>;

const earlier = alias(attendanceEvents, 'earlier');

/** The last change of a mark up to an instant, as the condition that joins `attendance_events`. */
export function lastChange(db: Database, asAt: number): SQL {
  const { classSessionId, studentId, version } = attendanceEvents;
  const isBefore = and(
    eq(earlier.classSessionId, attendance.classSessionId),
    eq(earlier.studentId, attendance.studentId),
    lte(earlier.at, asAt),
  );
  const last = db
    .select({ version: sql`max(${earlier.version})` })
    .from(earlier)
    .where(isBefore);
  return and(
    eq(classSessionId, attendance.classSessionId),
    eq(studentId, attendance.studentId),
    eq(version, sql`${last}`),
  ) as SQL;
}
