/** Whether and as what people may use the school: suspending, archiving, another role. Whoever is changed is signed out everywhere. */
import { and, eq, exists, inArray, isNotNull, isNull, ne, not, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { loginSessions, sectionStaff, users } from '#db/schema';
import { asBoolean } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import { type ChangeRoleInput, roleConsequences, type StandingAction, type StandingOutcome } from '#domain/person/person';
import { isAllowedDomain, type Role } from '#domain/person/user';
import { dayAt } from '#domain/time';
import { auditPeople } from '#server/context/audit';
import { endSignIns } from '#server/context/code-revision';
import type { ActorContext, Write } from '#server/context/context';
import { endCoversOf } from '#server/services/class-session/cover-notice';
import { loadSettings } from '#server/services/school/school';
import { loadInvolvements } from './person';
import { archiveInvolvements, endInvolvements, endingNotes, restoreInvolvements } from './person-archive';

type Standing = 'suspended' | 'reactivated' | 'archived' | 'restored' | 'approval-withdrawn';
type Change = {
  action: `user.${Standing}`;
  from: SQL | undefined;
  set: (now: number) => Partial<typeof users.$inferInsert>;
};

const isHere = isNull(users.archivedAt);

const CHANGES: Record<StandingAction, Change> = {
  suspend: { action: 'user.suspended', from: and(eq(users.state, 'active'), isHere), set: () => ({ state: 'suspended' }) },
  reactivate: { action: 'user.reactivated', from: and(eq(users.state, 'suspended'), isHere), set: () => ({ state: 'active' }) },
  archive: { action: 'user.archived', from: isHere, set: (now) => ({ archivedAt: now }) },
  restore: { action: 'user.restored', from: isNotNull(users.archivedAt), set: () => ({ archivedAt: null }) },
  withdraw: {
    action: 'user.approval-withdrawn',
    from: and(eq(users.state, 'active'), isHere),
    set: () => ({ state: 'pending', approvedAt: null, approvedById: null }),
  },
};

const ALL_ENDS = { endsEnrolments: true, endsStaffing: true };

/** Active administrators other than the people of a statement on `users`. */
const others = alias(users, 'others');
const isOtherAdmin = and(eq(others.role, 'admin'), eq(others.state, 'active'), isNull(others.archivedAt));

/** Somebody other than these looks after the school. */
function adminRemains(db: Database, ids: readonly number[]): SQL {
  const isLeft = and(isOtherAdmin, notInArray(others.id, [...ids]));
  return or(ne(users.role, 'admin'), exists(db.select({ one: sql`1` }).from(others).where(isLeft))) as SQL;
}

function isAsked({ actor }: ActorContext, ids: readonly number[]) {
  return and(inArray(users.id, [...ids]), ne(users.id, actor.id));
}

const takesAway = (action: StandingAction) => action !== 'reactivate' && action !== 'restore';

/** Whom an action changes, of the people it is asked for. */
function isChanged(ctx: ActorContext, action: StandingAction, ids: readonly number[]): SQL {
  return and(isAsked(ctx, ids), CHANGES[action].from, takesAway(action) ? adminRemains(ctx.db, ids) : undefined) as SQL;
}

/** Ends the sign-ins of people.
 *  @param who condition on `users` */
function signOut(ctx: ActorContext, who: SQL): Write[] {
  const them = ctx.db.select({ id: users.id }).from(users).where(who);
  return endSignIns(ctx, inArray(loginSessions.userId, them));
}

/** Ends what people cover. Comes after their sign-ins: until then their devices may hold keys by it.
 *  @param who condition on `users` */
function endCovers(ctx: ActorContext, who: SQL): Write[] {
  return endCoversOf(ctx, ctx.db.select({ id: users.id }).from(users).where(who));
}

const jsonObject = (members: SQL[]) => sql`json_object(${sql.join(members, sql`, `)})`;

function changeStatements(ctx: ActorContext, action: StandingAction, ids: readonly number[], today: string): Write[] {
  const where = isChanged(ctx, action, ids);
  const change = CHANGES[action];
  const ending = action === 'archive' ? endingNotes(ctx.db, ALL_ENDS, today) : [];
  const detail = jsonObject([sql`'name', ${users.name}`, sql`'role', ${users.role}`, ...ending]);
  return [
    auditPeople(ctx, { action: change.action, where, detail }),
    ...(action === 'archive' ? archiveInvolvements(ctx, where, today) : []),
    ...(action === 'restore' ? restoreInvolvements(ids) : []),
    ...signOut(ctx, where),
    ...(takesAway(action) ? endCovers(ctx, where) : []),
    ctx.db.update(users).set(change.set(ctx.now())).where(where).returning({ id: users.id }),
  ];
}

/** Administrators who cannot go, because nobody else would look after the school. */
function lastAdmins(ctx: ActorContext, ids: readonly number[]): Write {
  const isLast = and(isAsked(ctx, ids), eq(users.role, 'admin'), not(adminRemains(ctx.db, ids)), isHere);
  return ctx.db.select({ id: users.id }).from(users).where(isLast);
}

/** Changes the standing of people, each answered for itself; one that cannot be changed never stops the others.
 *  Archiving ends enrolments and staffing today, and restoring takes them up again. */
export async function changeStanding(ctx: ActorContext, action: StandingAction, userIds: readonly number[]) {
  const { zone } = await loadSettings(ctx);
  const statements = changeStatements(ctx, action, userIds, dayAt(ctx.now(), zone));
  const results = await ctx.commit([...statements, lastAdmins(ctx, userIds)]);
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

async function loadRoleFacts({ db }: ActorContext, personId: number) {
  const { id, name, email, role, archivedAt } = users;
  const isOther = and(isOtherAdmin, ne(others.id, id));
  const hasOtherAdmin = asBoolean(exists(db.select({ one: sql`1` }).from(others).where(isOther)));
  const [facts] = await db.select({ name, email, role, archivedAt, hasOtherAdmin }).from(users).where(eq(id, personId));
  return facts;
}

/** @throws AppError `not-found`, `invalid` for the own role or a foreign address, `conflict` for the last administrator */
async function requireChangeable(ctx: ActorContext, { personId, role }: Pick<ChangeRoleInput, 'personId' | 'role'>) {
  const facts = await loadRoleFacts(ctx, personId);
  if (!facts) throw new AppError('not-found', 'person.unknown');
  if (personId === ctx.actor.id) throw invalidField('role', 'person.own-role');
  if (facts.archivedAt !== null) throw invalidField('role', 'person.restore-first');
  if (facts.role === 'admin' && !facts.hasOtherAdmin) throw invalidField('role', 'person.last-administrator');
  const { emailDomains } = await loadSettings(ctx);
  if (!isAllowedDomain(facts.email, role, emailDomains)) throw invalidField('role', 'person.email-not-for-role');
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

/** Whose role is changed, as long as it is the one the decision was made about. */
function isToChange({ db, actor }: ActorContext, { personId, from }: ChangeRoleInput): SQL {
  const isIt = and(eq(users.id, personId), eq(users.role, from), ne(users.id, actor.id), isHere);
  return and(isIt, adminRemains(db, [personId])) as SQL;
}

/** Gives somebody another role. Enrolments or staffing that do not go with it end today, and the person signs in anew.
 *  @throws AppError `not-found`, `invalid` for the own role, a foreign address or the last administrator, `conflict` when the role
 *  is no longer the one the decision was made about */
export async function changeRole(ctx: ActorContext, input: ChangeRoleInput): Promise<{ role: Role }> {
  const { personId: id, from, role } = input;
  const facts = await requireChangeable(ctx, input);
  if (facts.role !== from) throw new AppError('conflict', 'person.role-changed-before');
  if (role === from) return { role };
  const { zone } = await loadSettings(ctx);
  const results = await ctx.commit(roleStatements(ctx, input, dayAt(ctx.now(), zone)));
  if (results.at(-1)?.rowsAffected !== 1) throw new AppError('conflict', 'person.role-changed');
  ctx.log('info', 'user.role-changed', { actorId: ctx.actor.id, userId: id, from, role });
  return { role };
}

/** The change itself comes last. */
function roleStatements(ctx: ActorContext, input: ChangeRoleInput, today: string): Write[] {
  const { db } = ctx;
  const { from, role } = input;
  const what = roleConsequences(from, role);
  const where = isToChange(ctx, input);
  const names = [sql`'name', ${users.name}`, sql`'from', ${users.role}`, sql`'to', ${role}`];
  const detail = jsonObject([...names, ...endingNotes(db, what, today)]);
  const them = db.select({ id: users.id }).from(users).where(where);
  const staffing = db
    .update(sectionStaff)
    .set({ role: sql`${role}` })
    .where(inArray(sectionStaff.userId, them));
  return [
    auditPeople(ctx, { action: 'user.role-changed', where, detail }),
    ...endInvolvements(ctx, what, where, today),
    ...(what.changesStaffing ? [staffing] : []),
    ...signOut(ctx, where),
    ...(role === 'student' ? endCovers(ctx, where) : []),
    db.update(users).set({ role }).where(where),
  ];
}
