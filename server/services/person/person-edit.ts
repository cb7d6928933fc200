/** An account made, corrected or deleted by an administrator. Whoever has marks is archived instead (`person-standing.ts`). */

import { LibsqlError } from '@libsql/client';
import { and, eq, inArray, isNotNull, isNull, ne, notExists, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { oneTimeCodes, users } from '#db/schema';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import type { EditPersonInput, NewPersonInput } from '#domain/person/person';
import { NO_ADDRESS_DOMAIN } from '#domain/person/placeholder-address';
import { addressEnds, isAllowedDomain, type Role } from '#domain/person/user';
import type { Message, MessageId } from '#domain/words/message';
import { sayCounts } from '#domain/words/says';
import { auditAdded, auditChange, auditPeople } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { beforeAddressChange } from './address-change';
import { isUnattached, TIES } from './person-references';

async function requireAllowedAddress(ctx: ActorContext, email: string, role: Role): Promise<void> {
  const { emailDomains } = await loadSettings(ctx);
  if (role === 'admin' || isAllowedDomain(email, role, emailDomains)) return;
  throw invalidField('email', { id: 'person.email-for-role', values: { domains: addressEnds(emailDomains[role]) } });
}

/** Writes; of the unique keys only the address can be taken.
 *  @throws AppError `invalid` */
async function commitAddress(ctx: ActorContext, statements: Write[]) {
  try {
    return await ctx.commit(statements);
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || !/UNIQUE constraint failed: users.email/.test(cause.message)) throw cause;
    throw invalidField('email', 'person.email-taken');
  }
}

const holders = alias(users, 'holders');

/** Takes an address from somebody who has left, together with what was sent there to open the account.
 *  @param isWanted condition: whether it is given to somebody else */
function freeAddress({ db }: ActorContext, email: string, isWanted: SQL): Write[] {
  const isHolder = and(eq(users.email, email), isNotNull(users.archivedAt), isWanted);
  const them = db.select({ id: users.id }).from(users).where(isHolder);
  const none = sql`'former-' || ${users.id} || ${NO_ADDRESS_DOMAIN}`;
  return [
    db.delete(oneTimeCodes).where(inArray(oneTimeCodes.userId, them)),
    db.update(users).set({ email: none, emailConfirmedAt: null }).where(isHolder),
  ];
}

/** Condition: nobody else who is here has the number. */
function isNumberFree({ db }: ActorContext, number: string | null, personId: number): SQL {
  if (number === null) return sql`1`;
  const isHeld = and(eq(holders.studentNumber, number), isNull(holders.archivedAt), ne(holders.id, personId));
  return notExists(db.select({ one: sql`1` }).from(holders).where(isHeld));
}

/** Nobody's id: of a person who is still to be made. */
const NOBODY = 0;

/** Makes an active account without a password: its owner chooses one by a link.
 *  @throws AppError `invalid` for an address that is taken or that the school does not take for this role, and for a number that is
 *  somebody else's */
export async function addPerson(ctx: ActorContext, input: NewPersonInput): Promise<{ personId: number }> {
  await requireAllowedAddress(ctx, input.email, input.role);
  const now = ctx.now();
  const account = { ...input, state: 'active' as const, createdAt: now, approvedAt: now, approvedById: ctx.actor.id };
  const isFree = isNumberFree(ctx, input.studentNumber, NOBODY);
  const [, , added] = await commitAddress(ctx, [
    ...freeAddress(ctx, input.email, isFree),
    ctx.db.insert(users).select(ctx.db.select(rowOf(users, account)).from(ONE_ROW).where(isFree)),
    auditAdded(ctx, { noun: 'user', action: 'user.added', detail: { name: input.name, role: input.role } }),
  ]);
  if (added?.rowsAffected !== 1) throw invalidField('studentNumber', 'person.number-taken');
  const personId = Number(added?.lastInsertRowid);
  ctx.log('info', 'user.added', { actorId: ctx.actor.id, userId: personId });
  return { personId };
}

/** A name that is asked for is no request any more once it is the name. */
const requestLeft = (name: string) => sql`nullif(${users.requestedName}, ${name})`;

/** Corrects details. A former address is told, and links sent there no longer work.
 *  @throws AppError `not-found`, `invalid` as for adding */
export async function editPerson(ctx: ActorContext, input: EditPersonInput): Promise<{ changed: string[] }> {
  const { personId, ...wanted } = input;
  const { name, familyName, preferredName, email, phone, studentNumber, role } = users;
  const isIt = eq(users.id, personId);
  const [stored] = await ctx.db
    .select({ name, familyName, preferredName, email, phone, studentNumber, role })
    .from(users)
    .where(isIt);
  if (!stored) throw new AppError('not-found', 'person.unknown');
  const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((key) => wanted[key] !== stored[key]);
  if (changed.length === 0) return { changed };
  const isOtherAddress = changed.includes('email');
  if (isOtherAddress) await requireAllowedAddress(ctx, wanted.email, stored.role);
  const changes = Object.fromEntries(changed.map((key) => [key, { from: stored[key], to: wanted[key] }]));
  const isFree = isNumberFree(ctx, changed.includes('studentNumber') ? wanted.studentNumber : null, personId);
  const results = await commitAddress(ctx, [
    ...(isOtherAddress ? freeAddress(ctx, wanted.email, isFree) : []),
    ...beforeAddressChange(ctx, sql`select ${personId} as userId, ${wanted.email} as email where ${isFree}`),
    ctx.db
      .update(users)
      .set({ ...wanted, requestedName: requestLeft(wanted.name) })
      .where(and(isIt, isFree)),
    auditChange(ctx, { action: 'user.edited', subject: `user:${personId}`, detail: { changes } }),
  ]);
  if (results.at(-1)?.rowsAffected !== 1) throw invalidField('studentNumber', 'person.number-taken');
  ctx.log('info', 'user.edited', { actorId: ctx.actor.id, userId: personId, changed });
  return { changed };
}

type Ties = { name: string; counts: { id: MessageId; count: number }[] };

/** How much there is of what an administrator would look for. */
async function loadTies({ db }: ActorContext, personId: number): Promise<Ties | null> {
  const counts = Object.fromEntries(TIES.map(({ column, said }) => [said, db.$count(column.table, eq(column, users.id))]));
  const [row] = await db
    .select({ name: users.name, counts: { ...counts } })
    .from(users)
    .where(eq(users.id, personId));
  return row ? { name: row.name, counts: TIES.map(({ said }) => ({ id: said, count: row.counts[said] ?? 0 })) } : null;
}

function sayTies({ counts }: Ties): Message[] {
  const found = sayCounts(counts);
  return found.length > 0 ? found : [{ id: 'person.other-ties' }];
}

/** Deletes an account that nothing refers to.
 *  @throws AppError `not-found`, `invalid` for the own account, `conflict` with counts when something refers to it: archive it instead */
export async function removePerson(ctx: ActorContext, personId: number): Promise<{ name: string }> {
  if (personId === ctx.actor.id) throw new AppError('invalid', 'person.own-account-deleted');
  const ties = await loadTies(ctx, personId);
  if (!ties) throw new AppError('not-found', 'person.unknown');
  const { id, name, email, role } = users;
  const where = and(eq(id, personId), ne(role, 'admin'), isUnattached(ctx.db)) as SQL;
  const detail = sql`json_object('name', ${name}, 'email', ${email}, 'role', ${role})`;
  const removed = await ctx
    .commit([auditPeople(ctx, { action: 'user.deleted', where, detail }), ctx.db.delete(users).where(where)])
    .catch((cause: unknown) => {
      if (cause instanceof LibsqlError && /FOREIGN KEY/.test(cause.message)) return null;
      throw cause;
    });
  if (removed?.[1]?.rowsAffected !== 1)
    throw new AppError('conflict', { id: 'person.has-ties', values: { name: ties.name, ties: sayTies(ties) } });
  ctx.log('info', 'user.deleted', { actorId: ctx.actor.id, userId: personId });
  return { name: ties.name };
}
