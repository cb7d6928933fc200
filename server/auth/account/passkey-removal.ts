/** Taking away all passkeys of a person at once: with their sign-ins, or with a new password. */
import type { InValue } from '@libsql/client';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { queueMail } from './outgoing-mail';

/** Tells the owner, where there is mail, right after the audit entry of what happened. */
export function tellOwner({ actor, mail, now }: ActorContext, kind: 'passkey-added' | 'passkey-removed'): Write[] {
  return mail ? [queueMail(kind, 'changes() > 0 and u.id = :id', { id: actor.id, now: now() })] : [];
}

/** Statements that remove every passkey of the actor, say so on the audit log, and tell the owner.
 *  @param condition SQL that has to hold as they are removed; needs `:actorId` */
export function passkeyRemoval(ctx: ActorContext, condition: string, args: Record<string, InValue>): Write[] {
  const { actor } = ctx;
  return [
    { sql: `delete from passkeys where user_id = :actorId and ${condition}`, args },
    auditChange(ctx, { action: 'passkey.removed', subject: `user:${actor.id}`, detail: { all: true } }),
    ...tellOwner(ctx, 'passkey-removed'),
  ];
}
