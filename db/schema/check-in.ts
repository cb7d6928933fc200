/** How students prove that they are there: devices, claims, badges, and spot checks. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { CLAIM_VERDICTS } from '#domain/check-in/check-in';
import { classSessions } from './class-session';
import { isOneOf } from './is-one-of';
import { users } from './people';

/** A phone or browser that signs claims with a key it cannot give away. */
export const devices = sqliteTable(
  'devices',
  {
    /** UUID minted on the device. */
    id: text().primaryKey(),
    userId: integer()
      .notNull()
      .references(() => users.id),
    publicKey: text({ mode: 'json' }).$type<{ kty: 'EC'; crv: 'P-256'; x: string; y: string }>().notNull(),
    name: text().notNull(),
    createdAt: integer().notNull(),
    revokedAt: integer(),
    /** The browser that holds the key, by the name that the server has signed into its cookie: it outlives keys and people. */
    browserId: text(),
  },
  (t) => [index('devices_user').on(t.userId), index('devices_browser').on(t.browserId), index('devices_key').on(t.publicKey)],
);

/** Every check-in attempt with its evidence and verdict. Never dropped. */
export const claims = sqliteTable(
  'claims',
  {
    id: text().primaryKey(),
    /** As claimed; it need not exist. */
    classSessionId: integer().notNull(),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    deviceId: text().notNull(),
    tokens: text({ mode: 'json' }).$type<string[]>().notNull(),
    code: text(),
    signature: text().notNull(),
    /** Last window its tokens name; null for a typed code or tokens that cannot be read. */
    lastWindow: integer(),
    /** The device's own clock: kept, never trusted. */
    deviceAt: integer().notNull(),
    receivedAt: integer().notNull(),
    verdict: text({ enum: CLAIM_VERDICTS }).notNull(),
    /** Status its evidence earns, where there is any. */
    status: text({ enum: ['present', 'late'] }),
    source: text({ enum: ['qr', 'code', 'offline'] }),
    /** Why it waits or was refused. */
    reasons: text({ mode: 'json' }).$type<string[]>().notNull(),
    settledAt: integer(),
    settledById: integer().references(() => users.id),
    /** Keyed hash of the network it came from: tells claims of one room apart from claims of another. Erased after 90 days. */
    network: text(),
  },
  (t) => [
    index('claims_network_age').on(t.receivedAt).where(sql`network is not null`),
    index('claims_class_session').on(t.classSessionId, t.verdict),
    index('claims_student').on(t.studentId, t.classSessionId, t.receivedAt),
    index('claims_student_time').on(t.studentId, t.receivedAt),
    index('claims_waiting').on(t.studentId).where(sql`verdict = 'waiting'`),
    index('claims_device').on(t.deviceId, t.classSessionId),
    index('claims_settled_by').on(t.settledById).where(sql`settled_by_id is not null`),
    isOneOf('claims_verdict_known', t.verdict, CLAIM_VERDICTS),
  ],
);

/** Printed badges. The secret is on the card only; reissuing revokes the card before it. */
export const badgeCards = sqliteTable(
  'badge_cards',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    /** SHA-256 of the card's secret, hex. */
    digest: text().notNull(),
    issuedAt: integer().notNull(),
    issuedById: integer()
      .notNull()
      .references(() => users.id),
    revokedAt: integer(),
  },
  (t) => [
    uniqueIndex('badge_cards_digest').on(t.digest),
    uniqueIndex('badge_cards_current').on(t.studentId).where(sql`revoked_at is null`),
    index('badge_cards_issued_by').on(t.issuedById),
  ],
);

/** Staff looked whether a student who had checked in was in the room. */
export const spotChecks = sqliteTable(
  'spot_checks',
  {
    classSessionId: integer()
      .notNull()
      .references(() => classSessions.id),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    isFlagged: integer({ mode: 'boolean' }).notNull(),
    isHere: integer({ mode: 'boolean' }).notNull(),
    answeredAt: integer().notNull(),
    answeredById: integer()
      .notNull()
      .references(() => users.id),
  },
  (t) => [
    primaryKey({ columns: [t.classSessionId, t.studentId] }),
    index('spot_checks_student').on(t.studentId, t.answeredAt),
    index('spot_checks_answered_by').on(t.answeredById),
  ],
);
