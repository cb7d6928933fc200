/** The audit log of what people did besides marks: statements that ride in the same batch as the change they tell of. */
import type { InStatement } from '@libsql/client';
import type { Actor } from '#domain/user';

export const AUDIT_ACTIONS = [
  'register.opened',
  'register.closed',
  'register.reopened',
  'check-in.extended',
  'check-in.ended',
  'claim.settled',
  'class-session.added',
  'user.approved',
  'user.rejected',
  'user.signed-up',
  'administrator.created',
  'cards.issued',
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
