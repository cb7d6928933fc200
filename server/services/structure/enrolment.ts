/** Who is on a roll from when until when. The days may lie in the past: what that changes is shown before. Tallies follow by trigger. */
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import {
  type ChangeEnrolmentInput,
  type DayRange,
  type HeldClassSession,
  type MoveEnrolmentInput,
  type NewEnrolmentInput,
  type RollEffect,
  rollEffect,
} from '#domain/structure/enrolment';
import { addDays } from '#domain/time';
import { type AuditAction, auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';

function refuse(field: string, message: string): never {
  throw new AppError('invalid', message, { fieldErrors: { [field]: [message] } });
}

type Enrolment = DayRange & { id: number; sectionId: number; studentId: number; name: string };

const BY_ID = `select e.id, e.section_id sectionId, e.student_id studentId, e.from_day fromDay, e.until_day untilDay, u.name
  from enrolments e join users u on u.id = e.student_id where e.id = ?`;

/** @throws AppError `not-found` */
async function loadEnrolment(ctx: ActorContext, id: number): Promise<Enrolment> {
  const row = await queryRow<Enrolment>(ctx.db, BY_ID, [id]);
  if (!row) throw new AppError('not-found', 'There is no such enrolment.');
  return { ...row };
}

function audit(
  ctx: ActorContext,
  action: AuditAction,
  { sectionId, ...detail }: { sectionId: number } & Record<string, unknown>,
) {
  return auditIfChanged({ actor: ctx.actor, at: ctx.now(), action, subject: `section:${sectionId}`, detail });
}

type Place = { sectionId: number; studentId: number };

const RANGES = `select id, from_day fromDay, until_day untilDay from enrolments where section_id = :sectionId and student_id = :studentId`;

const HELD = `select cs.id classSessionId, cs.day, cs.starts_at startsAt, a.status from class_sessions cs
  left join attendance a on a.class_session_id = cs.id and a.student_id = :studentId
  where cs.section_id = :sectionId and cs.is_held order by cs.starts_at`;

/** What another set of a student's enrolments in a section does to class sessions that were held. */
async function effectOf(
  ctx: ActorContext,
  place: Place,
  after: (ranges: (DayRange & { id: number })[]) => DayRange[],
): Promise<RollEffect> {
  const { sectionId, studentId } = place;
  const [ranges, held] = await Promise.all([
    queryRows<DayRange & { id: number }>(ctx.db, RANGES, { sectionId, studentId }),
    queryRows<HeldClassSession>(ctx.db, HELD, { sectionId, studentId }),
  ]);
  const copies = held.map((row) => ({ ...row }));
  return rollEffect(copies, ranges, after(ranges));
}

/** What an enrolment would change in registers that were held. */
export function previewNewEnrolment(ctx: ActorContext, input: NewEnrolmentInput): Promise<RollEffect> {
  return effectOf(ctx, input, (ranges) => [...ranges, input]);
}

/** What other days would change in registers that were held.
 *  @throws AppError `not-found` */
export async function previewEnrolment(ctx: ActorContext, input: ChangeEnrolmentInput): Promise<RollEffect> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  return effectOf(ctx, stored, (ranges) => ranges.map((range) => (range.id === stored.id ? input : range)));
}

/** What a move would change in registers of the section that is left and of the one that is joined.
 *  @throws AppError `not-found` */
export async function previewMove(ctx: ActorContext, input: MoveEnrolmentInput): Promise<RollEffect> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  const untilDay = addDays(input.day, -1);
  const joined = { ...stored, sectionId: input.sectionId };
  const [left, entered] = await Promise.all([
    effectOf(ctx, stored, (ranges) => ranges.map((range) => (range.id === stored.id ? { ...range, untilDay } : range))),
    effectOf(ctx, joined, (ranges) => [...ranges, { fromDay: input.day, untilDay: stored.untilDay }]),
  ]);
  return { starts: [...left.starts, ...entered.starts], stops: [...left.stops, ...entered.stops] };
}

/** Another enrolment of the student in the section shares a day. */
const overlaps = (
  section: string,
) => `exists (select 1 from enrolments o where o.section_id = ${section} and o.student_id = :studentId
  and o.id <> :id and o.from_day <= coalesce(:untilDay, '9999-12-31') and coalesce(o.until_day, '9999-12-31') >= :fromDay)`;

const IS_STUDENT = `exists (select 1 from users u where u.id = :studentId and u.role = 'student' and u.archived_at is null)`;
const IS_IN_USE = 'exists (select 1 from sections s where s.id = :sectionId and s.archived_at is null)';

type Facts = { isStudent: number; isInUse: number; isKnown: number; isSection: number; isTaken: number };

/** Says why an enrolment was not written.
 *  @throws AppError always */
async function refuseEnrolment(ctx: ActorContext, args: Place & DayRange & { id: number }): Promise<never> {
  const sql = `select ${IS_STUDENT} isStudent, ${IS_IN_USE} isInUse, ${overlaps(':sectionId')} isTaken,
    exists (select 1 from users u where u.id = :studentId) isKnown, exists (select 1 from sections s where s.id = :sectionId) isSection`;
  const { sectionId, studentId, fromDay, untilDay, id } = args;
  const facts = await queryRow<Facts>(ctx.db, sql, { sectionId, studentId, fromDay, untilDay, id });
  if (!facts?.isSection) throw new AppError('not-found', 'There is no such section.');
  if (!facts.isKnown) throw new AppError('not-found', 'There is no such person.');
  if (!facts.isStudent) refuse('studentId', 'Only students who have not left can be enrolled.');
  if (!facts.isInUse) refuse('sectionId', 'This section is archived.');
  if (facts.isTaken) refuse('fromDay', 'This student is on the roll of this section on some of these days already.');
  throw new AppError('conflict', 'The enrolment was changed meanwhile. Look again.');
}

const ADD = `insert into enrolments (section_id, student_id, from_day, until_day) select :sectionId, :studentId, :fromDay, :untilDay
  where ${IS_STUDENT} and ${IS_IN_USE} and not ${overlaps(':sectionId')}`;

/** Puts a student on a section's roll.
 *  @throws AppError `not-found`, `invalid` for people who are no students, days the student is on the roll already, an archived section */
export async function addEnrolment(ctx: ActorContext, input: NewEnrolmentInput): Promise<{ enrolmentId: number }> {
  const args = { ...input, id: 0 };
  const [added] = await ctx.commit([{ sql: ADD, args }, audit(ctx, 'enrolment.added', { ...input })]);
  if (added?.rowsAffected !== 1) return refuseEnrolment(ctx, args);
  return { enrolmentId: Number(added.lastInsertRowid) };
}

const CHANGE = `update enrolments set from_day = :fromDay, until_day = :untilDay where id = :id and not ${overlaps(':sectionId')}`;

/** Gives an enrolment other days.
 *  @throws AppError `not-found`, `invalid` for days that another enrolment of the student in the section has */
export async function changeEnrolment(ctx: ActorContext, input: ChangeEnrolmentInput): Promise<void> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  const { id, sectionId, studentId, name } = stored;
  const days = { fromDay: input.fromDay, untilDay: input.untilDay };
  if (stored.fromDay === days.fromDay && stored.untilDay === days.untilDay) return;
  const from = { fromDay: stored.fromDay, untilDay: stored.untilDay };
  const args = { id, sectionId, studentId, ...days };
  const [changed] = await ctx.commit([
    { sql: CHANGE, args },
    audit(ctx, 'enrolment.changed', { sectionId, studentId, name, from, to: days }),
  ]);
  if (changed?.rowsAffected !== 1) await refuseEnrolment(ctx, args);
}

/** Only where the whole move can be made. */
const LEAVE = `update enrolments set until_day = :lastDay where id = :id and from_day <= :lastDay
  and (until_day is null or until_day >= :fromDay) and ${IS_STUDENT} and ${IS_IN_USE} and not ${overlaps(':sectionId')}`;
const JOIN = `insert into enrolments (section_id, student_id, from_day, until_day) select :sectionId, :studentId, :fromDay, :untilDay
  where changes() > 0`;

/** Ends an enrolment the day before and begins one in another section, which ends when the former would have.
 *  @throws AppError `not-found`, `invalid` for a day outside the enrolment, the same section, or one the student is in already */
export async function moveEnrolment(ctx: ActorContext, input: MoveEnrolmentInput): Promise<void> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  const { id, studentId, untilDay, name } = stored;
  if (input.sectionId === stored.sectionId) refuse('sectionId', 'Choose another section.');
  if (input.day <= stored.fromDay) refuse('day', `Choose a day after ${stored.fromDay}, when the enrolment began.`);
  if (untilDay !== null && input.day > untilDay) refuse('day', `Choose a day up to ${untilDay}, when the enrolment ends.`);
  const args = { sectionId: input.sectionId, studentId, fromDay: input.day, untilDay };
  const detail = { studentId, name, day: input.day };
  const [left] = await ctx.commit([
    { sql: LEAVE, args: { ...args, id, lastDay: addDays(input.day, -1) } },
    { sql: JOIN, args },
    audit(ctx, 'enrolment.moved', { sectionId: stored.sectionId, ...detail, toSectionId: input.sectionId }),
  ]);
  if (left?.rowsAffected !== 1) await refuseEnrolment(ctx, { ...args, id });
}

const MARKED = `select count(*) marks from attendance a join class_sessions cs on cs.id = a.class_session_id
  where a.student_id = :studentId and cs.section_id = :sectionId and a.status is not null
    and cs.day >= :fromDay and (:untilDay is null or cs.day <= :untilDay)`;

/** Takes back an enrolment that no mark lies in.
 *  @throws AppError `not-found`, `conflict` with the count of marks: end it on a day instead */
export async function removeEnrolment(ctx: ActorContext, enrolmentId: number): Promise<{ name: string }> {
  const { id, sectionId, studentId, fromDay, untilDay, name } = await loadEnrolment(ctx, enrolmentId);
  const place = { sectionId, studentId, fromDay, untilDay };
  const [removed] = await ctx.commit([
    { sql: `delete from enrolments where id = :id and (${MARKED}) = 0`, args: { ...place, id } },
    audit(ctx, 'enrolment.removed', { ...place, name }),
  ]);
  if (removed?.rowsAffected === 1) return { name };
  const marks = (await queryRow<{ marks: number }>(ctx.db, MARKED, place))?.marks ?? 0;
  const text = `${name} has ${marks} ${marks === 1 ? 'mark' : 'marks'} in this enrolment.`;
  throw new AppError('conflict', `${text} End it on a day instead, so that they are kept.`);
}
