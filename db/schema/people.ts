/** People, and what they keep with Muster: counts, pictures, and what they gave up on leaving. */
import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { ROLES, USER_STATES } from '#domain/person/user';
import { isOneOf } from './is-one-of';

export const users = sqliteTable(
  'users',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    email: text().notNull(),
    name: text().notNull(),
    /** How the person likes to be called; null for the name. */
    preferredName: text(),
    phone: text(),
    /** How dates are written, BCP 47; null for the school's. */
    locale: text(),
    /** Language of the words; null for the school's. */
    language: text(),
    role: text({ enum: ROLES }).notNull(),
    state: text({ enum: USER_STATES }).notNull(),
    /** Null until the person has chosen one. */
    passwordHash: text(),
    /** Id in the school's information system (OneRoster `sourcedId`). */
    sourcedId: text(),
    /** Student or staff number, by which people of one name are told apart (OneRoster `identifier`). One of those who are here has it. */
    studentNumber: text(),
    /** Family name as a file has it, by which rolls may be sorted; null where it is the last word. */
    familyName: text(),
    createdAt: integer().notNull(),
    approvedAt: integer(),
    approvedById: integer(),
    /** Left the school. Whoever has marks is never deleted. */
    archivedAt: integer(),
    /** When the person proved that this address is theirs; null until then. */
    emailConfirmedAt: integer(),
    /** The name in registers that the person asks for; null while nothing is asked. */
    requestedName: text(),
  },
  (t) => [
    uniqueIndex('users_email').on(t.email),
    uniqueIndex('users_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
    index('users_student_number').on(t.studentNumber).where(sql`student_number is not null`),
    index('users_name').on(sql`name collate nocase`, t.id),
    index('users_created').on(t.createdAt, t.id),
    index('users_state').on(t.state, t.createdAt),
    index('users_role_name').on(t.role, sql`name collate nocase`, t.id),
    index('users_requested_name').on(t.id).where(sql`requested_name is not null`),
    isOneOf('users_role_known', t.role, ROLES),
    isOneOf('users_state_known', t.state, USER_STATES),
  ],
);

/** People by kind, kept by trigger. Beside it, `user_words` is a full-text index of names, addresses and numbers, kept by
 *  trigger too, with names as `searchForm` has them. */
export const userCounts = sqliteTable(
  'user_counts',
  {
    role: text({ enum: ROLES }).notNull(),
    state: text({ enum: USER_STATES }).notNull(),
    isArchived: integer({ mode: 'boolean' }).notNull(),
    people: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.role, t.state, t.isArchived] })],
);

/** Small square pictures, kept apart from the rows that lists read. */
export const userPhotos = sqliteTable(
  'user_photos',
  {
    userId: integer()
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text({ enum: ['image/jpeg', 'image/webp'] }).notNull(),
    bytes: blob({ mode: 'buffer' }).notNull(),
    updatedAt: integer().notNull(),
  },
  // What lists ask for (`db/sql/photo-at.ts`), without the pictures.
  (t) => [index('user_photos_shown').on(t.userId, t.updatedAt)],
);

/** Secret address of a person's calendar feed, one at a time. Only the token's SHA-256 is kept, so it is shown once. */
export const calendarFeeds = sqliteTable(
  'calendar_feeds',
  {
    tokenHash: text().primaryKey(),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer().notNull(),
  },
  (t) => [uniqueIndex('calendar_feeds_user').on(t.userId)],
);

/** Two accounts of one person made one: what went over, so that it can be taken back. The emptied one stays, archived. */
export const personMerges = sqliteTable(
  'person_merges',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    fromId: integer()
      .notNull()
      .references(() => users.id),
    intoId: integer()
      .notNull()
      .references(() => users.id),
    /** What the marks that it set carry as their action. */
    actionId: text().notNull(),
    mergedAt: integer().notNull(),
    mergedById: integer()
      .notNull()
      .references(() => users.id),
    undoneAt: integer(),
    /** Keys and former values of what went over, by table. */
    moved: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    uniqueIndex('person_merges_action').on(t.actionId),
    index('person_merges_into').on(t.intoId, t.mergedAt),
    index('person_merges_from').on(t.fromId),
    index('person_merges_by').on(t.mergedById),
  ],
);

/** What people gave up when they left, to be taken up again when they come back. Gone once they have. */
export const departures = sqliteTable('departures', {
  userId: integer()
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** The last day on the roll. */
  day: text().notNull(),
  /** Enrolments that ended that day, with the day they would have ended. */
  ended: text({ mode: 'json' }).$type<{ id: number; untilDay: string | null }[]>().notNull(),
  /** Enrolments that had not begun. */
  dropped: text({ mode: 'json' })
    .$type<{ sectionId: number; fromDay: string; untilDay: string | null; sourcedId: string | null }[]>()
    .notNull(),
  staffed: text({ mode: 'json' }).$type<{ sectionId: number; role: string }[]>().notNull(),
});
