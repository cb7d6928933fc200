/**
 * Names in registers that people ask for: an administrator approves or declines, and the person is told. Asking is part of one's own
 * details (`profile`); what one likes to be called needs nobody.
 */
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { users } from '#db/schema';
import { photoAtOf } from '#db/sql/photo-at';
import type { DecideNameInput } from '#domain/person/profile';
import type { Role } from '#domain/person/user';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { tellPerson } from '#server/services/school/notification';

/** As many as an administrator looks through; the others come up as these are decided. */
const LISTED = 100;

export type NameRequest = {
  userId: number;
  name: string;
  requestedName: string;
  email: string;
  role: Role;
  photoAt: number | null;
};

/** People who ask for another name, in the order of their accounts. */
export async function listNameRequests({ db }: ActorContext): Promise<NameRequest[]> {
  const { id: userId, name, email, role } = users;
  const requestedName = sql<string>`${users.requestedName}`;
  return db
    .select({ userId, name, requestedName, email, role, photoAt: photoAtOf(users) })
    .from(users)
    .where(and(isNotNull(users.requestedName), isNull(users.archivedAt)))
    .orderBy(asc(userId))
    .limit(LISTED);
}

function decideStatement({ db }: ActorContext, { userId, requestedName, name, decision }: DecideNameInput): Write {
  const isAsked = and(eq(users.id, userId), eq(users.requestedName, requestedName), eq(users.name, name));
  return db
    .update(users)
    .set({ requestedName: null, ...(decision === 'approve' && { name: requestedName }) })
    .where(isAsked);
}

/** Decides what somebody asks for, as the administrator saw it: a request changed meanwhile waits on. */
export async function decideName(
  ctx: ActorContext,
  input: DecideNameInput,
): Promise<{ outcome: 'approved' | 'declined' | 'already-decided' }> {
  const { userId, name, requestedName, decision } = input;
  const action = decision === 'approve' ? ('user.name-approved' as const) : ('user.name-declined' as const);
  const detail = { name: { from: name, to: requestedName } };
  const kind = decision === 'approve' ? ('name-approved' as const) : ('name-declined' as const);
  const [decided] = await ctx.commit([
    decideStatement(ctx, input),
    auditChange(ctx, { action, subject: `user:${userId}`, detail }),
    tellPerson(ctx, userId, { kind, facts: { name: requestedName } }),
  ]);
  if (decided?.rowsAffected !== 1) return { outcome: 'already-decided' };
  ctx.log('info', action, { actorId: ctx.actor.id, userId });
  return { outcome: decision === 'approve' ? 'approved' : 'declined' };
}

/** Takes back what the actor asked for. Idempotent. */
export async function withdrawName(ctx: ActorContext): Promise<{ outcome: 'withdrawn' }> {
  const { actor, db } = ctx;
  await ctx.commit([
    db
      .update(users)
      .set({ requestedName: null })
      .where(and(eq(users.id, actor.id), isNotNull(users.requestedName))),
    auditChange(ctx, { action: 'profile.edited', subject: `user:${actor.id}`, detail: { requestedName: 'withdrawn' } }),
  ]);
  return { outcome: 'withdrawn' };
}
