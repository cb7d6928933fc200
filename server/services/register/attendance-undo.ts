/** Taking back a change of many marks: each goes back to what stood before, unless somebody has changed it since, or what it rested on
 *  is doubted by now. */
import { queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import { type Status, sourceOfStaff, type UndoLine, type UndoMarksInput } from '#domain/register/attendance';
import { systemReason } from '#domain/register/reason';
import type { ActorContext } from '#server/context/context';
import { requireMarkable } from './attendance';
import { loadClassSession } from './class-session-access';
import { BY_ACTOR, setMark } from './mark';

/** What staff set by hand with one action, of others than the actor. A decided correction, an accepted check-in and a leave are taken back
 *  where they were made; a check-in that waits again, whose id is the action's, is decided again. */
const IS_OF_ACTION = `ev.action_id = :undone and ev.class_session_id = :classSessionId and (ev.actor_id = :actorId or :isAdmin)
  and ev.student_id <> :actorId
  and ev.source in ('teacher', 'admin') and ev.claim_id is null and not exists (select 1 from corrections r
    where r.class_session_id = ev.class_session_id and r.student_id = ev.student_id and r.decision_id = ev.action_id)
  and not exists (select 1 from claims again where again.id = ev.action_id)`;

/** A check-in that has been doubted since carries no mark any more. */
const IS_STILL_TRUE = `(before.claim_id is null or exists (select 1 from claims c
  where c.id = before.claim_id and c.verdict = 'accepted' and c.status = before.to_status))`;

/** Puts back what stood before the change that an entry tells of, while nobody has changed it since. A mark goes back with its source, so
 *  that what could replace it then still can. By hand, as every mark is; binds `:source`, `:reason`, `:at` and what `BY_ACTOR` does.
 *  @param which condition on `ev`, the entry  @param join what else the condition needs */
export const restoreMarkSql = (which: string, join = '') =>
  setMark({
    mark: {
      classSessionId: 'ev.class_session_id',
      studentId: 'ev.student_id',
      status: 'before.to_status',
      source: 'coalesce(before.source, :source)',
      note: 'before.note',
      reason: ':reason',
      reasonCodeId: 'before.reason_code_id',
      claimId: 'before.claim_id',
      ...BY_ACTOR,
      changedAt: ':at',
    },
    from: `from attendance_events ev ${join} join attendance a on a.class_session_id = ev.class_session_id
        and a.student_id = ev.student_id and a.version = ev.version
      left join attendance_events before on before.class_session_id = ev.class_session_id and before.student_id = ev.student_id
        and before.version = ev.version - 1
      where ${which} and ${IS_STILL_TRUE}`,
  });

const UNDO = restoreMarkSql(IS_OF_ACTION);

/** What has become of each mark of the action. */
const STANDING = `select a.student_id studentId, a.status, a.version, a.action_id = :actionId isUndone, a.actor_name changedBy
  from attendance_events ev join attendance a on a.class_session_id = ev.class_session_id and a.student_id = ev.student_id
  where ${IS_OF_ACTION} order by a.student_id`;

type Standing = { studentId: number; status: Status | null; version: number; isUndone: number | null; changedBy: string };

function lineOf({ isUndone, changedBy, ...mark }: Standing): UndoLine {
  return isUndone === 1 ? { ...mark, outcome: 'undone' } : { ...mark, outcome: 'changed-since', changedBy };
}

/** Takes back what one action of the actor's has set; an administrator takes back anybody's. Sent again, it answers the same.
 *  @throws AppError `not-found` where there is no such action of theirs; `invalid` without a reason once the register is closed;
 *  `forbidden` once it is locked */
export async function undoMarks(ctx: ActorContext, input: UndoMarksInput): Promise<UndoLine[]> {
  const { id: actionId, classSessionId, actionId: undone } = input;
  const classSession = await loadClassSession(ctx, classSessionId, 'register.mark', input.at);
  const reason = (await requireMarkable(ctx, classSession, input)) || systemReason('change-undone');
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const which = { undone, actionId, classSessionId, actorId, isAdmin: can(ctx.actor, 'register.mark-locked') };
  const change = { ...which, reason, source: sourceOfStaff(actorRole), actorName, actorRole, at: ctx.now() };
  await ctx.commit([{ sql: UNDO, args: change }]);
  const standing = await queryRows<Standing>(ctx.db, STANDING, which);
  if (standing.length === 0) throw new AppError('not-found', 'attendance.undo-unknown');
  ctx.log('info', 'marks.undone', { actorId, classSessionId, marks: standing.filter(({ isUndone }) => isUndone === 1).length });
  return standing.map(lineOf);
}
