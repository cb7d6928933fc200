/** Marking by hand. A write carries the version it read; precedence and versions are held by the statement itself. */
import type { InStatement, ResultSet } from '@libsql/client';
import { and, eq, exists, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { queryRows, returnedRow } from '#db/query';
import { attendance, classSessions } from '#db/schema';
import { onRollSql } from '#db/sql/roll';
import { AppError, invalidField } from '#domain/errors';
import { can } from '#domain/person/permission';
import {
  type MarkInput,
  type MarkLine,
  type MarkManyInput,
  type MarkOutcome,
  type Status,
  sourceOfStaff,
} from '#domain/register/attendance';
import { locksAt, markingRule, wasMarkableAt } from '#domain/register/class-session';
import { systemReason } from '#domain/register/reason';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { requireReasonCode } from '#server/services/school/reason-code';
import { type ClassSessionRow, loadClassSession } from './class-session-access';
import { BY_ACTOR, IS_OPEN_TO_STAFF, setMark } from './mark';
import { settleDueSessions } from './register-settling';
import { happenedOffline } from './sighting';

type Wanted = {
  studentId: number;
  status: Status | null;
  version: number;
  after?: string | undefined;
  note?: string | undefined;
};
type Action = {
  id: string;
  at: number;
  classSessionId: number;
  reason?: string | undefined;
  reasonCodeId?: number | undefined;
};

/** Only students on the roll that day, or who have a mark already, and never the actor. An administrator's mark outranks a teacher's.
 *  A check-in recorded after the staff member decided does not stand in the way: a decision that travelled late counts as if it had come
 *  at once. Nor does the actor's own mark that this one was made after. */
const SET_MARK = `${setMark({
  mark: {
    classSessionId: 'cs.id',
    studentId: ':studentId',
    status: ':status',
    source: ':source',
    note: ':note',
    reason: ':reason',
    reasonCodeId: ':reasonCodeId',
    ...BY_ACTOR,
    changedAt: ':at',
  },
  from: `from class_sessions cs where cs.id = :classSessionId and :studentId <> :actorId and (
    exists (select 1 from attendance where class_session_id = cs.id and student_id = :studentId)
    or :version = 0 and exists (select 1 from enrolments e where e.student_id = :studentId and e.section_id = cs.section_id
      and ${onRollSql('e', 'cs.day')}))`,
  replaces: `(attendance.version = :version or attendance.action_id = :after and attendance.actor_id = :actorId
      or attendance.source not in ('teacher', 'admin') and attendance.changed_at > :decidedAt)
    and ${IS_OPEN_TO_STAFF}`,
})} returning status, version`;

/** What stands for the marks that were not written, and whether this very action had written them before. By hand, as it joins a list
 *  of students with what there may be of each. */
const STANDING = `select w.value studentId, a.status, coalesce(a.version, 0) version, a.actor_name changedBy, a.changed_at changedAt,
    done.to_status doneStatus, done.version doneVersion,
    a.student_id is not null or exists (select 1 from class_sessions cs join enrolments e on e.section_id = cs.section_id
      and e.student_id = w.value and ${onRollSql('e', 'cs.day')}
      where cs.id = :classSessionId) isKnown
  from json_each(:studentIds) w
    left join attendance a on a.class_session_id = :classSessionId and a.student_id = w.value
    left join attendance_events done on done.action_id = :actionId and done.class_session_id = :classSessionId
      and done.student_id = w.value and done.actor_id = :actorId`;

type Standing = {
  studentId: number;
  status: Status | null;
  version: number;
  changedBy: string | null;
  changedAt: number | null;
  doneStatus: Status | null;
  doneVersion: number | null;
  isKnown: number;
};

/** Sets one mark, or takes it back with a null status.
 *  @throws AppError `not-found` for a student who is not on the roll, `invalid` when a reason is missing or of another status,
 *  `forbidden` when locked, and for one's own mark */
export async function markAttendance(ctx: ActorContext, input: MarkInput): Promise<MarkOutcome> {
  requireOthers(ctx, input.studentId);
  const [line] = await setMarks(ctx, input, [input]);
  if (!line || line.outcome === 'not-on-roll') throw new AppError('not-found', 'attendance.not-on-roll');
  const { studentId: _, ...answer } = line;
  return answer;
}

/** @throws AppError `forbidden` for what is the actor's own */
export function requireOthers({ actor }: ActorContext, studentId: number): void {
  if (studentId === actor.id) throw new AppError('forbidden', 'attendance.own-mark');
}

/** Sets many marks in one commit and answers each by itself, in their order. One's own stays as it is, as in a conflict. */
export function markManyAttendance(ctx: ActorContext, input: MarkManyInput): Promise<MarkLine[]> {
  return setMarks(ctx, input, input.marks);
}

/** A mark keeps a reason that is archived by now, for instance when a note is added to it. */
function hasReasonAlready({ db }: ActorContext, action: Action, [mark, ...more]: Wanted[]): SQL | undefined {
  if (!mark || more.length > 0) return undefined;
  const { classSessionId, studentId, reasonCodeId } = attendance;
  const isMark = and(eq(classSessionId, action.classSessionId), eq(studentId, mark.studentId));
  return exists(
    db
      .select({ one: sql`1` })
      .from(attendance)
      .where(and(isMark, sql`${reasonCodeId} = ${action.reasonCodeId ?? null}`)),
  );
}

async function setMarks(ctx: ActorContext, action: Action, marks: Wanted[]): Promise<MarkLine[]> {
  const classSession = await loadClassSession(ctx, action.classSessionId, 'register.mark', action.at);
  const reason = await requireMarkable(ctx, classSession, action);
  const statuses = marks.map(({ status }) => status);
  await requireReasonCode(ctx, action.reasonCodeId, statuses, hasReasonAlready(ctx, action, marks));
  const statements = [...marks.map((mark) => markStatement(ctx, { ...action, reason }, mark)), takeAfterAll(ctx, classSession)];
  const results = await ctx.commit(statements, classSession.id);
  if (results.at(-1)?.rowsAffected === 1) await settleDueSessions(ctx);
  const missed = marks.filter((_, index) => results[index]?.rows.length !== 1);
  const standing = missed.length > 0 ? await loadStanding(ctx, action, missed) : new Map<number, Standing>();
  return marks.map((mark, index) => lineOf(mark, results[index] as ResultSet, standing.get(mark.studentId)));
}

/** A register that only time closed was taken after all when a mark of that time arrives: it closes anew, with its unmarked absent. */
function takeAfterAll({ db }: ActorContext, { id }: ClassSessionRow) {
  const { state, openedAt, isHeld, isLocked } = classSessions;
  const isClosedByTime = and(eq(state, 'closed'), isNull(openedAt), eq(isHeld, false), eq(isLocked, false));
  const marks = and(eq(attendance.classSessionId, classSessions.id), isNotNull(attendance.status));
  return db
    .update(classSessions)
    .set({ state: 'scheduled', closedAt: null })
    .where(and(eq(classSessions.id, id), isClosedByTime, exists(db.select({ one: sql`1` }).from(attendance).where(marks))));
}

/** The reason to keep with marks of this register. One of the school's list needs no words beside it.
 *  @throws AppError when marks of this register may not be set now, or only with a reason */
export async function requireMarkable(
  ctx: ActorContext,
  classSession: ClassSessionRow,
  { at, reason, reasonCodeId }: Action,
): Promise<string | undefined> {
  const { lockDays, deliverWithinMs, zone } = classSession.settings;
  const now = ctx.now();
  const rule = markingRule(classSession, { lockDays, now });
  if (rule === 'cancelled') throw new AppError('conflict', 'class-session.cancelled');
  if (rule === 'too-early') throw new AppError('conflict', 'attendance.too-early');
  if (rule === 'free') return reason;
  if (rule === 'with-reason' && wasMarkableAt(classSession, await happenedOffline(ctx, at, deliverWithinMs)))
    return reason || systemReason('sent-later');
  if (!classSession.isHeld) throw new AppError('conflict', 'attendance.not-taken');
  if (rule === 'locked' && !can(ctx.actor, 'register.mark-locked')) {
    const day = dayAt(locksAt(classSession, lockDays), zone);
    throw new AppError('forbidden', { id: 'attendance.locked-since', values: { day: { day } } });
  }
  if (!reason && reasonCodeId === undefined) throw invalidField('reason', 'attendance.reason-missing');
  return reason;
}

function markStatement(ctx: ActorContext, action: Action, mark: Wanted): InStatement {
  return {
    sql: SET_MARK,
    args: {
      classSessionId: action.classSessionId,
      studentId: mark.studentId,
      status: mark.status,
      version: mark.version,
      after: mark.after ?? null,
      source: sourceOfStaff(ctx.actor.role),
      note: mark.note ?? null,
      reason: action.reason ?? null,
      reasonCodeId: action.reasonCodeId ?? null,
      actionId: action.id,
      actorId: ctx.actor.id,
      actorName: ctx.actor.name,
      actorRole: ctx.actor.role,
      decidedAt: action.at,
      at: ctx.now(),
    },
  };
}

async function loadStanding(ctx: ActorContext, action: Action, marks: Wanted[]): Promise<Map<number, Standing>> {
  const rows = await queryRows<Standing>(ctx.db, STANDING, {
    classSessionId: action.classSessionId,
    studentIds: JSON.stringify(marks.map((mark) => mark.studentId)),
    actionId: action.id,
    actorId: ctx.actor.id,
  });
  return new Map(rows.map((row) => [row.studentId, row]));
}

function lineOf(mark: Wanted, result: ResultSet, standing: Standing | undefined): MarkLine {
  const { studentId } = mark;
  const written = returnedRow<{ status: Status | null; version: number }>(result);
  if (written) return { studentId, outcome: 'recorded', status: written.status, version: written.version };
  if (standing?.isKnown !== 1) return { studentId, outcome: 'not-on-roll', status: null, version: 0 };
  if (standing.doneVersion !== null && standing.doneStatus === mark.status)
    return { studentId, outcome: 'recorded', status: standing.doneStatus, version: standing.doneVersion };
  const { status, version, changedBy, changedAt } = standing;
  const who = changedBy !== null && changedAt !== null && { changedBy, changedAt };
  return { studentId, outcome: 'conflict', status, version, ...who };
}
