/** Putting departments, courses and sections away with all below them, bringing back what went together, and deleting what nobody used. */
import { type InStatement, LibsqlError } from '@libsql/client';
import { queryRow } from '#db/query';
import { AppError } from '#domain/errors';
import { countsText, type Structure } from '#domain/structure/section';
import { type AuditAction, auditIfChanged } from '#server/context/audit';
import { newRevision } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';

const TABLES: Record<Structure, string> = { department: 'departments', course: 'courses', section: 'sections' };
const LABELS: Record<Structure, string> = { department: 'name', course: 'code', section: 'code' };

/** The sections at or below `:id`. */
const SECTIONS: Record<Structure, string> = {
  department: 'course_id in (select id from courses where department_id = :id)',
  course: 'course_id = :id',
  section: 'id = :id',
};

/** What has to be in use for this to be. */
const PARENTS: Record<Structure, string | null> = {
  department: null,
  course: 'select archived_at archivedAt from departments where id = (select department_id from courses where id = ?)',
  section: 'select archived_at archivedAt from courses where id = (select course_id from sections where id = ?)',
};

type Row = { label: string; archivedAt: number | null };

/** @throws AppError `not-found` */
async function load(ctx: ActorContext, what: Structure, id: number): Promise<Row> {
  const sql = `select ${LABELS[what]} label, archived_at archivedAt from ${TABLES[what]} where id = ?`;
  const row = await queryRow<Row>(ctx.db, sql, [id]);
  if (!row) throw new AppError('not-found', `There is no such ${what}.`);
  return row;
}

function auditEntry(ctx: ActorContext, what: Structure, id: number, { way, label }: { way: string; label: string }): InStatement {
  const action = `${what}.${way}` as AuditAction;
  return auditIfChanged({ actor: ctx.actor, at: ctx.now(), action, subject: `${what}:${id}`, detail: { label } });
}

/** Sets `archived_at` from one value to another at and below `:id`; the thing itself comes last. */
function moveAll(what: Structure, { from, to }: { from: string; to: string }): string[] {
  return [
    `update sections set archived_at = ${to} where ${SECTIONS[what]} and archived_at is ${from}`,
    ...(what === 'department'
      ? [`update courses set archived_at = ${to} where department_id = :id and archived_at is ${from}`]
      : []),
    ...(what === 'section' ? [] : [`update ${TABLES[what]} set archived_at = ${to} where id = :id and archived_at is ${from}`]),
  ];
}

/** Class sessions ahead are cancelled; `edited_at` tells which ones went with the section. */
const cancelAhead = (what: Structure) => `update class_sessions set state = 'cancelled', edited_at = :now, sequence = sequence + 1
  where state = 'scheduled' and starts_at > :now and section_id in (select id from sections where ${SECTIONS[what]} and archived_at is null)`;

const bringBackAhead = (
  what: Structure,
) => `update class_sessions set state = 'scheduled', edited_at = null, sequence = sequence + 1,
    ${newRevision()}
  where state = 'cancelled' and edited_at = :at and starts_at > :now
    and section_id in (select id from sections where ${SECTIONS[what]} and archived_at is :at)`;

/** Puts something away with all below it; their class sessions ahead are cancelled. Twice is once.
 *  @throws AppError `not-found` */
export async function archiveStructure(ctx: ActorContext, what: Structure, id: number): Promise<{ cancelled: number }> {
  const { label } = await load(ctx, what, id);
  const args = { id, now: ctx.now() };
  const [cancelled] = await ctx.commit([
    { sql: cancelAhead(what), args },
    ...moveAll(what, { from: 'null', to: ':now' }).map((sql) => ({ sql, args })),
    auditEntry(ctx, what, id, { way: 'archived', label }),
  ]);
  ctx.log('info', `${what}.archived`, { actorId: ctx.actor.id, id });
  return { cancelled: cancelled?.rowsAffected ?? 0 };
}

/** Brings something back with what was put away together with it, class sessions ahead included. Twice is once.
 *  @throws AppError `not-found`, `conflict` while what it belongs to is put away */
export async function restoreStructure(ctx: ActorContext, what: Structure, id: number): Promise<void> {
  const { label, archivedAt: at } = await load(ctx, what, id);
  const parent = PARENTS[what] && (await queryRow<{ archivedAt: number | null }>(ctx.db, PARENTS[what], [id]));
  if (parent && parent.archivedAt !== null)
    throw new AppError('conflict', `Restore the ${what === 'section' ? 'course' : 'department'} first.`);
  if (at === null) return;
  await ctx.commit([
    { sql: bringBackAhead(what), args: { id, at, now: ctx.now() } },
    ...moveAll(what, { from: ':at', to: 'null' }).map((sql) => ({ sql, args: { id, at } })),
    auditEntry(ctx, what, id, { way: 'restored', label }),
  ]);
  ctx.log('info', `${what}.restored`, { actorId: ctx.actor.id, id });
}

const USES: Record<Structure, readonly (readonly [count: string, one: string, many: string])[]> = {
  department: [['select count(*) from courses where department_id = :id', 'course', 'courses']],
  course: [['select count(*) from sections where course_id = :id', 'section', 'sections']],
  section: [
    ['select count(*) from enrolments where section_id = :id', 'enrolment', 'enrolments'],
    ['select count(*) from class_sessions where section_id = :id', 'class session', 'class sessions'],
    ['select count(*) from slots where section_id = :id', 'timetable slot', 'timetable slots'],
  ],
};

async function usesText(ctx: ActorContext, what: Structure, id: number): Promise<string> {
  const sql = `select ${USES[what].map(([count], index) => `(${count}) use${index}`).join(', ')}`;
  const row = await queryRow<Record<string, number>>(ctx.db, sql, { id });
  const counts = USES[what].map(([, one, many], index) => [Number(row?.[`use${index}`]), one, many] as const);
  return countsText(counts) || 'messages';
}

/** Deletes what nobody uses.
 *  @throws AppError `not-found`, `conflict` with counts when it is used: archive it instead */
export async function removeStructure(ctx: ActorContext, what: Structure, id: number): Promise<{ label: string }> {
  const { label } = await load(ctx, what, id);
  const unused = USES[what].map(([count]) => `(${count}) = 0`).join(' and ');
  const empty = 'delete from student_tallies where section_id = :id and present + late + absent + excused = 0';
  const statements = [
    ...(what === 'section' ? [{ sql: `${empty} and ${unused}`, args: { id } }] : []),
    { sql: `delete from ${TABLES[what]} where id = :id and ${unused}`, args: { id } },
    auditEntry(ctx, what, id, { way: 'deleted', label }),
  ];
  const results = await ctx.commit(statements).catch((cause: unknown) => {
    if (cause instanceof LibsqlError && /FOREIGN KEY/.test(cause.message)) return [];
    throw cause;
  });
  if (results.at(-2)?.rowsAffected !== 1)
    throw new AppError('conflict', `${label} is in use: it has ${await usesText(ctx, what, id)}. Archive it instead.`);
  ctx.log('info', `${what}.deleted`, { actorId: ctx.actor.id, id });
  return { label };
}
