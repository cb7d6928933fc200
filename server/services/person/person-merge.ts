/** Two accounts of one person become one, by an administrator's hand, and for some time two again. */
import { LibsqlError } from '@libsql/client';
import { and, desc, eq, gte, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { queryRows } from '#db/query';
import {
  attendance,
  claims,
  corrections,
  devices,
  enrolments,
  leaves,
  loginSessions,
  oneTimeCodes,
  passkeys,
  personMerges,
  sectionStaff,
  users,
} from '#db/schema';
import { AppError, invalidField } from '#domain/errors';
import { type MarkChoice, MERGE_KEPT_MS, type Merged, type MergeInput, type MergeRef } from '#domain/person/merge';
import { auditPeople } from '#server/context/audit';
import { endKeysOf, endSignIns } from '#server/context/code-revision';
import type { ActorContext, Write } from '#server/context/context';
import { PERSON } from './people';
import { HAS_TWO_MARKS, MERGE, staffedByMerge, UNDO } from './person-merge-writes';

/** By hand, as the statement that holds the choice to it. */
const CHOICES = `select cs.id classSessionId, cs.starts_at startsAt, c.title courseTitle, s.code sectionCode, k.status kept, m.status other
  from users f join users i join attendance m join attendance k join class_sessions cs on cs.id = m.class_session_id
    join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
  where f.id = :fromId and i.id = :intoId and ${HAS_TWO_MARKS} order by cs.starts_at`;

async function loadPair({ db }: ActorContext, { personId, otherId }: MergeRef) {
  const found = await db
    .select(PERSON)
    .from(users)
    .where(inArray(users.id, [personId, otherId]));
  const [kept, other] = [personId, otherId].map((id) => found.find((person) => person.id === id));
  if (!kept || !other) throw new AppError('not-found', 'person.unknown');
  return { kept, other };
}

type Pair = Awaited<ReturnType<typeof loadPair>>;

/** @throws AppError `invalid` for accounts that are not merged */
function requireMergeable({ actor }: ActorContext, { kept, other }: Pair): void {
  if (kept.id === other.id || other.id === actor.id) throw invalidField('otherId', 'person.merge-itself');
  if (kept.role !== other.role || kept.role === 'admin') throw invalidField('otherId', 'person.merge-roles');
  if (kept.archivedAt !== null) throw invalidField('otherId', 'person.restore-first');
}

/** How much of each goes over. */
async function countMoved({ db }: ActorContext, id: number): Promise<Merged | undefined> {
  const [row] = await db
    .select({
      marks: db.$count(attendance, and(eq(attendance.studentId, id), isNotNull(attendance.status))),
      enrolments: db.$count(enrolments, eq(enrolments.studentId, id)),
      staffed: db.$count(sectionStaff, eq(sectionStaff.userId, id)),
      devices: db.$count(devices, eq(devices.userId, id)),
      leaves: db.$count(leaves, eq(leaves.studentId, id)),
      requests: db.$count(corrections, and(eq(corrections.studentId, id), eq(corrections.state, 'open'))),
      passkeys: db.$count(passkeys, eq(passkeys.userId, id)),
    })
    .from(users)
    .where(eq(users.id, id));
  return row;
}

/** What would go over, and for which class sessions somebody has to choose a mark. Changes nothing.
 *  @throws AppError `not-found`, `invalid` for accounts that are not merged */
export async function previewMerge(ctx: ActorContext, ref: MergeRef) {
  const pair = await loadPair(ctx, ref);
  requireMergeable(ctx, pair);
  const [moved, choices] = await Promise.all([
    countMoved(ctx, ref.otherId),
    queryRows<MarkChoice>(ctx.db, CHOICES, { fromId: ref.otherId, intoId: ref.personId }),
  ]);
  return { ...pair, moved, choices };
}

/** @throws AppError `conflict`, with what stood against it */
async function refuseMerge({ db }: ActorContext, { other }: Pair): Promise<never> {
  const merges = await db.$count(personMerges, and(eq(personMerges.fromId, other.id), isNull(personMerges.undoneAt)));
  if (merges > 0) throw new AppError('conflict', { id: 'person.merge-already', values: { name: other.name } });
  const waiting = await db.$count(claims, and(eq(claims.studentId, other.id), eq(claims.verdict, 'waiting')));
  if (waiting > 0) throw new AppError('conflict', { id: 'person.merge-waiting', values: { name: other.name } });
  throw new AppError('conflict', 'person.merge-undecided');
}

/** Who does it, and to which two, as the statements' arguments. */
function argsOf({ actor, now }: ActorContext, { personId, otherId }: MergeRef) {
  const by = { actionId: crypto.randomUUID(), actorId: actor.id, actorName: actor.name, actorRole: actor.role };
  return { fromId: otherId, intoId: personId, at: now(), ...by };
}

const detailOf = ({ kept, other }: Pair) => ({ name: kept.name, role: kept.role, otherId: other.id, other: other.name });

/** Lets everything of another account go over to a person, and archives the emptied one.
 *  @throws AppError `not-found`, `invalid` for accounts that are not merged, `conflict` while check-ins wait, or for a class session
 *  for which both have another mark and none was chosen */
export async function mergePeople(ctx: ActorContext, input: MergeInput): Promise<{ mergeId: number }> {
  const pair = await loadPair(ctx, input);
  requireMergeable(ctx, pair);
  const decided = Object.keys(input.marks).map(Number);
  const takes = decided.filter((id) => input.marks[id] === 'other');
  const args = { ...argsOf(ctx, input), decided: JSON.stringify(decided), takes: JSON.stringify(takes) };
  const [note = '', ...moves] = MERGE;
  const isMade = sql`exists (select 1 from ${personMerges} where ${personMerges.actionId} = ${args.actionId})`;
  const isKept = and(eq(users.id, input.personId), isMade) as SQL;
  const [noted] = await ctx.commit([
    { sql: note, args },
    auditPeople(ctx, { action: 'user.merged', where: isKept, detail: detailOf(pair) }),
    ...endSignIns(ctx, and(eq(loginSessions.userId, input.otherId), isMade) as SQL),
    ...moves.map((statement) => ({ sql: statement, args })),
  ]);
  if (noted?.rowsAffected !== 1) return refuseMerge(ctx, pair);
  ctx.log('info', 'user.merged', { actorId: ctx.actor.id, userId: input.personId, otherId: input.otherId });
  return { mergeId: Number(noted.lastInsertRowid) };
}

const merged = alias(users, 'merged');

/** Accounts that were merged into a person and can be taken out again, the newest first. */
export async function listMerges({ db, now }: ActorContext, personId: number) {
  const { id: mergeId, mergedAt, intoId, fromId, undoneAt } = personMerges;
  const isOpen = and(isNull(undoneAt), gte(mergedAt, now() - MERGE_KEPT_MS));
  return db
    .select({ mergeId, mergedAt, otherId: fromId, name: merged.name })
    .from(personMerges)
    .innerJoin(merged, eq(merged.id, fromId))
    .where(and(eq(intoId, personId), isOpen))
    .orderBy(desc(mergedAt));
}

/** Ends what the other person may still have of the kept account: its sign-ins and codes, and the keys of sections it is taken off. */
function endWhatIsTheirs(ctx: ActorContext, { intoId, actionId, at }: { intoId: number; actionId: string; at: number }): Write[] {
  const { userId } = oneTimeCodes;
  const isUndone = sql`exists (select 1 from ${personMerges} where ${personMerges.actionId} = ${actionId}
    and ${personMerges.undoneAt} = ${at})`;
  const sections = sql`(select section_id from section_staff where user_id = ${intoId} and ${isUndone}
    and section_id in ${sql.raw(staffedByMerge(`'${actionId}'`))})`;
  return [
    endKeysOf(ctx, sections),
    ...endSignIns(ctx, and(eq(loginSessions.userId, intoId), isUndone) as SQL),
    ctx.db.delete(oneTimeCodes).where(and(eq(userId, intoId), isUndone)),
  ];
}

/** Makes two accounts of one again: what went over goes back, as far as nobody has changed it since.
 *  @throws AppError `not-found`, `conflict` when it was taken back already, is too long ago, or something stands in the way */
export async function undoMerge(ctx: ActorContext, mergeId: number): Promise<{ personId: number }> {
  const { db } = ctx;
  const [merge] = await db.select().from(personMerges).where(eq(personMerges.id, mergeId));
  if (!merge) throw new AppError('not-found', 'person.unknown');
  const ref = { personId: merge.intoId, otherId: merge.fromId };
  const pair = await loadPair(ctx, ref);
  const args = { ...argsOf(ctx, ref), mergeId: merge.actionId };
  const isOpen = [
    eq(personMerges.id, mergeId),
    isNull(personMerges.undoneAt),
    gte(personMerges.mergedAt, args.at - MERGE_KEPT_MS),
  ];
  const isKept = and(eq(users.id, merge.intoId), sql`changes() > 0`) as SQL;
  const statements = [
    db
      .update(personMerges)
      .set({ undoneAt: args.at })
      .where(and(...isOpen)),
    auditPeople(ctx, { action: 'user.merge-undone', where: isKept, detail: detailOf(pair) }),
    ...endWhatIsTheirs(ctx, { ...merge, at: args.at }),
    ...UNDO.map((statement) => ({ sql: statement, args })),
  ];
  const [undone] = await ctx.commit(statements).catch((cause: unknown) => {
    if (cause instanceof LibsqlError && /UNIQUE/.test(cause.message)) throw new AppError('conflict', 'person.merge-in-the-way');
    throw cause;
  });
  if (undone?.rowsAffected !== 1) throw new AppError('conflict', 'person.merge-taken-back');
  ctx.log('info', 'user.merge-undone', { actorId: ctx.actor.id, userId: merge.intoId, otherId: merge.fromId });
  return { personId: merge.intoId };
}
