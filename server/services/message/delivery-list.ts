/** The queue for administrators: its counts, what failed, and sending that again. */
import { and, desc, eq, gt, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
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

type Published = { announcementId: number; publishedAt: number };

/** Of one announcement: its readers, and what is queued for them. What is over is counted in indexes alone: the rows that are looked up
 *  are those that wait and those that failed. */
export async function progressOf({ db }: ActorContext, { announcementId, publishedAt }: Published): Promise<DeliveryProgress> {
  const isOfIt = eq(notifications.announcementId, announcementId);
  const isUnplanned = and(eq(notifications.createdAt, publishedAt), isNull(notifications.plannedAt));
  const queued = (where?: SQL) =>
    db.$count(
      db
        .select({ one: sql`1` })
        .from(deliveries)
        .innerJoin(notifications, and(eq(notifications.id, notificationId), isOfIt))
        .where(where),
    );
  const onChannels = inArray(channel, [...CHANNELS]);
  const [recipients, unplanned, all, waiting, failed] = await Promise.all([
    db.$count(notifications, isOfIt),
    db.$count(notifications, and(isUnplanned, sql`+${notifications.announcementId} = ${announcementId}`)),
    queued(),
    queued(and(onChannels, isNotNull(dueAt))),
    queued(and(onChannels, isNull(dueAt), isNull(sentAt))),
  ]);
  // Meanwhile more may have been queued.
  const sent = Math.max(0, all - waiting - failed);
  return { recipients, unplanned, waiting, failed, sent };
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
  return Promise.all(latest.map(async (one) => ({ ...one, ...(await progressOf(ctx, one)) })));
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
