/** Sections an actor works with. */
import { queryRows } from '#db/query';
import type { ActorContext } from '#server/context';

export type StaffedSection = { sectionId: number; courseCode: string; courseTitle: string; sectionCode: string };

const STAFFED = `select s.id sectionId, c.code courseCode, c.title courseTitle, s.code sectionCode
  from sections s join courses c on c.id = s.course_id
  where s.archived_at is null
    and (:isAdmin or exists (select 1 from section_staff st where st.section_id = s.id and st.user_id = :actorId))
  order by c.code, s.code`;

/** Sections the actor may hold classes of: own ones, or all for an administrator. */
export async function listStaffedSections(ctx: ActorContext): Promise<StaffedSection[]> {
  const isAdmin = ctx.actor.role === 'admin';
  const rows = await queryRows<StaffedSection>(ctx.db, STAFFED, { isAdmin, actorId: ctx.actor.id });
  return rows.map((row) => ({ ...row }));
}
