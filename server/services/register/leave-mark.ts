/** Marks that leave sets and takes back. They are set when a register opens and when it closes, so that a class that was moved or cancelled
 *  follows by itself; and at once in registers that are open or closed already when a leave is approved. By hand, as every mark is. */
import type { InStatement } from '@libsql/client';
import { sqlTexts } from '#db/query';
import { onRollSql } from '#db/sql/roll';
import { systemReason } from '#domain/register/reason';
import { BY_ACTOR, setMark } from './mark';

/** A class session `cs` is in the time of a leave `l`: it belongs to the day it begins, and hours are those it shares. */
export const IS_COVERED = `cs.day between l.from_day and l.until_day
  and (l.from_time is null or cs.starts_at < l.ends_at and cs.ends_at > l.starts_at)`;

const IS_ON_ROLL = `e.section_id = cs.section_id and e.student_id = l.student_id and ${onRollSql('e', 'cs.day')}`;

/** Excuses who is unmarked or absent by default, in the name of whoever approved; once each however many enrolments say so. The mark is
 *  known as the leave's by its action.
 *  @param from tables `cs`, `e` and `l` joined  @param where which of them */
const excuse = (from: string, where: string) =>
  setMark({
    mark: {
      classSessionId: 'k.class_session_id',
      studentId: 'l.student_id',
      status: "'excused'",
      source: "'leave'",
      reason: 'l.reason',
      reasonCodeId: 'l.reason_code_id',
      actionId: 'l.action_id',
      actorId: 'u.id',
      actorName: 'u.name',
      actorRole: 'u.role',
      changedAt: ':now',
    },
    from: `from (select distinct cs.id class_session_id, l.id leave_id from ${from} where l.state = 'approved' and ${IS_COVERED} and ${where}) k
      join leaves l on l.id = k.leave_id join users u on u.id = l.decided_by_id where true`,
    replaces: "(attendance.status is null or attendance.source = 'auto')",
  });

/** SQL that excuses students on leave in class sessions.
 *  @param which a condition on `cs` */
export const excuseSql = (which: string) =>
  excuse(
    `class_sessions cs join enrolments e on e.section_id = cs.section_id and ${onRollSql('e', 'cs.day')}
      join leaves l on l.student_id = e.student_id and l.ends_at > cs.starts_at`,
    which,
  );

const EXCUSE_OPENED = excuseSql('cs.id = :id and changes() > 0');

/** Excuses students on leave in a register that the statement before it has opened. */
export function excuseWhenOpened(args: { id: number; now: number }): InStatement {
  return { sql: EXCUSE_OPENED, args };
}

const EXCUSE_APPROVED = excuse(
  `leaves l join enrolments e on e.student_id = l.student_id join class_sessions cs on ${IS_ON_ROLL}`,
  `l.id = :leaveId and changes() > 0 and (cs.state = 'open' or cs.state = 'closed' and cs.is_held = 1 and cs.is_locked = 0)`,
);

/** Excuses in what is open or closed already, when the statement before it has changed a row: the approval comes before. */
export function excuseWhenApproved(args: { leaveId: number; now: number }): InStatement {
  return { sql: EXCUSE_APPROVED, args };
}

/** Where the register is closed the student is absent again, as if there had been no leave. Locked ones are left to administrators. */
const TAKE_BACK = setMark({
  mark: {
    classSessionId: 'a.class_session_id',
    studentId: 'a.student_id',
    status: "iif(cs.state = 'closed', 'absent', null)",
    source: "iif(cs.state = 'closed', 'auto', 'leave')",
    reason: sqlTexts([systemReason('leave-taken-back')]),
    ...BY_ACTOR,
    changedAt: ':now',
  },
  from: `from leaves l join attendance a on a.student_id = l.student_id and a.source = 'leave' and a.action_id = l.action_id
      and a.status is not null
    join class_sessions cs on cs.id = a.class_session_id
    where l.id = :leaveId and changes() > 0 and (cs.is_locked = 0 or :mayMarkLocked)`,
});

type TakeBack = { leaveId: number; actionId: string; actorId: number; actorName: string; actorRole: string; now: number };

/** Takes back the marks that a leave has set and nobody has replaced, when the statement before it has changed a row. */
export function takeBackLeave(args: TakeBack & { mayMarkLocked: boolean }): InStatement {
  return { sql: TAKE_BACK, args };
}
