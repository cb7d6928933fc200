/** How much waits for a person: requests to decide, and alerts that nobody has handled. */
import { queryRow } from '#db/query';
import { hasRegisterSql, isStaffOfSql } from '#db/sql/staffing';
import type { Waiting } from '#domain/correction/correction';
import { can } from '#domain/person/permission';
import type { ActorContext } from '#server/context/context';
import { countOpenAlerts } from '#server/services/alert/alert-list';

/** Reads only what is open, by index. By hand, for the condition that statements of leave share. */
const WAITING = `select (select count(*) from corrections r where r.state = 'open' and :mayDecide
      and r.requested_by_id is not :actorId and r.student_id <> :actorId and (:isAdmin or exists (select 1 from class_sessions cs
        where cs.id = r.class_session_id and ${hasRegisterSql('cs')}))) corrections,
    (select count(*) from leaves l where l.state = 'open'
      and l.student_id <> :actorId and (:isAdmin or ${isStaffOfSql('l.student_id', 'l.from_day')})) leaves`;

/** What the actor may decide or handle, and nobody has yet. */
export async function countWaiting(ctx: ActorContext): Promise<Waiting> {
  const isAdmin = can(ctx.actor, 'school.manage');
  const mayDecide = can(ctx.actor, 'correction.decide', { isStaff: true });
  const [counts, alerts] = await Promise.all([
    queryRow<Omit<Waiting, 'alerts'>>(ctx.db, WAITING, { actorId: ctx.actor.id, isAdmin, mayDecide }),
    countOpenAlerts(ctx),
  ]);
  return { corrections: 0, leaves: 0, ...counts, alerts };
}
