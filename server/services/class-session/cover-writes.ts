/** Statements that hand class sessions over and end it, for one class session and for a day alike. What people may do is in them. */
import { and, eq, exists, gt, inArray, ne, not, or, type SQL, sql } from 'drizzle-orm';
import { classSessions, covers, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { IS_STANDING, isStaffedBy } from '#db/sql/staffing';
import { rowOf } from '#db/sql/values';
import { invalidField } from '#domain/errors';
import { can } from '#domain/person/permission';
import { auditEach } from '#server/context/audit';
import { raisedRevision } from '#server/context/code-revision';
import type { ActorContext, Write } from '#server/context/context';
import { tellOfCover } from './cover-notice';

const { id, sectionId, endsAt, state, isLocked } = classSessions;

/** Condition on `users`: somebody who can cover a class. */
const isColleague = (userId: number) => and(eq(users.id, userId), IS_ACTIVE, ne(users.role, 'student')) as SQL;

/** Who class sessions are handed to. */
export type Named = { id: number; name: string };

/** @throws AppError `invalid` for somebody who cannot cover a class */
export async function requireColleague({ db }: ActorContext, userId: number): Promise<Named> {
  const [colleague] = await db.select({ id: users.id, name: users.name }).from(users).where(isColleague(userId));
  if (!colleague) throw invalidField('userId', 'class-session.cover-unknown');
  return colleague;
}

/** Condition on `class_sessions`: the actor may hand it over. */
const isToGive = ({ db, actor }: ActorContext) => (can(actor, 'cover.give') ? undefined : isStaffedBy(db, sectionId, actor.id));

/** Hands over what is neither cancelled nor locked nor handed over already; staff of a class need no cover of it. */
function giveStatement(ctx: ActorContext, userId: number, { at, which }: { at: number; which: SQL }): Write {
  const { db, actor } = ctx;
  const row = rowOf(covers, { classSessionId: id, userId: users.id, givenAt: at, givenById: actor.id });
  const isFree = and(ne(state, 'cancelled'), eq(isLocked, false), not(isStaffedBy(db, sectionId, userId)));
  const found = db.select(row).from(classSessions).innerJoin(users, isColleague(userId));
  return db
    .insert(covers)
    .select(found.where(and(which, isToGive(ctx), isFree)))
    .onConflictDoNothing();
}

/** Covers with their class sessions and the name of who has each. */
const COVERED = sql`${covers} inner join ${classSessions} on ${id} = ${covers.classSessionId} inner join ${users} on ${users.id} = ${covers.userId}`;

/** Writes down what the statement before it has changed, each class session by itself.
 *  @param isChanged condition on `covers` and `class_sessions` */
function audited(ctx: ActorContext, action: 'class-session.handed-over' | 'class-session.taken-back', isChanged: SQL): Write {
  const entry = {
    subject: sql`'class-session:' || ${covers.classSessionId}`,
    detail: sql`json_object('userId', ${covers.userId}, 'name', ${users.name})`,
  };
  return auditEach(ctx, { action, ...entry }, COVERED, and(isChanged, sql`changes() > 0`) as SQL);
}

/** Hands class sessions over, writes it down and tells whom it concerns.
 *  @param which condition on `class_sessions`
 *  @returns how many went over */
export async function give(ctx: ActorContext, to: Named, which: SQL): Promise<number> {
  const at = ctx.now();
  const { userId, givenById, givenAt } = covers;
  const isNew = and(which, eq(userId, to.id), eq(givenById, ctx.actor.id), eq(givenAt, at), IS_STANDING) as SQL;
  const [given] = await ctx.commit([
    giveStatement(ctx, to.id, { at, which }),
    audited(ctx, 'class-session.handed-over', isNew),
    tellOfCover(ctx, 'cover-given', isNew),
  ]);
  return given?.rowsAffected ?? 0;
}

/** Ends what stands, where the actor may: administrators, whoever handed it over, and staff of the section. */
function endStatement({ db, actor }: ActorContext, { at, which }: { at: number; which: SQL }): Write {
  const isOfIt = and(eq(id, covers.classSessionId), which);
  const found = (when?: SQL) => exists(db.select({ one: sql`1` }).from(classSessions).where(and(isOfIt, when)));
  const staffed = found(isStaffedBy(db, sectionId, actor.id));
  const isToEnd = can(actor, 'cover.take-back') ? undefined : or(eq(covers.givenById, actor.id), staffed);
  return db
    .update(covers)
    .set({ endedAt: at, endedById: actor.id })
    .where(and(IS_STANDING, found(), isToEnd));
}

/** Takes class sessions back: the rights of whoever had them end with this, and so do the keys of codes that their devices may hold. It is
 *  written down, and told to whom it concerns.
 *  @param which condition on `class_sessions`
 *  @returns how many came back */
export async function take(ctx: ActorContext, which: SQL): Promise<number> {
  const at = ctx.now();
  const isTaken = and(which, eq(covers.endedById, ctx.actor.id), eq(covers.endedAt, at)) as SQL;
  const taken = ctx.db.select({ id }).from(classSessions).innerJoin(covers, eq(covers.classSessionId, id)).where(isTaken);
  const [ended] = await ctx.commit([
    endStatement(ctx, { at, which }),
    audited(ctx, 'class-session.taken-back', isTaken),
    tellOfCover(ctx, 'cover-ended', isTaken),
    ctx.db
      .update(classSessions)
      .set(raisedRevision(at))
      .where(and(inArray(id, taken), gt(endsAt, at))),
  ]);
  return ended?.rowsAffected ?? 0;
}
