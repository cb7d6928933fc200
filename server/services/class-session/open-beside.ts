/** The register that keeps another of its section from being opened. */
import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import { classSessions } from '#db/schema';
import { hasRegister } from '#db/sql/staffing';
import { can } from '#domain/person/permission';
import type { OpenBeside } from '#domain/register/class-session';
import type { ActorContext } from '#server/context/context';
import { seeClassSession } from '#server/services/register/class-session-access';

function maySee({ actor }: ActorContext): SQL | undefined {
  return can(actor, 'register.see') ? undefined : hasRegister(classSessions, actor.id);
}

/** The open register of the same section; null where none is, or the actor may not see it.
 *  @throws AppError `not-found` for a register the actor may not see */
export async function findOpenBeside(ctx: ActorContext, classSessionId: number): Promise<OpenBeside | null> {
  const { id: classSession, startsAt, sectionId, state } = classSessions;
  const own = await seeClassSession(ctx, classSessionId);
  const isBeside = and(eq(sectionId, own.sectionId), sql`${state} = 'open'`, ne(classSession, classSessionId));
  const [beside] = await ctx.db
    .select({ classSessionId: classSession, startsAt })
    .from(classSessions)
    .where(and(isBeside, maySee(ctx)));
  return beside ?? null;
}
