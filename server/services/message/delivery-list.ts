/** The queue for administrators: its counts, what failed, and sending that again. */
import { and, count, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { announcements, deliveries, guardians, notifications, users } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import { CHANNELS, type Channel } from '#domain/message/delivery';
import type {
  AnnouncementProgress,
  ChannelCount,
  DeliveryOverview,
  DeliveryProgress,
  FailedDelivery,
  ResendInput,
} from '#domain/message/delivery-view';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** As many as are looked through; the others come up as these are sent. */
const FAILED_LISTED = 50;
const ANNOUNCEMENTS_LISTED = 3;

const { id, channel, kind, userId, guardianId, notificationId, createdAt, dueAt, sentAt, failure } = deliveries;

/** Whom a delivery is for. */
const NAME = sql<string | null>`coalesce(${users.name}, ${guardians.name})`;

/** A mail about an account that another has followed is superseded: it is neither shown nor sent again. */
const isSuperseded = sql`${notificationId} is null and exists (select 1 from ${deliveries} later where later.user_id = ${deliveries}.user_id
  and later.kind = ${deliveries}.kind and later.notification_id is null and (later.id > ${deliveries}.id or later.due_at is not null))`;

/** Given up, and not superseded. */
const isFailed = sql`${dueAt} is null and ${sentAt} is null and not (${isSuperseded})`;

async function countChannel({ db, now }: ActorContext, way: Channel): Promise<ChannelCount> {
  const [waiting, sent, failed] = await Promise.all([
    db.$count(deliveries, and(eq(channel, way), isNotNull(dueAt))),
    db.$count(deliveries, and(eq(channel, way), gt(sentAt, now() - DAY_MS))),
    db.$count(deliveries, and(eq(channel, way), isFailed)),
  ]);
  return { channel: way, waiting, sent, failed };
}

function listFailed({ db }: ActorContext): Promise<FailedDelivery[]> {
  return db
    .select({ id, channel, kind, messageKind: notifications.kind, name: NAME, createdAt, failure })
    .from(deliveries)
    .leftJoin(users, eq(users.id, userId))
    .leftJoin(guardians, eq(guardians.id, guardianId))
    .leftJoin(notifications, eq(notifications.id, notificationId))
    .where(and(inArray(channel, [...CHANNELS]), isFailed))
    .orderBy(desc(id))
    .limit(FAILED_LISTED);
}

/** Of one announcement: its readers, and what is queued for them. */
export async function progressOf({ db }: ActorContext, announcementId: number): Promise<DeliveryProgress> {
  const isOfIt = eq(notifications.announcementId, announcementId);
  const [readers, [queued]] = await Promise.all([
    db
      .select({ recipients: count(), unplanned: sql<number>`count(*) - count(${notifications.plannedAt})` })
      .from(notifications)
      .where(isOfIt),
    db
      .select({
        waiting: sql<number>`count(${dueAt})`,
        sent: sql<number>`count(${sentAt})`,
        failed: sql<number>`coalesce(sum(${isFailed}), 0)`,
      })
      .from(notifications)
      .innerJoin(deliveries, eq(notificationId, notifications.id))
      .where(isOfIt),
  ]);
  return { recipients: 0, unplanned: 0, ...readers[0], waiting: 0, sent: 0, failed: 0, ...queued };
}

/** The latest announcements that readers have. */
async function listProgress(ctx: ActorContext): Promise<AnnouncementProgress[]> {
  const { id: announcementId, title, publishedAt, withdrawnAt } = announcements;
  const latest = await ctx.db
    .select({ announcementId, title, publishedAt })
    .from(announcements)
    .where(and(isNull(withdrawnAt), sql`${publishedAt} <= ${ctx.now()}`))
    .orderBy(desc(announcementId))
    .limit(ANNOUNCEMENTS_LISTED);
  return Promise.all(latest.map(async (one) => ({ ...one, ...(await progressOf(ctx, one.announcementId)) })));
}

/** All that the page shows. */
export async function getDeliveries(ctx: ActorContext): Promise<DeliveryOverview> {
  const [channels, failed, progress, { messages }] = await Promise.all([
    Promise.all(CHANNELS.map((way) => countChannel(ctx, way))),
    listFailed(ctx),
    listProgress(ctx),
    loadSettings(ctx),
  ]);
  const ways = { mail: ctx.mail !== null, push: ctx.push !== null, webhook: ctx.webhook !== null };
  const webhook = { url: messages.webhookUrl, hasSecret: messages.webhookSecretAt !== null };
  return { channels, failed, announcements: progress, ways, webhook };
}

/** Puts what failed back in the queue, as if it had not been tried.
 *  @throws AppError `not-found` where nothing of that failed */
export async function resendDeliveries(ctx: ActorContext, input: ResendInput): Promise<{ count: number }> {
  const at = ctx.now();
  const isMeant = and(isFailed, input.id === undefined ? undefined : eq(id, input.id));
  const subject = input.id === undefined ? 'delivery:all' : `delivery:${input.id}`;
  const [resent] = await ctx.commit([
    ctx.db.update(deliveries).set({ dueAt: at, tries: 0, failure: null }).where(isMeant),
    auditChange(ctx, { action: 'delivery.resent', subject, detail: sql`json_object('count', changes())` }),
  ]);
  const again = resent?.rowsAffected ?? 0;
  if (again === 0) throw new AppError('not-found', 'delivery.unknown');
  return { count: again };
}
