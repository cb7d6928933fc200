/** The audit log of what people did besides marks: statements that ride in the same batch as the change they tell of. */
import type { InStatement, InValue } from '@libsql/client';
import type { Actor } from '#domain/person/user';
import type { ActorContext } from './context';

export const AUDIT_ACTIONS = [
  'register.opened',
  'register.closed',
  'register.reopened',
  'check-in.extended',
  'check-in.ended',
  'check-in.code-renewed',
  'head-count.set',
  'claim.settled',
  'class-session.added',
  'class-session.cancelled',
  'class-session.moved',
  'class-session.restored',
  'term.created',
  'term.edited',
  'term.archived',
  'term.restored',
  'closure.created',
  'closure.edited',
  'closure.deleted',
  'closure.imported',
  'slot.created',
  'slot.edited',
  'slot.deleted',
  'user.approved',
  'user.rejected',
  'user.signed-up',
  'user.address-confirmed',
  'user.name-approved',
  'user.name-declined',
  'user.added',
  'user.edited',
  'user.role-changed',
  'user.suspended',
  'user.reactivated',
  'user.archived',
  'user.restored',
  'user.approval-withdrawn',
  'user.deleted',
  'department.added',
  'department.edited',
  'department.archived',
  'department.restored',
  'department.deleted',
  'course.added',
  'course.edited',
  'course.archived',
  'course.restored',
  'course.deleted',
  'section.added',
  'section.edited',
  'section.archived',
  'section.restored',
  'section.deleted',
  'section.staff-added',
  'section.staff-removed',
  'enrolment.added',
  'enrolment.changed',
  'enrolment.moved',
  'enrolment.removed',
  'settings.changed',
  'administrator.created',
  'cards.issued',
  'user.invited',
  'user.joined',
  'user.reset-link',
  'password.changed',
  'password.reset',
  'profile.edited',
  'passkey.added',
  'passkey.removed',
  'device.revoked',
  'import.applied',
  'import.undone',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

type Entry = {
  actor: Pick<Actor, 'id' | 'name' | 'role'>;
  at: number;
  action: AuditAction;
  subject: string;
  detail: Record<string, unknown>;
};

const COLUMNS = 'insert into audit_events (at, actor_id, actor_name, actor_role, action, subject, detail)';

function argsOf({ actor, at, action, subject, detail }: Entry) {
  return [at, actor.id, actor.name, actor.role, action, subject, JSON.stringify(detail)];
}

/** Writes the entry when the statement before it in the batch changed a row. */
export function auditIfChanged(entry: Entry): InStatement {
  return { sql: `${COLUMNS} select ?, ?, ?, ?, ?, ?, ? where changes() > 0`, args: argsOf(entry) };
}

type EachPerson = {
  action: AuditAction;
  /** SQL condition on `users`: whom the statements after it change. */
  where: string;
  args: Record<string, InValue>;
  /** SQL expression of a JSON object. */
  detail?: string;
};

/** Writes an entry about everybody a batch is about to change, with name and role as they are now. Comes before the change. */
export function auditEachPerson(ctx: ActorContext, { action, where, args, detail }: EachPerson): InStatement {
  const { id, name, role } = ctx.actor;
  return {
    sql: `insert into audit_events (at, actor_id, actor_name, actor_role, action, subject, detail)
      select :now, :actorId, :actorName, :actorRole, :action, 'user:' || id, ${detail ?? "json_object('name', name, 'role', role)"}
      from users where ${where}`,
    args: { ...args, now: ctx.now(), actorId: id, actorName: name, actorRole: role, action },
  };
}
