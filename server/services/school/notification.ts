/** Messages in inboxes: statements that tell the students of a class, and everybody's own list. Read is what its reader says is read. */
import type { InStatement } from '@libsql/client';
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import type { Inbox, MarkReadInput, Notice, Notification } from '#domain/school/notification';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from './school';

const PAGE = 30;

/** Students on the roll of a class session on any of the days, once each, when the statement before it in the batch changed a row. */
const TELL_STUDENTS = `insert into notifications (user_id, title, body, created_at)
  select distinct e.student_id, :title, :body, :at
  from class_sessions cs join enrolments e on e.section_id = cs.section_id
    join users u on u.id = e.student_id and u.state = 'active' and u.archived_at is null
  where changes() > 0 and cs.id = :classSessionId and exists (select 1 from json_each(:days) d
    where e.from_day <= d.value and (e.until_day is null or e.until_day >= d.value))`;

/** Tells the students of a class session; rides in the batch of the change, right after its audit entry.
 *  @param about.days the days whose roll is meant: before and after a move */
export function tellStudents(notice: Notice, about: { classSessionId: number; days: string[]; at: number }): InStatement {
  return { sql: TELL_STUDENTS, args: { ...notice, ...about, days: JSON.stringify(about.days) } };
}

const LIST = `select id, title, body, created_at createdAt, read_at readAt from notifications
  where user_id = :userId and retracted_at is null and id < :before order by created_at desc, id desc limit :limit`;

const UNREAD = `select count(*) unread from notifications
  where user_id = ? and read_at is null and retracted_at is null and created_at <= ?`;

/** Own messages, the latest first. */
export async function listOwnNotifications(ctx: ActorContext, { before }: { before?: number }): Promise<Inbox> {
  const args = { userId: ctx.actor.id, before: before ?? Number.MAX_SAFE_INTEGER, limit: PAGE + 1 };
  const [{ zone, locale }, rows, count] = await Promise.all([
    loadSettings(ctx),
    queryRows<Notification>(ctx.db, LIST, args),
    queryRow<{ unread: number }>(ctx.db, UNREAD, [ctx.actor.id, ctx.now()]),
  ]);
  const notifications = rows.slice(0, PAGE).map((row) => ({ ...row }));
  const nextBefore = rows.length > PAGE ? (notifications.at(-1)?.id ?? null) : null;
  return { zone, locale, notifications, unread: count?.unread ?? 0, nextBefore };
}

const READ_ONE = 'update notifications set read_at = coalesce(read_at, :at) where id = :id and user_id = :userId';
const READ_ALL = `update notifications set read_at = :at where user_id = :userId and id <= :upTo and read_at is null`;

/** Marks one own message as read, or all up to the newest that was shown.
 *  @throws AppError `not-found` for a message of somebody else */
export async function markRead(ctx: ActorContext, { notificationId, upTo }: MarkReadInput): Promise<{ read: number }> {
  const common = { at: ctx.now(), userId: ctx.actor.id };
  const statement =
    notificationId === undefined
      ? { sql: READ_ALL, args: { ...common, upTo: upTo ?? 0 } }
      : { sql: READ_ONE, args: { ...common, id: notificationId } };
  const [result] = await ctx.commit([statement]);
  const read = result?.rowsAffected ?? 0;
  if (notificationId !== undefined && read === 0) throw new AppError('not-found', 'There is no such message.');
  return { read };
}
