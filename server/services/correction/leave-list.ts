/** Leaves as they are listed: those to decide, and a student's own. One query a page, written by hand: pages follow pairs of columns. */
import { queryRows } from '#db/query';
import { PHOTO_AT } from '#db/sql/photo-at';
import { onRollSql } from '#db/sql/roll';
import { isStaffOfSql } from '#db/sql/staffing';
import type { Leave, LeaveList, LeavePage, OwnLeavePage } from '#domain/correction/leave';
import { can } from '#domain/person/permission';
import type { Role } from '#domain/person/user';
import type { ActorContext } from '#server/context/context';
import { IS_COVERED } from '#server/services/register/leave-mark';

const PAGE = 30;

/** Class sessions in its time, as a condition more says. */
const covered = (
  more: string,
) => `(select count(distinct cs.id) from enrolments e join class_sessions cs on cs.section_id = e.section_id
    and ${onRollSql('e', 'cs.day')} and cs.state <> 'cancelled' and ${IS_COVERED}
  where e.student_id = l.student_id and ${more})`;

const CAME = `exists (select 1 from attendance a where a.class_session_id = cs.id and a.student_id = l.student_id
  and a.status in ('present', 'late'))`;

const listOf = (which: string, order: string) => `select l.id, l.student_id studentId, u.name studentName, ${PHOTO_AT} photoAt,
    l.from_day fromDay, l.until_day untilDay, l.from_time fromTime, l.until_time untilTime, l.ends_at endsAt, l.reason,
    code.name reasonCode, l.state, l.requested_at requestedAt, asker.name askerName, asker.role askerRole, l.decided_at decidedAt,
    decider.name decidedBy, l.decision_reason note, ${covered('true')} classSessions, ${covered(CAME)} attended
  from leaves l join users u on u.id = l.student_id join users asker on asker.id = l.requested_by_id
    left join users decider on decider.id = l.decided_by_id left join reason_codes code on code.id = l.reason_code_id
  where ${which} order by ${order} limit ${PAGE + 1}`;

const MAY_DECIDE = `(:isAdmin or ${isStaffOfSql('l.student_id', 'l.from_day')})`;

/** The longest waiting first; what was decided last first. */
const LISTS = {
  open: listOf(
    `l.state = 'open' and l.requested_at >= coalesce((select requested_at from leaves where id = :after), 0) and ${MAY_DECIDE}
      and (:after is null or (l.requested_at, l.id) > (select requested_at, id from leaves where id = :after))`,
    'l.requested_at, l.id',
  ),
  decided: listOf(
    `l.decided_at <= coalesce((select decided_at from leaves where id = :after), :now) and ${MAY_DECIDE}
      and (:after is null or (l.decided_at, l.id) < (select decided_at, id from leaves where id = :after))`,
    'l.decided_at desc, l.id desc',
  ),
};

/** The latest first. */
const OWN = listOf(
  `l.student_id = :actorId and l.ends_at <= coalesce((select ends_at from leaves where id = :after), ${Number.MAX_SAFE_INTEGER})
    and (:after is null or (l.ends_at, l.id) < (select ends_at, id from leaves where id = :after))`,
  'l.ends_at desc, l.id desc',
);

type Row = Omit<Leave, 'requestedBy'> & { askerName: string; askerRole: Role };

function pageOf(rows: Row[]): LeaveList {
  const shown = rows
    .slice(0, PAGE)
    .map(({ askerName: name, askerRole: role, ...row }) => ({ ...row, requestedBy: { name, role } }));
  const next = rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null;
  return { rows: shown, next };
}

/** Leaves of students of the sections the actor staffs, of all for administrators: those that wait, or those that were decided. */
export async function listLeaves(ctx: ActorContext, { list, after }: LeavePage): Promise<LeaveList> {
  const own = { actorId: ctx.actor.id, isAdmin: can(ctx.actor, 'school.manage'), after: after ?? null };
  return pageOf(await queryRows<Row>(ctx.db, LISTS[list], list === 'open' ? own : { ...own, now: ctx.now() }));
}

/** A student's own, whoever asked for them. */
export async function listOwnLeaves(ctx: ActorContext, { after }: OwnLeavePage): Promise<LeaveList> {
  return pageOf(await queryRows<Row>(ctx.db, OWN, { actorId: ctx.actor.id, after: after ?? null }));
}
