/** The school's list of reasons for marks. What a code means never changes; one that is no longer wanted is archived and stays with the marks
 *  that have it. */
import { LibsqlError } from '@libsql/client';
import { and, asc, eq, isNotNull, isNull, max, or, type SQL, sql } from 'drizzle-orm';
import { reasonCodes } from '#db/schema';
import { asBoolean } from '#db/sql/values';
import type {
  ArchiveReasonCodeInput,
  EditReasonCodeInput,
  ReasonCode,
  ReasonCodeInput,
  ReorderReasonCodesInput,
} from '#domain/correction/reason-code';
import { type AddPresetInput, PRESET_CODES } from '#domain/correction/reason-code-preset';
import { AppError, invalidField } from '#domain/errors';
import type { Status } from '#domain/register/attendance';
import { auditAdded, auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';

/** Every code, also the archived, in the school's order. */
export async function listReasonCodes({ db }: Pick<ActorContext, 'db'>): Promise<ReasonCode[]> {
  const { id, name, status, countsAs, externalCode, archivedAt, position } = reasonCodes;
  const isArchived = asBoolean(isNotNull(archivedAt));
  return db.select({ id, name, status, countsAs, externalCode, isArchived }).from(reasonCodes).orderBy(asc(position), asc(id));
}

/** Whether a code may be given with marks of these statuses. Nothing is asked of the database where none is given.
 *  @param isKept condition under which an archived one may, because what is written has it already
 *  @throws AppError `invalid` at `reasonCodeId` for a code of another status, for an archived one, and with marks taken back */
export async function requireReasonCode(
  { db }: Pick<ActorContext, 'db'>,
  reasonCodeId: number | null | undefined,
  statuses: readonly (Status | null)[],
  isKept?: SQL,
): Promise<void> {
  if (reasonCodeId === null || reasonCodeId === undefined) return;
  const { id, status, archivedAt } = reasonCodes;
  const code = await db
    .select({ status })
    .from(reasonCodes)
    .where(and(eq(id, reasonCodeId), or(isNull(archivedAt), isKept)))
    .get();
  if (!code || statuses.some((one) => one !== code.status)) throw invalidField('reasonCodeId', 'correction.reason-code-unusable');
}

/** Two codes in use have no name in common. */
async function onlyOneOfName<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (cause) {
    if (cause instanceof LibsqlError && cause.message.includes('reason_codes_name'))
      throw invalidField('name', 'correction.reason-code-name-taken', cause);
    throw cause;
  }
}

const NEXT_POSITION = sql<number>`(select coalesce(${max(reasonCodes.position)}, 0) + 1 from ${reasonCodes})`;

/** Adds a code at the end of the list.
 *  @throws AppError `invalid` at `name` for one that is in use */
export async function createReasonCode(ctx: ActorContext, input: ReasonCodeInput): Promise<{ reasonCodeId: number }> {
  const { name, status, countsAs = null, externalCode = null } = input;
  const row = { name, status, countsAs, externalCode };
  const [added] = await onlyOneOfName(
    ctx.commit([
      ctx.db.insert(reasonCodes).values({ ...row, position: NEXT_POSITION }),
      auditAdded(ctx, { noun: 'reason-code', action: 'reason-code.added', detail: row }),
    ]),
  );
  return { reasonCodeId: Number(added?.lastInsertRowid) };
}

/** By hand, for the list that comes as one JSON argument. */
const ADD_PRESET = `insert into reason_codes (name, status, counts_as, external_code, position)
  select p.value ->> 'name', p.value ->> 'status', p.value ->> 'countsAs', p.value ->> 'externalCode',
    (select coalesce(max(position), 0) from reason_codes) + p.key + 1
  from json_each(:codes) p
  where not exists (select 1 from reason_codes c where lower(c.name) = lower(p.value ->> 'name') and c.archived_at is null)`;

/** Adds the codes of a preset behind what is there; names in use are left as they are. */
export async function addPreset(ctx: ActorContext, { preset }: AddPresetInput): Promise<{ added: number }> {
  const [added] = await ctx.commit([
    { sql: ADD_PRESET, args: { codes: JSON.stringify(PRESET_CODES[preset]) } },
    auditChange(ctx, { action: 'reason-code.added', subject: 'reason-code', detail: { preset } }),
  ]);
  return { added: added?.rowsAffected ?? 0 };
}

type Known = { name: string; externalCode: string | null };

async function change(
  ctx: ActorContext,
  reasonCodeId: number,
  statements: (isNamed: SQL, known: Known) => Write[],
): Promise<void> {
  const isNamed = eq(reasonCodes.id, reasonCodeId);
  const { name, externalCode } = reasonCodes;
  const known = await ctx.db.select({ name, externalCode }).from(reasonCodes).where(isNamed).get();
  if (!known) throw new AppError('not-found', 'correction.reason-code-unknown');
  await onlyOneOfName(ctx.commit(statements(isNamed, known)));
}

/** Changes a code's name and external code.
 *  @throws AppError `not-found`; `invalid` at `name` for one that is in use */
export function editReasonCode(
  ctx: ActorContext,
  { reasonCodeId, name, externalCode = null }: EditReasonCodeInput,
): Promise<void> {
  const subject = `reason-code:${reasonCodeId}`;
  return change(ctx, reasonCodeId, (isNamed, from) => [
    ctx.db.update(reasonCodes).set({ name, externalCode }).where(isNamed),
    auditChange(ctx, { action: 'reason-code.edited', subject, detail: { from, to: { name, externalCode } } }),
  ]);
}

/** Takes a code out of use, or into it again. Idempotent.
 *  @throws AppError `not-found`; `invalid` at `name` when its name is in use by now */
export function archiveReasonCode(ctx: ActorContext, { reasonCodeId, isArchived }: ArchiveReasonCodeInput): Promise<void> {
  const { archivedAt } = reasonCodes;
  const action = isArchived ? ('reason-code.archived' as const) : ('reason-code.restored' as const);
  return change(ctx, reasonCodeId, (isNamed) => [
    ctx.db
      .update(reasonCodes)
      .set({ archivedAt: isArchived ? ctx.now() : null })
      .where(and(isNamed, isArchived ? isNull(archivedAt) : isNotNull(archivedAt))),
    auditChange(ctx, { action, subject: `reason-code:${reasonCodeId}` }),
  ]);
}

/** By hand, for the list that comes as one JSON argument. */
const REORDER = `update reason_codes set position = coalesce((select w.key + 1 from json_each(:ids) w where w.value = reason_codes.id),
  1000 + position)`;

/** Puts the codes in another order. */
export async function reorderReasonCodes(ctx: ActorContext, { reasonCodeIds }: ReorderReasonCodesInput): Promise<void> {
  await ctx.commit([
    { sql: REORDER, args: { ids: JSON.stringify(reasonCodeIds) } },
    auditChange(ctx, { action: 'reason-code.reordered', subject: 'reason-code', detail: { reasonCodeIds } }),
  ]);
}
