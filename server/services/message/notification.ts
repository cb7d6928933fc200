/** Messages in inboxes: statements that tell people, and everybody's own list. Read is what its reader says is read. */
import type { InStatement } from '@libsql/client';
import { and, count, desc, eq, isNull, lt, lte, sql } from 'drizzle-orm';
import { notifications } from '#db/schema';
import { insertIfChanged } from '#db/sql/insert-if-changed';
import { onRollSql } from '#db/sql/roll';
import { AppError } from '#domain/errors';
import type { Inbox, MarkReadInput, Notice, Notification } from '#domain/message/notification';
import type { ActorContext } from '#server/context/context';

const PAGE = 30;

/** Students on the roll of a class session on any of the days, once each, when the statement before it in the batch changed a row.
 *  By hand: the days are a JSON list. */
const TELL_STUDENTS = `insert into notifications (user_id, kind, facts, created_at)
  select distinct e.student_id, :kind, :facts, :at
  from class_sessions cs join enrolments e on e.section_id = cs.section_id
    join users u on u.id = e.student_id and u.state = 'active' and u.archived_at is null
  where changes() > 0 and cs.id = :classSessionId and exists (select 1 from json_each(:days) d where ${onRollSql('e', 'd.value')})`;

/** Tells the students of a class session; rides in the batch of the change, right after its audit entry.
 *  @param about.days the days whose roll is meant: before and after a move */
export function tellStudents(
  { kind, facts }: Notice,
  about: { classSessionId: number; days: string[]; at: number },
): InStatement {
  return { sql: TELL_STUDENTS, args: { ...about, kind, facts: JSON.stringify(facts), days: JSON.stringify(about.days) } };
}

/** Tells one person, when the statement before it in the batch changed a row. */
export function tellPerson({ db, now }: ActorContext, userId: number, { kind, facts }: Notice) {
  return insertIfChanged(db, notifications, { userId, kind, facts, createdAt: now() });
}

/** Own messages, the latest first. */
export async function listOwnNotifications(ctx: ActorContext, { before }: { before?: number }): Promise<Inbox> {
  const { id, kind, facts, createdAt, readAt, userId, retractedAt } = notifications;
  const isOwn = and(eq(userId, ctx.actor.id), isNull(retractedAt));
  const [rows, [unread]] = await Promise.all([
    ctx.db
      .select({ id, kind, facts, createdAt, readAt })
      .from(notifications)
      .where(and(isOwn, lt(id, before ?? Number.MAX_SAFE_INTEGER)))
      .orderBy(desc(createdAt), desc(id))
      .limit(PAGE + 1),
    ctx.db
      .select({ count: count() })
      .from(notifications)
      .where(and(isOwn, isNull(readAt), lte(createdAt, ctx.now()))),
  ]);
  const shown = rows.slice(0, PAGE) as Notification[];
  const nextBefore = rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null;
  return { notifications: shown, unread: unread?.count ?? 0, nextBefore };
}

/** Marks one own message as read, or all up to the newest that was shown.
 *  @throws AppError `not-found` for a message of somebody else */
export async function markRead(ctx: ActorContext, { notificationId, upTo }: MarkReadInput): Promise<{ read: number }> {
  const { id, userId, readAt } = notifications;
  const at = ctx.now();
  const isOwn = eq(userId, ctx.actor.id);
  const [result] = await ctx.commit([
    notificationId === undefined
      ? ctx.db
          .update(notifications)
          .set({ readAt: at })
          .where(and(isOwn, lte(id, upTo ?? 0), isNull(readAt)))
      : ctx.db
          .update(notifications)
          .set({ readAt: sql`coalesce(${readAt}, ${at})` })
          .where(and(isOwn, eq(id, notificationId))),
  ]);
  const read = result?.rowsAffected ?? 0;
  if (notificationId !== undefined && read === 0) throw new AppError('not-found', 'notification.unknown');
  return { read };
}
