/** An account made, corrected or deleted by an administrator. Whoever has marks is archived instead (`person-standing.ts`). */
import { type InStatement, LibsqlError } from '@libsql/client';
import { queryRow } from '#db/query';
import { AppError } from '#domain/errors';
import type { EditPersonInput, NewPersonInput } from '#domain/person/person';
import { isAllowedDomain, type Role } from '#domain/person/user';
import { auditEachPerson, auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { beforeAddressChange } from './address-change';
import { IS_UNATTACHED } from './user';

function refuse(field: string, message: string): never {
  throw new AppError('invalid', message, { fieldErrors: { [field]: [message] } });
}

async function requireAllowedAddress(ctx: ActorContext, email: string, role: Role): Promise<void> {
  const { emailDomains } = await loadSettings(ctx);
  if (role === 'admin' || isAllowedDomain(email, role, emailDomains)) return;
  const allowed = emailDomains[role].map((domain) => `@${domain}`).join(' or ');
  refuse('email', `For this role, the school takes addresses that end in ${allowed}.`);
}

/** Writes; of the unique keys only the address can be taken.
 *  @throws AppError `invalid` */
async function commitAddress(ctx: ActorContext, statements: InStatement[]) {
  try {
    return await ctx.commit(statements);
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || !/UNIQUE constraint failed: users.email/.test(cause.message)) throw cause;
    refuse('email', 'Somebody has this address already. Look under archived people too.');
  }
}

const ADD = `insert into users (name, preferred_name, email, phone, role, state, created_at, approved_at, approved_by_id)
  values (:name, :preferredName, :email, :phone, :role, 'active', :now, :now, :actorId)`;

const AUDIT_ADDED = `insert into audit_events (at, actor_id, actor_name, actor_role, action, subject, detail)
  select :now, :actorId, :actorName, :actorRole, 'user.added', 'user:' || id, json_object('name', name, 'role', role)
  from users where email = :email`;

/** Makes an active account without a password: its owner chooses one by a link.
 *  @throws AppError `invalid` for an address that is taken or that the school does not take for this role */
export async function addPerson(ctx: ActorContext, input: NewPersonInput): Promise<{ personId: number }> {
  await requireAllowedAddress(ctx, input.email, input.role);
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const now = ctx.now();
  const { name, preferredName, email, phone, role } = input;
  const [added] = await commitAddress(ctx, [
    { sql: ADD, args: { name, preferredName, email, phone, role, now, actorId } },
    { sql: AUDIT_ADDED, args: { now, actorId, actorName, actorRole, email } },
  ]);
  const personId = Number(added?.lastInsertRowid);
  ctx.log('info', 'user.added', { actorId, userId: personId });
  return { personId };
}

type Stored = Omit<EditPersonInput, 'personId'> & { role: Role };

const STORED = 'select name, preferred_name preferredName, email, phone, role from users where id = ?';

const EDIT = `update users set name = :name, requested_name = nullif(requested_name, :name), preferred_name = :preferredName, email = :email, phone = :phone where id = :personId`;

/** Corrects details. A former address is told, and links sent there no longer work.
 *  @throws AppError `not-found`, `invalid` as for adding */
export async function editPerson(ctx: ActorContext, input: EditPersonInput): Promise<{ changed: string[] }> {
  const { personId, ...wanted } = input;
  const stored = await queryRow<Stored>(ctx.db, STORED, [personId]);
  if (!stored) throw new AppError('not-found', 'There is no such person.');
  const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((key) => wanted[key] !== stored[key]);
  if (changed.length === 0) return { changed };
  const isOtherAddress = changed.includes('email');
  if (isOtherAddress) await requireAllowedAddress(ctx, wanted.email, stored.role);
  const changes = Object.fromEntries(changed.map((key) => [key, { from: stored[key], to: wanted[key] }]));
  const entry = { actor: ctx.actor, at: ctx.now(), subject: `user:${personId}`, detail: { changes } };
  await commitAddress(ctx, [
    ...beforeAddressChange(ctx, { sql: 'select :personId as userId, :email as email', args: { personId, email: wanted.email } }),
    { sql: EDIT, args: { personId, ...wanted } },
    auditIfChanged({ ...entry, action: 'user.edited' }),
  ]);
  ctx.log('info', 'user.edited', { actorId: ctx.actor.id, userId: personId, changed });
  return { changed };
}

const TIES = `select name, (select count(*) from attendance a where a.student_id = u.id) marks,
    (select count(*) from enrolments e where e.student_id = u.id) enrolments,
    (select count(*) from section_staff st where st.user_id = u.id) staffed
  from users u where u.id = ?`;

type Ties = { name: string; marks: number; enrolments: number; staffed: number };

function tiesText({ marks, enrolments, staffed }: Ties): string {
  const counted: [number, string, string][] = [
    [marks, 'mark', 'marks'],
    [enrolments, 'enrolment', 'enrolments'],
    [staffed, 'section staffed', 'sections staffed'],
  ];
  const parts = counted.filter(([count]) => count > 0).map(([count, one, many]) => `${count} ${count === 1 ? one : many}`);
  return parts.length > 0 ? parts.join(', ') : 'registers, check-ins or messages';
}

/** Deletes an account that nothing refers to.
 *  @throws AppError `not-found`, `invalid` for the own account, `conflict` with counts when something refers to it: archive it instead */
export async function removePerson(ctx: ActorContext, personId: number): Promise<{ name: string }> {
  if (personId === ctx.actor.id) throw new AppError('invalid', 'Your own account is deleted by another administrator.');
  const ties = await queryRow<Ties>(ctx.db, TIES, [personId]);
  if (!ties) throw new AppError('not-found', 'There is no such person.');
  const where = `id = :id and role <> 'admin' and ${IS_UNATTACHED}`;
  const args = { id: personId };
  const removed = await ctx
    .commit([
      auditEachPerson(ctx, {
        action: 'user.deleted',
        where,
        args,
        detail: "json_object('name', name, 'email', email, 'role', role)",
      }),
      { sql: `delete from users where ${where}`, args },
    ])
    .catch((cause: unknown) => {
      if (cause instanceof LibsqlError && /FOREIGN KEY/.test(cause.message)) return null;
      throw cause;
    });
  if (removed?.[1]?.rowsAffected !== 1)
    throw new AppError('conflict', `${ties.name} cannot be deleted: there are ${tiesText(ties)}. Archive the account instead.`);
  ctx.log('info', 'user.deleted', { actorId: ctx.actor.id, userId: personId });
  return { name: ties.name };
}
