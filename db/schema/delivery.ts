/** What leaves the building: the queue of every channel, the browsers that take pushes, and what people wish to be sent. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { CHOSEN_CHANNELS, KIND_GROUPS } from '#domain/message/channel';
import { CHANNELS, DELIVERY_KINDS } from '#domain/message/delivery';
import { loginSessions } from './access';
import { guardians } from './guardian';
import { isOneOf } from './is-one-of';
import { notifications } from './message';
import { users } from './people';

/** A browser that takes pushes, as long as the sign-in it was added with. The endpoint is a secret: whoever has it can send there. */
export const pushSubscriptions = sqliteTable(
  'push_subscriptions',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    loginSessionId: text()
      .notNull()
      .references(() => loginSessions.id, { onDelete: 'cascade' }),
    endpoint: text().notNull(),
    /** The browser's public key and secret, base64url (RFC 8291). */
    p256dh: text().notNull(),
    auth: text().notNull(),
    createdAt: integer().notNull(),
  },
  (t) => [
    uniqueIndex('push_subscriptions_endpoint').on(t.endpoint),
    index('push_subscriptions_user').on(t.userId),
    index('push_subscriptions_login_session').on(t.loginSessionId),
  ],
);

/** What somebody wishes otherwise than most. */
export const channelChoices = sqliteTable(
  'channel_choices',
  {
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kindGroup: text({ enum: KIND_GROUPS }).notNull(),
    channel: text({ enum: CHOSEN_CHANNELS }).notNull(),
    isOn: integer({ mode: 'boolean' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kindGroup, t.channel] })],
);

/** What waits for its turn, and when it went. What it says is made as it is sent, the link of a mail too, so no secret is stored. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    channel: text({ enum: CHANNELS }).notNull(),
    kind: text({ enum: DELIVERY_KINDS }).notNull(),
    /** Whom it is for; null for somebody without an account. */
    userId: integer().references(() => users.id, { onDelete: 'cascade' }),
    /** The guardian it is for, at the address of the moment it goes; null for people with an account. */
    guardianId: integer().references(() => guardians.id, { onDelete: 'cascade' }),
    /** The message it brings, to a guardian the student's; null for mails about accounts and addresses. */
    notificationId: integer().references(() => notifications.id, { onDelete: 'cascade' }),
    /** The browser of a push. */
    subscriptionId: integer().references(() => pushSubscriptions.id, { onDelete: 'cascade' }),
    /** Where a mail goes; null for the user's own address of that moment. */
    address: text(),
    /** Goes in quiet hours too. */
    isUrgent: integer({ mode: 'boolean' }).notNull().default(false),
    createdAt: integer().notNull(),
    /** When it is tried next; null when it was sent or given up. */
    dueAt: integer(),
    tries: integer().notNull().default(0),
    sentAt: integer(),
    /** Why the last try failed; null also while one is under way. */
    failure: text(),
  },
  (t) => [
    uniqueIndex('deliveries_waiting').on(t.userId, t.kind).where(sql`due_at is not null and notification_id is null`),
    index('deliveries_due').on(t.channel, t.dueAt).where(sql`due_at is not null`),
    index('deliveries_given_up').on(t.channel, t.id).where(sql`due_at is null and sent_at is null`),
    index('deliveries_sent').on(t.channel, t.sentAt).where(sql`sent_at is not null`),
    index('deliveries_user').on(t.userId, t.channel, t.createdAt),
    index('deliveries_guardian').on(t.guardianId, t.createdAt).where(sql`guardian_id is not null`),
    index('deliveries_guardian_due').on(t.guardianId, t.id).where(sql`guardian_id is not null and due_at is not null`),
    // Nothing goes twice by the same way.
    uniqueIndex('deliveries_notification')
      .on(
        t.notificationId,
        t.channel,
        sql`case when subscription_id is null then 0 else subscription_id end`,
        sql`case when guardian_id is null then 0 else guardian_id end`,
      )
      .where(sql`notification_id is not null`),
    index('deliveries_subscription').on(t.subscriptionId),
    index('deliveries_age').on(t.createdAt),
    isOneOf('deliveries_channel_known', t.channel, CHANNELS),
  ],
);
