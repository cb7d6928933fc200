/** The staff of the school as staff see them: by name, to hand a class session to. */
import { and, asc, eq, inArray, ne, not, type SQL, sql } from 'drizzle-orm';
import { classSessions, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { isStaffedBy } from '#db/sql/staffing';
import { COLLEAGUES_SHOWN, type Colleague, type ColleaguesInput } from '#domain/register/cover';
import type { ActorContext } from '#server/context/context';
import { isFoundBy } from './people';

/** Condition on `users`: not of the staff of a class session's section. */
function isElsewhere({ db }: ActorContext, classSessionId: number | undefined): SQL | undefined {
  if (classSessionId === undefined) return undefined;
  const section = db.select({ id: classSessions.sectionId }).from(classSessions).where(eq(classSessions.id, classSessionId));
  return not(isStaffedBy(db, sql`${section}`, users.id));
}

/** Colleagues whom a class session can be handed to, the first by name. */
export async function listColleagues(
  ctx: ActorContext,
  { search, classSessionId, ofId = ctx.actor.id }: ColleaguesInput,
): Promise<Colleague[]> {
  const { id, name, role } = users;
  const isStaff = and(inArray(role, ['teacher', 'assistant', 'admin']), IS_ACTIVE, ne(id, ofId));
  const found = await ctx.db
    .select({ id, name, role })
    .from(users)
    .where(and(isStaff, isElsewhere(ctx, classSessionId), isFoundBy(search)))
    .orderBy(asc(sql`${name} collate nocase`), asc(id))
    .limit(COLLEAGUES_SHOWN);
  return found as Colleague[];
}
