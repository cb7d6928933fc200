/** What somebody does here beside their role, by the facts: studies where they are enrolled, teaches where they are on the staff. */
import { and, eq, exists, or, sql } from 'drizzle-orm';
import { covers, enrolments, sectionStaff } from '#db/schema';
import { IS_STANDING } from '#db/sql/staffing';
import { asBoolean, ONE_ROW } from '#db/sql/values';
import { type Involvement, type View, viewsOf } from '#domain/view';
import type { ActorContext } from '#server/context/context';

/** Whether the actor is, or was, on the roll of a section; and whether they are on the staff of one, or cover a class. */
export async function loadInvolvement({ db, actor }: Pick<ActorContext, 'db' | 'actor'>): Promise<Involvement> {
  const one = { one: sql`1` };
  const isCovering = and(eq(covers.userId, actor.id), IS_STANDING);
  const [found] = await db
    .select({
      isEnrolled: asBoolean(exists(db.select(one).from(enrolments).where(eq(enrolments.studentId, actor.id)))),
      isStaff: asBoolean(
        or(
          exists(db.select(one).from(sectionStaff).where(eq(sectionStaff.userId, actor.id))),
          exists(db.select(one).from(covers).where(isCovering)),
        ),
      ),
    })
    .from(ONE_ROW);
  return found ?? { isEnrolled: false, isStaff: false };
}

/** The views the actor has, of studying, teaching and administration. */
export async function ownViews(ctx: ActorContext): Promise<View[]> {
  return viewsOf(ctx.actor.role, await loadInvolvement(ctx));
}
