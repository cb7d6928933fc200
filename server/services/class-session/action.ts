/** What the actions of staff on a running class session share: when they happened, and their entry on the audit log. */
import type { AuditAction, AuditFacts } from '#domain/audit/audit';
import { happenedAt, type OpenInput } from '#domain/register/class-session';
import { checkInMinutesOf } from '#domain/school/school';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import type { ClassSessionRow } from '#server/services/register/class-session-access';

/** Writes the entry when the statement before it in the batch changed a row. */
export function audit<Action extends AuditAction>(
  ctx: ActorContext,
  action: Action,
  classSessionId: number,
  detail: AuditFacts<Action>,
) {
  return auditChange(ctx, { action, subject: `class-session:${classSessionId}`, detail });
}

/** How long check-in lasts; 0 where the school accepts none by code. */
export function minutesOf(ctx: ActorContext, { settings }: ClassSessionRow): number {
  return checkInMinutesOf(settings, ctx.policy.codeTtlMinutes);
}

/** When an action of staff happened, which may have been on its way for a while. */
export function happened(ctx: ActorContext, { settings }: ClassSessionRow, { at }: OpenInput): number {
  return happenedAt(at, { now: ctx.now(), deliverWithinMs: settings.deliverWithinMs });
}
