/** Guardians of a student as administrators look after them. Another address has to be proved again, and what was sent to the one before
 *  opens nothing any more. */
import { LibsqlError } from '@libsql/client';
import { and, asc, eq, inArray, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { deliveries, guardianLinks, guardians, users } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import {
  ASK_AGAIN_MS,
  type BarGuardianInput,
  type EditGuardianInput,
  GUARDIANS_MOST,
  type Guardian,
  type GuardianList,
  type GuardianRef,
  type GuardiansOf,
  guardianState,
  type NewGuardianInput,
} from '#domain/person/guardian';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

const { id, studentId, name, relation, email, position, isBarred, askedAt, confirmedAt, caughtUpAt, unsubscribedAt } = guardians;

/** First the one to turn to first. */
export async function loadGuardians({ db }: Pick<ActorContext, 'db'>, ofStudent: number): Promise<Guardian[]> {
  const rows = await db
    .select({ id, name, relation, email, isBarred, askedAt, confirmedAt, unsubscribedAt })
    .from(guardians)
    .where(eq(studentId, ofStudent))
    .orderBy(asc(position), asc(id));
  return rows.map(({ isBarred: barred, ...row }) => ({ ...row, state: guardianState({ ...row, isBarred: barred }) }));
}

/** @throws AppError `not-found` */
export async function listGuardians(ctx: ActorContext, ref: GuardiansOf): Promise<GuardianList> {
  const isIt = and(eq(users.id, ref.studentId), eq(users.role, 'student'));
  const [student] = await ctx.db.select({ id: users.id, name: users.name }).from(users).where(isIt);
  if (!student) throw new AppError('not-found', 'person.unknown');
  const [found, { messages }] = await Promise.all([loadGuardians(ctx, student.id), loadSettings(ctx)]);
  return { student, guardians: found, isOn: messages.guardiansGetAlerts, canMail: ctx.mail !== null };
}

/** Writes; a student has an address once.
 *  @throws AppError `invalid` */
async function commitAddress(ctx: ActorContext, statements: Write[]) {
  try {
    return await ctx.commit(statements);
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || !/UNIQUE constraint failed: guardians/.test(cause.message)) throw cause;
    throw invalidField('email', 'person.guardian-twice');
  }
}

const subjectOf = (ref: GuardiansOf) => `user:${ref.studentId}`;

/** Adds a guardian behind those who are there. They are asked to confirm the address once the school tells guardians.
 *  @throws AppError `invalid` for an address that is there, `not-found` for who is no student here, `conflict` when there are enough */
export async function addGuardian(ctx: ActorContext, input: NewGuardianInput): Promise<{ guardianId: number }> {
  await listGuardians(ctx, input);
  const of = sql`from ${guardians} where ${studentId} = ${input.studentId}`;
  const last = sql`(select coalesce(max(${position}), 0) + 1 ${of})`;
  const hasRoom = sql`(select count(*) ${of}) < ${GUARDIANS_MOST}`;
  const isStudent = and(eq(users.id, input.studentId), eq(users.role, 'student'));
  const row = rowOf(guardians, { ...input, position: last, createdAt: ctx.now() });
  const [added] = await commitAddress(ctx, [
    ctx.db.insert(guardians).select(ctx.db.select(row).from(users).where(and(isStudent, hasRoom))),
    auditChange(ctx, { action: 'guardian.added', subject: subjectOf(input), detail: { name: input.name } }),
  ]);
  if (added?.rowsAffected !== 1)
    throw new AppError('conflict', { id: 'person.guardians-most', values: { most: GUARDIANS_MOST } });
  ctx.log('info', 'guardian.added', { actorId: ctx.actor.id, userId: input.studentId });
  return { guardianId: Number(added.lastInsertRowid) };
}

const isGuardian = (ref: GuardianRef) => and(eq(id, ref.guardianId), eq(studentId, ref.studentId)) as SQL;

/** @throws AppError `not-found` */
async function loadGuardian({ db }: ActorContext, ref: GuardianRef) {
  const [found] = await db.select({ name, relation, email }).from(guardians).where(isGuardian(ref));
  if (!found) throw new AppError('not-found', 'person.guardian-unknown');
  return found;
}

/** Ends a guardian's links and takes back what waits to be sent.
 *  @param where condition on `guardians` as they are before what follows in the batch */
function endContact({ db }: ActorContext, where: SQL): Write[] {
  const them = db.select({ id }).from(guardians).where(where);
  return [
    db.delete(guardianLinks).where(inArray(guardianLinks.guardianId, them)),
    db.delete(deliveries).where(and(inArray(deliveries.guardianId, them), isNull(deliveries.sentAt))),
  ];
}

/** @throws AppError `not-found`, `invalid` for an address that is there */
export async function editGuardian(
  ctx: ActorContext,
  { studentId: of, guardianId, ...wanted }: EditGuardianInput,
): Promise<void> {
  const ref = { studentId: of, guardianId };
  const stored = await loadGuardian(ctx, ref);
  const keys = (['name', 'relation'] as const).filter((key) => stored[key] !== wanted[key]);
  const hidden = stored.email === wanted.email ? [] : (['email'] as const);
  if (keys.length + hidden.length === 0) return;
  const changes = Object.fromEntries(keys.map((key) => [key, { from: stored[key], to: wanted[key] }]));
  const ifSame = (column: SQLiteColumn) => sql`case when ${email} = ${wanted.email} then ${column} end`;
  const [, , edited] = await commitAddress(ctx, [
    ...endContact(ctx, and(isGuardian(ref), ne(email, wanted.email)) as SQL),
    ctx.db
      .update(guardians)
      .set({
        ...wanted,
        askedAt: ifSame(askedAt),
        confirmedAt: ifSame(confirmedAt),
        caughtUpAt: ifSame(caughtUpAt),
        unsubscribedAt: ifSame(unsubscribedAt),
      })
      .where(isGuardian(ref)),
    auditChange(ctx, {
      action: 'guardian.edited',
      subject: subjectOf(ref),
      detail: { name: stored.name, changes, hidden: [...hidden] },
    }),
  ]);
  if (edited?.rowsAffected !== 1) throw new AppError('not-found', 'person.guardian-unknown');
}

/** By hand, for the list that comes as one JSON argument. */
const REORDER = `update guardians set position = (select w.key from json_each(:ids) w where w.value = guardians.id)
  where student_id = :studentId and id in (select value from json_each(:ids))`;

/** Puts a guardian before the one who comes first by now. The first one stays.
 *  @throws AppError `not-found` */
export async function moveGuardianUp(ctx: ActorContext, ref: GuardianRef): Promise<void> {
  const [{ name: moved }, all] = await Promise.all([loadGuardian(ctx, ref), loadGuardians(ctx, ref.studentId)]);
  const ids = all.map((one) => one.id);
  const at = ids.indexOf(ref.guardianId);
  if (at <= 0) return;
  const order = ids.toSpliced(at, 1).toSpliced(at - 1, 0, ref.guardianId);
  await ctx.commit([
    { sql: REORDER, args: { ids: JSON.stringify(order), studentId: ref.studentId } },
    auditChange(ctx, { action: 'guardian.moved-up', subject: subjectOf(ref), detail: { name: moved } }),
  ]);
}

/** Says that a guardian is not to be contacted, or takes that back. Links of before open nothing in either case, so that whoever has not
 *  confirmed the address is asked anew. Idempotent.
 *  @throws AppError `not-found` */
export async function barGuardian(ctx: ActorContext, { isBarred: barred, ...ref }: BarGuardianInput): Promise<void> {
  const found = await loadGuardian(ctx, ref);
  const action = barred ? ('guardian.barred' as const) : ('guardian.unbarred' as const);
  await ctx.commit([
    ...(barred ? endContact(ctx, isGuardian(ref)) : []),
    ctx.db
      .update(guardians)
      .set({ isBarred: barred, askedAt: sql`case when ${confirmedAt} is not null then ${askedAt} end` })
      .where(and(isGuardian(ref), ne(isBarred, barred))),
    auditChange(ctx, { action, subject: subjectOf(ref), detail: { name: found.name } }),
  ]);
}

/** Forgets a guardian, with links and mails.
 *  @throws AppError `not-found` */
export async function removeGuardian(ctx: ActorContext, ref: GuardianRef): Promise<void> {
  const found = await loadGuardian(ctx, ref);
  await ctx.commit([
    ctx.db.delete(guardians).where(isGuardian(ref)),
    auditChange(ctx, { action: 'guardian.removed', subject: subjectOf(ref), detail: { name: found.name } }),
  ]);
}

/** Lets the mail that asks to confirm the address go once more.
 *  @throws AppError `not-found`, `conflict` for who need not or may not be asked, or was a moment ago */
export async function askGuardianAgain(ctx: ActorContext, ref: GuardianRef): Promise<void> {
  const found = await loadGuardian(ctx, ref);
  const isAskable = and(eq(isBarred, false), isNull(confirmedAt), isNull(unsubscribedAt));
  const isTime = or(isNull(askedAt), lte(askedAt, ctx.now() - ASK_AGAIN_MS));
  const [asked] = await ctx.commit([
    ctx.db
      .update(guardians)
      .set({ askedAt: null })
      .where(and(isGuardian(ref), isAskable, isTime)),
    auditChange(ctx, { action: 'guardian.asked-again', subject: subjectOf(ref), detail: { name: found.name } }),
  ]);
  if (asked?.rowsAffected !== 1) throw new AppError('conflict', 'person.guardian-not-asked');
}
