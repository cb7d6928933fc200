/** Guardians: people outside the school who get a student's alerts by mail, and the links that they were sent. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { GUARDIAN_LINKS } from '#domain/person/guardian';
import { isOneOf } from './is-one-of';
import { users } from './people';

/** A contact person of one student. Whoever is one of two students is two rows, and confirms, and ends, each for itself. */
export const guardians = sqliteTable(
  'guardians',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    studentId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** In the school's words, such as "Mother"; null where nothing was said. */
    relation: text(),
    email: text().notNull(),
    /** Whom the school turns to first. */
    position: integer().notNull(),
    /** Not to be contacted: nothing is sent to them, and no link of theirs opens. */
    isBarred: integer({ mode: 'boolean' }).notNull().default(false),
    createdAt: integer().notNull(),
    /** When a mail was queued that asks whether the address is theirs; null until then. */
    askedAt: integer(),
    /** When they proved that the address is theirs; null until then. */
    confirmedAt: integer(),
    /** When they were told of the alerts that stood as they proved it; null until then. */
    caughtUpAt: integer(),
    /** When they ended the mails themselves. */
    unsubscribedAt: integer(),
  },
  (t) => [
    uniqueIndex('guardians_address').on(t.studentId, t.email),
    index('guardians_unasked').on(t.id).where(sql`asked_at is null`),
    index('guardians_behind').on(t.id).where(sql`confirmed_at is not null and caught_up_at is null`),
  ],
);

/** Secret links that mails brought to guardians. Only the token's SHA-256 is kept. */
export const guardianLinks = sqliteTable(
  'guardian_links',
  {
    tokenHash: text().primaryKey(),
    guardianId: integer()
      .notNull()
      .references(() => guardians.id, { onDelete: 'cascade' }),
    purpose: text({ enum: GUARDIAN_LINKS }).notNull(),
    expiresAt: integer().notNull(),
  },
  (t) => [
    index('guardian_links_guardian').on(t.guardianId),
    index('guardian_links_expiry').on(t.expiresAt),
    isOneOf('guardian_links_purpose_known', t.purpose, GUARDIAN_LINKS),
  ],
);
