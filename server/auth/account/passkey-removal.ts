/** Taking away all passkeys of a person at once: with their sign-ins, or with a new password. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { passkeys, users } from '#db/schema';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { queueMail } from './outgoing-mail';

/** Tells the owner, where there is mail, right after the audit entry of what happened. */
export function tellOwner(ctx: ActorContext, kind: 'passkey-added' | 'passkey-removed'): Write[] {
  return ctx.mail ? [queueMail(ctx, kind, sql`changes() > 0 and ${users.id} = ${ctx.actor.id}`)] : [];
}

/** Statements that remove every passkey of the actor, say so on the audit log, and tell the owner.
 *  @param condition what has to hold as they are removed */
export function passkeyRemoval(ctx: ActorContext, condition: SQL): Write[] {
  const { actor, db } = ctx;
  return [
    db.delete(passkeys).where(and(eq(passkeys.userId, actor.id), condition)),
    auditChange(ctx, { action: 'passkey.removed', subject: `user:${actor.id}`, detail: { all: true } }),
    ...tellOwner(ctx, 'passkey-removed'),
  ];
}
