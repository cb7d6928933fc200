/**
 * Names in registers that people ask for: an administrator approves or declines, and the person is told. Asking is part of one's own
 * details (`profile`); what one likes to be called needs nobody.
 */
import { and, asc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { users } from '#db/schema';
import { photoAtOf } from '#db/sql/photo-at';
import type { DecideNameInput } from '#domain/person/profile';
import type { Role } from '#domain/person/user';
import { auditChange, auditPeople } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { tellPerson } from '#server/services/message/notification';

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
  const subject = `user:${userId}`;
  const entry =
    decision === 'approve'
      ? auditChange(ctx, {
          action: 'user.name-approved',
          subject,
          detail: { changes: { name: { from: name, to: requestedName } } },
        })
      : auditChange(ctx, { action: 'user.name-declined', subject, detail: { name, requestedName } });
  const kind = decision === 'approve' ? ('name-approved' as const) : ('name-declined' as const);
  const [decided] = await ctx.commit([
    decideStatement(ctx, input),
    entry,
    tellPerson(ctx, userId, { kind, facts: { name: requestedName } }),
  ]);
  if (decided?.rowsAffected !== 1) return { outcome: 'already-decided' };
  const outcome = decision === 'approve' ? 'approved' : 'declined';
  ctx.log('info', `user.name-${outcome}`, { actorId: ctx.actor.id, userId });
  return { outcome };
}

/** Takes back what the actor asked for. Idempotent. */
export async function withdrawName(ctx: ActorContext): Promise<{ outcome: 'withdrawn' }> {
  const { actor, db } = ctx;
  const asks = and(eq(users.id, actor.id), isNotNull(users.requestedName)) as SQL;
  const change = sql`json_object('from', ${users.requestedName}, 'to', null)`;
  const detail = sql`json_object('changes', json_object('requestedName', ${change}))`;
  await ctx.commit([
    auditPeople(ctx, { action: 'profile.edited', where: asks, detail }),
    db.update(users).set({ requestedName: null }).where(asks),
  ]);
  return { outcome: 'withdrawn' };
}
