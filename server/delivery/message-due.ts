/** Messages in the queue whose time has come, with what they say and to whom. */
import { and, asc, eq, exists, isNotNull, isNull, lte, not, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { announcements, deliveries, notifications, pushSubscriptions, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { author, FACTS, isLiveAt } from '#db/sql/notification';
import { type Channel, URGENT_FOR_MS } from '#domain/message/delivery';
import type { Notification } from '#domain/message/notification';
import { quietEnd } from '#domain/message/quiet-hours';
import type { Said, SaidTo, WordNotification } from '#domain/message/said';
import type { SchoolSettings } from '#domain/school/school';
import { chosenLanguage } from '#domain/words/language';
import type { Services } from '#server/context/context';

/** Condition on `deliveries`, `notifications` and `users`: still to be read, not too late, by somebody who is there. */
function isWanted(now: number): SQL {
  const isInTime = sql`(not ${deliveries}.is_urgent or ${notifications.createdAt} > ${now - URGENT_FOR_MS})`;
  return and(isNull(notifications.readAt), isLiveAt(now), isInTime, IS_ACTIVE) as SQL;
}

/** A message to its own reader, and not to a guardian. */
const IS_OWN = and(isNotNull(deliveries.notificationId), isNull(deliveries.guardianId));

/** Removes what is due on a channel and was read or retracted in the meantime, or is too late. */
export async function dropUnwanted({ db, commit, now }: Services, way: Channel): Promise<void> {
  const at = now();
  const wanted = db
    .select({ one: sql`1` })
    .from(notifications)
    .innerJoin(users, eq(users.id, notifications.userId))
    .where(and(sql`${notifications.id} = ${deliveries}.notification_id`, isWanted(at)));
  const isDue = and(eq(deliveries.channel, way), lte(deliveries.dueAt, at), IS_OWN);
  await commit([db.delete(deliveries).where(and(isDue, not(exists(wanted))))]);
}

/** What the school says, which is the same for a whole round. */
export type Round = { settings: SchoolSettings; word: WordNotification };

const { id, kind, tries, createdAt: queuedAt, dueAt, isUrgent, channel, notificationId, subscriptionId } = deliveries;

/** The column as an expression, which no index is looked up by: a person's deliveries are found by the person. */
const DUE_BY_PERSON = sql`+${dueAt}`;

/** Condition: a message whose time has come on a channel. In quiet hours the urgent ones only. */
function isDueAt(at: number, way: Channel, { settings }: Round, due: SQLWrapper = dueAt): SQL {
  const isQuiet = quietEnd(at, { ...settings.messages, zone: settings.zone }) !== null;
  return and(eq(channel, way), sql`${due} <= ${at}`, IS_OWN, isQuiet ? eq(isUrgent, true) : undefined) as SQL;
}

/** Whose messages are due on a channel, those longest due first.  @param most messages looked at */
export async function loadDuePeople({ db, now }: Services, way: Channel, round: Round, most: number): Promise<number[]> {
  const rows = await db
    .select({ userId: deliveries.userId })
    .from(deliveries)
    .where(isDueAt(now(), way, round))
    .orderBy(asc(dueAt), asc(id))
    .limit(most);
  return [...new Set(rows.flatMap(({ userId }) => userId ?? []))];
}

/** Messages of one load: those longest due, or of people only. */
type Which = { most: number; userIds?: readonly number[] };

/** Due messages of a channel, longest due first; those of people are found by their people, and come in the order they were queued. */
export function loadDueMessages({ db, now }: Services, way: Channel, round: Round, { most, userIds }: Which) {
  const at = now();
  const isOfBoth = and(eq(notifications.id, notificationId), eq(users.id, notifications.userId));
  const isTheirs = userIds && sql`${deliveries.userId} in (select value from json_each(${JSON.stringify(userIds)}))`;
  const message = { messageId: notifications.id, messageKind: notifications.kind, facts: FACTS, at: notifications.createdAt };
  const end = { goneAt: notifications.retractedAt };
  const person = {
    userId: users.id,
    name: sql<string>`coalesce(${users.preferredName}, ${users.name})`,
    email: users.email,
    phone: users.phone,
    sourcedId: users.sourcedId,
    language: users.language,
    locale: users.locale,
  };
  const target = { endpoint: pushSubscriptions.endpoint, p256dh: pushSubscriptions.p256dh, auth: pushSubscriptions.auth };
  return (
    db
      .select({ id, kind, tries, queuedAt, dueAt, isUrgent, subscriptionId, ...message, ...end, ...person, ...target })
      .from(deliveries)
      // A cross join is read from the left: the queue leads, whatever is thought of the others.
      .crossJoin(notifications)
      .crossJoin(users)
      .leftJoin(announcements, eq(announcements.id, notifications.announcementId))
      .leftJoin(author, eq(author.id, announcements.authorId))
      .leftJoin(pushSubscriptions, and(eq(pushSubscriptions.id, subscriptionId), eq(pushSubscriptions.userId, users.id)))
      .where(and(isDueAt(at, way, round, userIds && DUE_BY_PERSON), isTheirs, isOfBoth, isWanted(at)))
      .orderBy(...(userIds ? [asc(users.id), asc(id)] : [asc(dueAt), asc(id)]))
      .limit(most)
  );
}

export type DueMessage = Awaited<ReturnType<typeof loadDueMessages>>[number];

/** How its reader reads. */
export function readerFor({ policy }: Services, { settings }: Round, { language, locale }: DueMessage): SaidTo {
  const { zone } = settings;
  return {
    language: chosenLanguage([language, settings.language], policy.languages),
    zone,
    locale: locale ?? settings.locale,
  };
}

/** What a message says to its reader. */
export function saidBy(services: Services, round: Round, due: DueMessage): Said {
  const { messageId, messageKind, facts, at } = due;
  const message = { id: messageId, kind: messageKind, facts, at, readAt: null } as Notification;
  return round.word(message, readerFor(services, round, due));
}
