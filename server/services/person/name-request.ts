/**
 * Names in registers that people ask for: an administrator approves or declines, and the person is told. Asking is part of one's own
 * details (`profile`); what one likes to be called needs nobody.
 */
import { PHOTO_AT } from '#db/photo-at';
import { queryRows } from '#db/query';
import type { DecideNameInput } from '#domain/person/profile';
import type { Role } from '#domain/person/user';
import { auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
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

const REQUESTS = `select u.id userId, name, requested_name requestedName, email, role, ${PHOTO_AT} photoAt from users u
  where requested_name is not null and archived_at is null order by u.id limit ${LISTED}`;

/** People who ask for another name, in the order of their accounts. */
export async function listNameRequests(ctx: ActorContext): Promise<NameRequest[]> {
  const rows = await queryRows<NameRequest>(ctx.db, REQUESTS);
  return rows.map((row) => ({ ...row }));
}

const IS_ASKED = 'id = :userId and requested_name = :requestedName and name = :name';

const DECIDE: Record<DecideNameInput['decision'], string> = {
  approve: `update users set name = requested_name, requested_name = null where ${IS_ASKED}`,
  decline: `update users set requested_name = null where ${IS_ASKED}`,
};

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
    { sql: DECIDE[decision], args: { userId, requestedName, name } },
    auditIfChanged({ actor: ctx.actor, at: ctx.now(), action, subject: `user:${userId}`, detail }),
    tellPerson(ctx, userId, { kind, facts: { name: requestedName } }),
  ]);
  if (decided?.rowsAffected !== 1) return { outcome: 'already-decided' };
  ctx.log('info', action, { actorId: ctx.actor.id, userId });
  return { outcome: decision === 'approve' ? 'approved' : 'declined' };
}

/** Takes back what the actor asked for. Idempotent. */
export async function withdrawName(ctx: ActorContext): Promise<{ outcome: 'withdrawn' }> {
  const sql = 'update users set requested_name = null where id = ? and requested_name is not null';
  const { actor } = ctx;
  await ctx.commit([
    { sql, args: [actor.id] },
    auditIfChanged({
      actor,
      at: ctx.now(),
      action: 'profile.edited',
      subject: `user:${actor.id}`,
      detail: { requestedName: 'withdrawn' },
    }),
  ]);
  return { outcome: 'withdrawn' };
}
