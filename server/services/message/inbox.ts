/** Everybody's own messages: the list, what is unread, and what is pinned. One that was shown is read. */
import { and, count, desc, eq, gt, inArray, isNull, lte, max, or, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared';
import { announcements, notifications } from '#db/schema';
import { author, FACTS } from '#db/sql/notification';
import { AppError } from '#domain/errors';
import {
  INBOX_PAGE,
  type Inbox,
  type InboxState,
  type MarkReadInput,
  type Notification,
  type NotificationPage,
  type Pinned,
} from '#domain/message/notification';
import type { ActorContext } from '#server/context/context';
import { changesOf } from '#server/services/register/live/watch';

/** Pinned announcements on a first screen. */
const PINNED_AT_MOST = 5;

const { id, userId, kind, createdAt, readAt, retractedAt, announcementId } = notifications;

/** What somebody's inbox holds by now: what has come, and is not gone again. */
function isInInbox(reader: number | Placeholder, now: number | Placeholder): SQL {
  return and(eq(userId, reader), lte(createdAt, now), or(isNull(retractedAt), gt(retractedAt, now))) as SQL;
}

/** Condition: a message is in the actor's inbox by now. */
export const isOwn = ({ actor, now }: ActorContext): SQL => isInInbox(actor.id, now());

/** Where one's own message stands in the order of the inbox; nowhere for somebody else's. By hand: a row value. */
const placeOf = ({ actor }: ActorContext, notificationId: number) =>
  sql`(select n.created_at, n.id from ${notifications} n where n.id = ${notificationId} and n.user_id = ${actor.id})`;

const unreadOf = prepared((db) => {
  const isTheirs = isInInbox(sql.placeholder('userId'), sql.placeholder('now'));
  return db
    .select({ unread: count(), newest: max(id) })
    .from(notifications)
    .where(and(isTheirs, isNull(readAt)))
    .prepare();
});

/** How many own messages are unread, and the newest of them. Read with every page. */
export async function getInboxState({ db, actor, now }: ActorContext): Promise<InboxState> {
  const state = await unreadOf(db).get({ userId: actor.id, now: now() });
  return state ?? { unread: 0, newest: null };
}

/** Own messages, the latest first. */
export async function listOwnNotifications(ctx: ActorContext, { after }: NotificationPage): Promise<Inbox> {
  const isLater = after === undefined ? undefined : sql`(${createdAt}, ${id}) < ${placeOf(ctx, after)}`;
  const [found, { unread }] = await Promise.all([
    ctx.db
      .select({ id, kind, facts: FACTS, at: createdAt, readAt })
      .from(notifications)
      .leftJoin(announcements, eq(announcements.id, announcementId))
      .leftJoin(author, eq(author.id, announcements.authorId))
      .where(and(isOwn(ctx), isLater))
      .orderBy(desc(createdAt), desc(id))
      .limit(INBOX_PAGE + 1),
    getInboxState(ctx),
  ]);
  const rows = found.slice(0, INBOX_PAGE) as Notification[];
  return { rows, unread, next: found.length > INBOX_PAGE ? (rows.at(-1)?.id ?? null) : null };
}

/** The state of one's inbox, at once and whenever it changes. Ends when the reader leaves. */
export async function* watchInbox(ctx: ActorContext, signal: AbortSignal | undefined): AsyncGenerator<InboxState> {
  let state = await getInboxState(ctx);
  const version = async () => {
    state = await getInboxState(ctx);
    return state;
  };
  for await (const _ of changesOf(ctx.db, version, signal)) yield state;
}

/** Marks own messages as read; what was read before stays read since then.
 *  @throws AppError `not-found` where none of them is one's own */
export async function markRead(ctx: ActorContext, input: MarkReadInput): Promise<{ read: number }> {
  const at = ctx.now();
  const isMeant = 'ids' in input ? inArray(id, input.ids) : sql`(${createdAt}, ${id}) <= ${placeOf(ctx, input.upTo)}`;
  const isUnread = 'ids' in input ? undefined : isNull(readAt);
  const [result] = await ctx.commit([
    ctx.db
      .update(notifications)
      .set({ readAt: sql`coalesce(${readAt}, ${at})` })
      .where(and(isOwn(ctx), isMeant, isUnread)),
  ]);
  const read = result?.rowsAffected ?? 0;
  if ('ids' in input && read === 0) throw new AppError('not-found', 'inbox.unknown');
  return { read };
}

/** Pinned announcements in one's inbox, the latest first. */
export async function listPinned(ctx: ActorContext): Promise<Pinned[]> {
  const rows = await ctx.db
    .select({ facts: FACTS, at: createdAt })
    .from(announcements)
    .innerJoin(notifications, eq(announcementId, announcements.id))
    .leftJoin(author, eq(author.id, announcements.authorId))
    .where(and(sql`${announcements.isPinned} = 1`, isOwn(ctx)))
    .orderBy(desc(announcements.publishedAt))
    .limit(PINNED_AT_MOST);
  return rows.map(({ facts, at }) => ({ ...(facts as Omit<Pinned, 'at'>), at }));
}
