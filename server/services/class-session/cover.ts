/** Handing a class session to a colleague, and taking it back. What they may do with it is `can`'s. */
import { and, count, eq, exists, gt, ne, not, or, type SQL, sql } from 'drizzle-orm';
import { classSessions, covers, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { IS_STANDING, isStaffedBy } from '#db/sql/staffing';
import { asBoolean, ONE_ROW, rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import { can } from '#domain/person/permission';
import type {
  HandOverDayInput,
  HandOverDayOutcome,
  HandOverInput,
  HandOverOutcome,
  TakeBackOutcome,
} from '#domain/register/cover';
import { auditChange, auditEach } from '#server/context/audit';
import { raisedRevision } from '#server/context/code-revision';
import type { ActorContext, Write } from '#server/context/context';
import { loadClassSession } from '#server/services/register/class-session-access';
import { tellColleague } from './cover-notice';

const { id, sectionId, day, endsAt, closesAt, state, isLocked } = classSessions;

/** Condition on `users`: somebody who can cover a class. */
const isColleague = (userId: number) => and(eq(users.id, userId), IS_ACTIVE, ne(users.role, 'student')) as SQL;

/** Condition on `class_sessions`: the actor may hand it over. */
const isToGive = ({ db, actor }: ActorContext) => (can(actor, 'cover.give') ? undefined : isStaffedBy(db, sectionId, actor.id));

type Named = { id: number; name: string };

type Given = {
  to: Named;
  /** Epoch ms. What follows finds the rows by it. */
  at: number;
};

/** Hands over what is neither cancelled nor locked nor handed over already; staff of a class need no cover of it.
 *  @param which condition on `class_sessions` */
function handOverStatement(ctx: ActorContext, { to: { id: userId }, at }: Given, which: SQL): Write {
  const { db, actor } = ctx;
  const row = rowOf(covers, { classSessionId: id, userId: users.id, givenAt: at, givenById: actor.id });
  const isFree = and(ne(state, 'cancelled'), eq(isLocked, false), not(isStaffedBy(db, sectionId, userId)));
  const found = db.select(row).from(classSessions).innerJoin(users, isColleague(userId));
  return db
    .insert(covers)
    .select(found.where(and(which, isToGive(ctx), isFree)))
    .onConflictDoNothing();
}

/** Writes down what the statement before it has handed over, each class session by itself, and tells the colleague in one message. */
function followUps(ctx: ActorContext, { to: { id: userId, name }, at }: Given): Write[] {
  const { actor } = ctx;
  const isNew = and(eq(covers.userId, userId), eq(covers.givenById, actor.id), eq(covers.givenAt, at), IS_STANDING) as SQL;
  const entry = { subject: sql`'class-session:' || ${covers.classSessionId}`, detail: { userId, name } };
  return [
    auditEach(ctx, { action: 'class-session.handed-over', ...entry }, covers, and(isNew, sql`changes() > 0`) as SQL),
    tellColleague(ctx, { kind: 'cover-given', userId, by: actor.name, which: isNew }),
  ];
}

/** Hands class sessions over, with all that follows.
 *  @param which condition on `class_sessions`
 *  @returns how many went over */
async function give(ctx: ActorContext, to: Named, which: SQL): Promise<number> {
  const given = { to, at: ctx.now() };
  const [handed] = await ctx.commit([handOverStatement(ctx, given, which), ...followUps(ctx, given)]);
  return handed?.rowsAffected ?? 0;
}

/** @throws AppError `invalid` for somebody who cannot cover a class */
async function requireColleague({ db }: ActorContext, userId: number): Promise<Named> {
  const [colleague] = await db.select({ id: users.id, name: users.name }).from(users).where(isColleague(userId));
  if (!colleague) throw invalidField('userId', 'class-session.cover-unknown');
  return colleague;
}

/** Why a class session was not handed over; `already` where this colleague has it.
 *  @throws AppError for every other reason */
async function explainKept(ctx: ActorContext, input: HandOverInput, { name }: Named): Promise<HandOverOutcome> {
  const { cover, sectionId: ofSection } = await loadClassSession(ctx, input.classSessionId, 'cover.give');
  if (cover?.userId === input.userId) return { outcome: 'already', name };
  if (cover) throw new AppError('conflict', { id: 'class-session.covered-by', values: { name: cover.name } });
  const [{ isStaff } = { isStaff: false }] = await ctx.db
    .select({ isStaff: asBoolean(isStaffedBy(ctx.db, sql`${ofSection}`, input.userId)) })
    .from(ONE_ROW);
  if (isStaff) throw invalidField('userId', { id: 'class-session.cover-staff', values: { name } });
  throw new AppError('conflict', 'class-session.cover-locked');
}

/** Hands one class session to a colleague, who is told. Twice is once.
 *  @throws AppError `not-found` for one the actor does not staff; `invalid` for who cannot cover it; `conflict` while somebody else covers
 *  it, and for one that is cancelled or locked */
export async function handOver(ctx: ActorContext, input: HandOverInput): Promise<HandOverOutcome> {
  await loadClassSession(ctx, input.classSessionId, 'cover.give');
  const colleague = await requireColleague(ctx, input.userId);
  const handedOver = await give(ctx, colleague, eq(id, input.classSessionId));
  if (handedOver !== 1) return explainKept(ctx, input, colleague);
  ctx.log('info', 'class-session.handed-over', { actorId: ctx.actor.id, ...input });
  return { outcome: 'handed-over', name: colleague.name };
}

/** Hands all class sessions of the actor's sections on a day to a colleague, as far as they are not over.
 *  @throws AppError `invalid` for who cannot cover a class */
export async function handOverDay(ctx: ActorContext, input: HandOverDayInput): Promise<HandOverDayOutcome> {
  const colleague = await requireColleague(ctx, input.userId);
  const isOwn = and(eq(day, input.day), isStaffedBy(ctx.db, sectionId, ctx.actor.id), gt(closesAt, ctx.now())) as SQL;
  const handedOver = await give(ctx, colleague, isOwn);
  const isLeft = and(isOwn, ne(state, 'cancelled'));
  const [{ own } = { own: 0 }] = await ctx.db.select({ own: count() }).from(classSessions).where(isLeft);
  ctx.log('info', 'day.handed-over', { actorId: ctx.actor.id, ...input, handedOver });
  return { name: colleague.name, handedOver, left: own - handedOver };
}

/** Ends what stands, when the actor may: administrators, whoever handed it over, and staff of the section. */
function endStatement({ db, actor }: ActorContext, cover: { classSessionId: number; userId: number; at: number }): Write {
  const { classSessionId, userId, at } = cover;
  const isOfSection = and(eq(id, covers.classSessionId), isStaffedBy(db, sectionId, actor.id));
  const staffed = db.select({ one: sql`1` }).from(classSessions).where(isOfSection);
  const isToEnd = can(actor, 'cover.take-back') ? undefined : or(eq(covers.givenById, actor.id), exists(staffed));
  return db
    .update(covers)
    .set({ endedAt: at, endedById: actor.id })
    .where(and(eq(covers.classSessionId, classSessionId), eq(covers.userId, userId), IS_STANDING, isToEnd));
}

/** Takes a class session back: the colleague's rights end with this, and so does the key of its code that their device may hold. They are
 *  told. Twice is once.
 *  @throws AppError `not-found` for one that the actor neither staffs nor has handed over */
export async function takeBack(ctx: ActorContext, { classSessionId }: { classSessionId: number }): Promise<TakeBackOutcome> {
  const { cover } = await loadClassSession(ctx, classSessionId, 'cover.take-back');
  if (!cover) return { outcome: 'already' };
  const { userId, name } = cover;
  const at = ctx.now();
  const isTaken = and(eq(covers.classSessionId, classSessionId), eq(covers.userId, userId), eq(covers.endedAt, at)) as SQL;
  const isRunning = and(eq(id, classSessionId), gt(endsAt, at), sql`changes() > 0`);
  const [taken] = await ctx.commit([
    endStatement(ctx, { classSessionId, userId, at }),
    auditChange(ctx, {
      action: 'class-session.taken-back',
      subject: `class-session:${classSessionId}`,
      detail: { userId, name },
    }),
    tellColleague(ctx, { kind: 'cover-ended', userId, by: ctx.actor.name, which: isTaken }),
    ctx.db.update(classSessions).set(raisedRevision(at)).where(isRunning),
  ]);
  if (taken?.rowsAffected !== 1) return { outcome: 'already' };
  ctx.log('info', 'class-session.taken-back', { actorId: ctx.actor.id, classSessionId, userId });
  return { outcome: 'taken-back' };
}
