/** How people come in: passkeys, sign-ins, one-time codes, and the brakes on guessing. */
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { devices } from './check-in';
import { users } from './people';

/** WebAuthn credentials. `id` is the credential's id, base64url. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    id: text().primaryKey(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    publicKey: blob({ mode: 'buffer' }).notNull(),
    counter: integer().notNull(),
    transports: text({ mode: 'json' }).$type<string[]>().notNull(),
    name: text().notNull(),
    createdAt: integer().notNull(),
    lastUsedAt: integer(),
  },
  (t) => [index('passkeys_user').on(t.userId)],
);

/** Sign-ins. `id` is the SHA-256 of the token in the cookie, so a stolen database opens no session. `expiresAt` is in seconds, as Lucia has it. */
export const loginSessions = sqliteTable(
  'login_sessions',
  {
    id: text().primaryKey(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: integer().notNull(),
    createdAt: integer().notNull(),
    lastSeenAt: integer().notNull(),
    userAgent: text().notNull(),
    address: text().notNull(),
    /** The check-in device this sign-in happens on, once it is registered. */
    deviceId: text().references(() => devices.id, { onDelete: 'set null' }),
    /** When its person last proved again who they are, by password or passkey. */
    confirmedAt: integer(),
  },
  (t) => [
    index('login_sessions_user').on(t.userId, t.lastSeenAt),
    index('login_sessions_device').on(t.deviceId),
    index('login_sessions_expiry').on(t.expiresAt),
  ],
);

/** When a sign-in made an authenticated request, to the nearest few minutes: evidence for what was held back, purged after days. */
export const sightings = sqliteTable(
  'sightings',
  {
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The sign-in it came with; it may have ended since. */
    loginSessionId: text().notNull(),
    seenAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.seenAt, t.loginSessionId] }), index('sightings_age').on(t.seenAt)],
);

/** One-time codes: the set-up link, invitations, new passwords, proofs of an address, passkey challenges. Stored hashed; `userId` is
 *  whom a code is for. */
export const oneTimeCodes = sqliteTable(
  'one_time_codes',
  {
    hash: text().primaryKey(),
    purpose: text({ enum: ['set-up', 'invite', 'reset', 'passkey', 'confirm'] }).notNull(),
    userId: integer().references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: integer().notNull(),
    /** The address a mail brought it to, which its use proves; null for a link that was handed over. */
    mailedTo: text(),
  },
  (t) => [index('one_time_codes_user').on(t.userId, t.purpose), index('one_time_codes_expiry').on(t.expiresAt)],
);

/** Failed attempts by key (account and address, account, address). Shared by every process; expired rows are purged. */
export const rateLimits = sqliteTable(
  'rate_limits',
  { key: text().primaryKey(), failures: integer().notNull(), resetsAt: integer().notNull() },
  (t) => [index('rate_limits_expiry').on(t.resetsAt)],
);
