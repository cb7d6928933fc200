/** Terms: listed, made, edited and archived. A slot that is valid for the whole of its term follows it when its days change. */
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import type { EditTermInput, Term, TermInput } from '#domain/timetable/term';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { materialiseTerm } from './materialise';

type Row = Omit<Term, 'isArchived'> & { isArchived: number };

const SELECT = `select t.id, t.name, t.from_day fromDay, t.until_day untilDay, t.archived_at is not null isArchived,
    (select count(*) from slots sl where sl.term_id = t.id) slots
  from terms t`;

const TO_COME = `select count(*) count from slots sl join class_sessions cs on cs.slot_id = sl.id
  where sl.term_id = ? and cs.state = 'scheduled' and cs.starts_at > ?`;

const toTerm = (row: Row): Term => ({ ...row, isArchived: row.isArchived === 1 });

/** Every term, the latest first; archived ones too. */
export async function listTerms(ctx: ActorContext): Promise<Term[]> {
  const rows = await queryRows<Row>(ctx.db, `${SELECT} order by t.from_day desc, t.id desc`);
  return rows.map(toTerm);
}

/** @throws AppError `not-found` */
async function loadTerm(ctx: ActorContext, termId: number): Promise<Term> {
  const row = await queryRow<Row>(ctx.db, `${SELECT} where t.id = ?`, [termId]);
  if (!row) throw new AppError('not-found', 'There is no such term.');
  return toTerm(row);
}

/** Adds a term. */
export async function createTerm(ctx: ActorContext, { name, fromDay, untilDay }: TermInput): Promise<{ termId: number }> {
  const sql = 'insert into terms (name, from_day, until_day) values (?, ?, ?)';
  const [added] = await ctx.commit([
    { sql, args: [name, fromDay, untilDay] },
    auditChange(ctx, { action: 'term.created', subject: 'term', detail: { name, fromDay, untilDay } }),
  ]);
  return { termId: Number(added?.lastInsertRowid) };
}

const FOLLOW = `update slots set valid_from = iif(valid_from = :oldFrom, :fromDay, valid_from),
    valid_until = iif(valid_until = :oldUntil, :untilDay, valid_until)
  where term_id = :id and (valid_from = :oldFrom or valid_until = :oldUntil)`;

/** Changes a term and brings its class sessions in line.
 *  @throws AppError `not-found` */
export async function editTerm(ctx: ActorContext, input: EditTermInput): Promise<MaterialiseReport> {
  const { termId: id, name, fromDay, untilDay } = input;
  const old = await loadTerm(ctx, id);
  const { fromDay: oldFrom, untilDay: oldUntil } = old;
  await ctx.commit([
    { sql: 'update terms set name = ?, from_day = ?, until_day = ? where id = ?', args: [name, fromDay, untilDay, id] },
    auditChange(ctx, {
      action: 'term.edited',
      subject: `term:${id}`,
      detail: { from: { name: old.name, fromDay: oldFrom, untilDay: oldUntil }, to: { name, fromDay, untilDay } },
    }),
    { sql: FOLLOW, args: { id, fromDay, untilDay, oldFrom, oldUntil } },
  ]);
  const [first, , , last] = [oldFrom, oldUntil, fromDay, untilDay].sort();
  return materialiseTerm(ctx, id, { fromDay: first ?? fromDay, untilDay: last ?? untilDay });
}

/** Archives a term that is over: its slots no longer show, its class sessions and marks stay.
 *  @throws AppError `not-found`; `conflict` while it has class sessions to come */
export async function archiveTerm(ctx: ActorContext, termId: number): Promise<void> {
  await loadTerm(ctx, termId);
  const left = await queryRow<{ count: number }>(ctx.db, TO_COME, [termId, ctx.now()]);
  const count = left?.count ?? 0;
  if (count > 0) {
    const classes = count === 1 ? '1 class' : `${count} classes`;
    throw new AppError('conflict', `This term still has ${classes} to come. End it first, or wait until it is over.`);
  }
  await ctx.commit([
    { sql: 'update terms set archived_at = ? where id = ? and archived_at is null', args: [ctx.now(), termId] },
    auditChange(ctx, { action: 'term.archived', subject: `term:${termId}` }),
  ]);
}

/** Brings an archived term back.
 *  @throws AppError `not-found` */
export async function restoreTerm(ctx: ActorContext, termId: number): Promise<void> {
  await loadTerm(ctx, termId);
  await ctx.commit([
    { sql: 'update terms set archived_at = null where id = ? and archived_at is not null', args: [termId] },
    auditChange(ctx, { action: 'term.restored', subject: `term:${termId}` }),
  ]);
}
