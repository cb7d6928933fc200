/** Whether and as what people may use the school: suspending, archiving, another role. Whoever is changed is signed out everywhere. */
import type { InStatement } from '@libsql/client';
import { queryRow } from '#db/query';
import { AppError } from '#domain/errors';
import { type ChangeRoleInput, roleConsequences, type StandingAction, type StandingOutcome } from '#domain/person/person';
import { isAllowedDomain, type Role } from '#domain/person/user';
import { dayAt } from '#domain/time';
import { type AuditAction, auditEachPerson } from '#server/context/audit';
import { endSignIns } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadInvolvements } from './person';
import { comingBack, leaving, leavingNotes } from './person-archive';

type Change = { action: AuditAction; from: string; set: string };

const CHANGES: Record<StandingAction, Change> = {
  suspend: { action: 'user.suspended', from: "state = 'active' and archived_at is null", set: "state = 'suspended'" },
  reactivate: { action: 'user.reactivated', from: "state = 'suspended' and archived_at is null", set: "state = 'active'" },
  archive: { action: 'user.archived', from: 'archived_at is null', set: 'archived_at = :now' },
  restore: { action: 'user.restored', from: 'archived_at is not null', set: 'archived_at = null' },
  withdraw: {
    action: 'user.approval-withdrawn',
    from: "state = 'active' and archived_at is null",
    set: "state = 'pending', approved_at = null, approved_by_id = null",
  },
};

const ALL_LEAVES = { endsEnrolments: true, endsStaffing: true };

/** Somebody other than these looks after the school. */
const ADMIN_REMAINS = `(role <> 'admin' or exists (select 1 from users o where o.role = 'admin' and o.state = 'active'
  and o.archived_at is null and o.id not in (select value from json_each(:ids))))`;

const ASKED = 'id in (select value from json_each(:ids)) and id <> :self';

function whereOf(action: StandingAction): string {
  const takesAway = action !== 'reactivate' && action !== 'restore';
  return [ASKED, CHANGES[action].from, ...(takesAway ? [ADMIN_REMAINS] : [])].join(' and ');
}

type Args = { ids: string; self: number; today: string; now: number };

function changeStatements(ctx: ActorContext, action: StandingAction, { ids, self, today, now }: Args): InStatement[] {
  const where = whereOf(action);
  const who = { ids, self, now };
  const notes = ["'name', name", "'role', role", ...(action === 'archive' ? leavingNotes(ALL_LEAVES) : [])];
  const dated = action === 'archive' ? { ...who, today } : who;
  return [
    auditEachPerson(ctx, { action: CHANGES[action].action, where, args: dated, detail: `json_object(${notes.join(', ')})` }),
    ...(action === 'archive' ? leaving(ALL_LEAVES, where, dated) : []),
    ...(action === 'restore' ? comingBack(ids) : []),
    ...endSignIns(`user_id in (select id from users where ${where})`, who),
    { sql: `update users set ${CHANGES[action].set} where ${where} returning id`, args: who },
  ];
}

const LEFT_OVER = `select id from users where ${ASKED} and role = 'admin' and not ${ADMIN_REMAINS} and archived_at is null`;

/** Changes the standing of people, each answered for itself; one that cannot be changed never stops the others.
 *  Archiving ends enrolments and staffing today, and restoring takes them up again. */
export async function changeStanding(ctx: ActorContext, action: StandingAction, userIds: readonly number[]) {
  const { zone } = await loadSettings(ctx);
  const args = { ids: JSON.stringify(userIds), self: ctx.actor.id, today: dayAt(ctx.now(), zone), now: ctx.now() };
  const statements = changeStatements(ctx, action, args);
  const results = await ctx.commit([...statements, { sql: LEFT_OVER, args: { ids: args.ids, self: args.self } }]);
  const idsOf = (index: number) => new Set(results.at(index)?.rows.map(({ id }) => Number(id)));
  const [done, last] = [idsOf(-2), idsOf(-1)];
  const outcomeOf = (id: number): StandingOutcome => {
    if (done.has(id)) return 'done';
    if (id === ctx.actor.id) return 'own';
    return last.has(id) ? 'last-admin' : 'not-possible';
  };
  ctx.log('info', CHANGES[action].action, { actorId: ctx.actor.id, userIds: [...done] });
  return { results: [...new Set(userIds)].map((userId) => ({ userId, outcome: outcomeOf(userId) })) };
}

type RoleFacts = { name: string; email: string; role: Role; archivedAt: number | null; otherAdmins: number };

const ROLE_FACTS = `select name, email, role, archived_at archivedAt,
    (select count(*) from users o where o.role = 'admin' and o.state = 'active' and o.archived_at is null and o.id <> u.id) otherAdmins
  from users u where id = ?`;

/** @throws AppError `not-found`, `invalid` for the own role or a foreign address, `conflict` for the last administrator */
async function requireChangeable(ctx: ActorContext, { personId, role }: Pick<ChangeRoleInput, 'personId' | 'role'>) {
  const facts = await queryRow<RoleFacts>(ctx.db, ROLE_FACTS, [personId]);
  if (!facts) throw new AppError('not-found', 'There is no such person.');
  const refuse = (message: string) => {
    throw new AppError('invalid', message, { fieldErrors: { role: [message] } });
  };
  if (personId === ctx.actor.id) refuse('Your own role is changed by another administrator.');
  if (facts.archivedAt !== null) refuse('Restore this person first.');
  if (facts.role === 'admin' && facts.otherAdmins === 0) refuse('The school needs at least one active administrator.');
  const { emailDomains } = await loadSettings(ctx);
  if (!isAllowedDomain(facts.email, role, emailDomains)) refuse('The school does not take this email address for this role.');
  return facts;
}

/** What another role would do to somebody's classes. Changes nothing.
 *  @throws AppError as `changeRole` */
export async function previewRole(ctx: ActorContext, input: Pick<ChangeRoleInput, 'personId' | 'role'>) {
  const { role: from } = await requireChangeable(ctx, input);
  const { zone } = await loadSettings(ctx);
  const today = dayAt(ctx.now(), zone);
  const what = roleConsequences(from, input.role);
  const all = await loadInvolvements(ctx, input.personId);
  const isAhead = (untilDay: string | null) => untilDay === null || untilDay > today;
  const ends = all.filter((one) => (one.staffRole === null ? what.endsEnrolments && isAhead(one.untilDay) : what.endsStaffing));
  return { from, to: input.role, ends, changes: all.filter((one) => what.changesStaffing && one.staffRole === from), today };
}

const CHANGE_ROLE = `id = :id and role = :from and id <> :self and archived_at is null and ${ADMIN_REMAINS}`;

/** Gives somebody another role. Enrolments or staffing that do not go with it end today, and the person signs in anew.
 *  @throws AppError `not-found`, `invalid` for the own role, a foreign address or the last administrator, `conflict` when the role
 *  is no longer the one the decision was made about */
export async function changeRole(ctx: ActorContext, input: ChangeRoleInput): Promise<{ role: Role }> {
  const { personId: id, from, role } = input;
  const facts = await requireChangeable(ctx, input);
  if (facts.role !== from) throw new AppError('conflict', 'The role was changed meanwhile. Look again before you change it.');
  if (role === from) return { role };
  const what = roleConsequences(from, role);
  const { zone } = await loadSettings(ctx);
  const who = { id, from, self: ctx.actor.id, ids: JSON.stringify([id]), now: ctx.now() };
  const dated = { ...who, today: dayAt(ctx.now(), zone) };
  const detail = `json_object('name', name, 'from', role, 'to', :role, ${leavingNotes(what).join(', ')})`;
  const results = await ctx.commit([
    auditEachPerson(ctx, { action: 'user.role-changed', where: CHANGE_ROLE, args: { ...dated, role }, detail }),
    ...leaving(what, CHANGE_ROLE, dated),
    ...(what.changesStaffing ? [staffRoleStatement({ ...who, role })] : []),
    ...endSignIns(`user_id in (select id from users where ${CHANGE_ROLE})`, who),
    { sql: `update users set role = :role where ${CHANGE_ROLE}`, args: { ...who, role } },
  ]);
  if (results.at(-1)?.rowsAffected !== 1) throw new AppError('conflict', 'The role was changed meanwhile. Look again.');
  ctx.log('info', 'user.role-changed', { actorId: ctx.actor.id, userId: id, from, role });
  return { role };
}

function staffRoleStatement(args: { id: number; from: string; self: number; ids: string; role: string }): InStatement {
  return { sql: `update section_staff set role = :role where user_id in (select id from users where ${CHANGE_ROLE})`, args };
}
