/**
 * What is stored. Names are the domain's own (columns snake_case by Drizzle's casing); instants are epoch ms, days `YYYY-MM-DD`
 * in the school's zone. Triggers that keep the database's own promises are in the migration `0001_promises.sql`.
 */
import { sql } from 'drizzle-orm';
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  type SQLiteColumn,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { CLAIM_VERDICTS } from '#domain/check-in/check-in';
import { HISTORY_RECORDS } from '#domain/history';
import { IMPORT_KINDS, IMPORT_STATES, VERDICTS } from '#domain/import/import';
import { ROLES, USER_STATES } from '#domain/person/user';
import { SOURCES, STATUSES } from '#domain/register/attendance';
import { CLASS_SESSION_STATES } from '#domain/register/class-session';
import { MAIL_KINDS } from '#domain/school/mail';
import { NOTIFICATION_KINDS } from '#domain/school/notification';
import type { SchoolSettings } from '#domain/school/school';
import type { Message } from '#domain/words/message';

const isOneOf = (name: string, column: SQLiteColumn, values: readonly string[]) =>
  check(name, sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`);

/** The deployment's single row of settings. */
export const school = sqliteTable('school', {
  id: integer().primaryKey(),
  settings: text({ mode: 'json' }).$type<SchoolSettings>().notNull(),
  updatedAt: integer().notNull(),
});

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
    index('users_name').on(sql`name collate nocase`, t.id),
    index('users_created').on(t.createdAt, t.id),
    index('users_state').on(t.state, t.createdAt),
    index('users_role_name').on(t.role, sql`name collate nocase`, t.id),
    index('users_requested_name').on(t.id).where(sql`requested_name is not null`),
    isOneOf('users_role_known', t.role, ROLES),
    isOneOf('users_state_known', t.state, USER_STATES),
  ],
);

/** People by kind, kept by trigger. Beside it, `user_words` is a full-text index of names and addresses, kept by trigger too. */
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
  // What lists ask for (`photo-at.ts`), without the pictures.
  (t) => [index('user_photos_shown').on(t.userId, t.updatedAt)],
);

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

/** Failed attempts by key (account and address, account, address). Shared by every process; expired rows are purged. */
export const rateLimits = sqliteTable(
  'rate_limits',
  { key: text().primaryKey(), failures: integer().notNull(), resetsAt: integer().notNull() },
  (t) => [index('rate_limits_expiry').on(t.resetsAt)],
);

/** A leased job runs in one process at a time. */
export const jobLeases = sqliteTable('job_leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  expiresAt: integer().notNull(),
});

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

/** Mails about accounts that wait for their turn, and when they went. The link of one is made as it is sent, so no secret is stored. */
export const outgoingMails = sqliteTable(
  'outgoing_mails',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: MAIL_KINDS }).notNull(),
    /** Where it goes; null for the user's own address of that moment. */
    address: text(),
    createdAt: integer().notNull(),
    /** When it is tried next; null when it was sent or given up. */
    dueAt: integer(),
    tries: integer().notNull().default(0),
    sentAt: integer(),
  },
  (t) => [
    uniqueIndex('outgoing_mails_waiting').on(t.userId, t.kind).where(sql`due_at is not null`),
    index('outgoing_mails_due').on(t.dueAt).where(sql`due_at is not null`),
    index('outgoing_mails_user').on(t.userId, t.kind, t.createdAt),
    index('outgoing_mails_age').on(t.createdAt),
  ],
);

export const departments = sqliteTable(
  'departments',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    sourcedId: text(),
    archivedAt: integer(),
  },
  (t) => [
    uniqueIndex('departments_name').on(sql`lower(${t.name})`),
    uniqueIndex('departments_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
  ],
);

export const courses = sqliteTable(
  'courses',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    departmentId: integer()
      .notNull()
      .references(() => departments.id),
    code: text().notNull(),
    title: text().notNull(),
    sourcedId: text(),
    archivedAt: integer(),
  },
  (t) => [
    uniqueIndex('courses_code').on(t.code),
    uniqueIndex('courses_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
    index('courses_department').on(t.departmentId),
  ],
);

/** One class group of a course. */
export const sections = sqliteTable(
  'sections',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    courseId: integer()
      .notNull()
      .references(() => courses.id),
    code: text().notNull(),
    sourcedId: text(),
    archivedAt: integer(),
  },
  (t) => [
    uniqueIndex('sections_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
    uniqueIndex('sections_course_code').on(t.courseId, t.code),
  ],
);

export const sectionStaff = sqliteTable(
  'section_staff',
  {
    sectionId: integer()
      .notNull()
      .references(() => sections.id, { onDelete: 'cascade' }),
    userId: integer()
      .notNull()
      .references(() => users.id),
    role: text({ enum: ['teacher', 'assistant'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.sectionId, t.userId] }), index('section_staff_user').on(t.userId, t.sectionId)],
);

export const enrolments = sqliteTable(
  'enrolments',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    fromDay: text().notNull(),
    /** Last day on the roll; null while open-ended. */
    untilDay: text(),
    sourcedId: text(),
  },
  (t) => [
    uniqueIndex('enrolments_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
    uniqueIndex('enrolments_section_student_from').on(t.sectionId, t.studentId, t.fromDay),
    index('enrolments_student').on(t.studentId, t.sectionId, t.fromDay),
    index('enrolments_section_days').on(t.sectionId, t.fromDay, t.untilDay),
    check('enrolments_range', sql`${t.untilDay} is null or ${t.untilDay} >= ${t.fromDay}`),
  ],
);

export const terms = sqliteTable(
  'terms',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    fromDay: text().notNull(),
    untilDay: text().notNull(),
    sourcedId: text(),
    archivedAt: integer(),
  },
  (t) => [uniqueIndex('terms_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`)],
);

/** Days without classes. */
export const closures = sqliteTable(
  'closures',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    fromDay: text().notNull(),
    untilDay: text().notNull(),
  },
  (t) => [index('closures_days').on(t.fromDay, t.untilDay)],
);

/** Weekly timetable rule of a section. `weekday` is ISO 8601: 1 Monday to 7 Sunday. */
export const slots = sqliteTable(
  'slots',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
    termId: integer()
      .notNull()
      .references(() => terms.id),
    weekday: integer().notNull(),
    startTime: text().notNull(),
    endTime: text().notNull(),
    room: text(),
    weeks: text({ enum: ['every', 'A', 'B'] }).notNull(),
    validFrom: text().notNull(),
    validUntil: text().notNull(),
  },
  (t) => [index('slots_section').on(t.sectionId), index('slots_term').on(t.termId)],
);

/** One meeting of a section. Local day and times are what the school agreed on; the two instants are what they mean. */
export const classSessions = sqliteTable(
  'class_sessions',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
    slotId: integer().references(() => slots.id),
    /** The day its slot made it for: stays when a person moves it, so that the slot never makes that day's again. */
    slotDay: text(),
    day: text().notNull(),
    startTime: text().notNull(),
    endTime: text().notNull(),
    zone: text().notNull(),
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
    room: text(),
    state: text({ enum: CLASS_SESSION_STATES }).notNull(),
    /** Raised to make every code shown so far worthless. */
    revision: integer().notNull().default(0),
    /** When each earlier revision ended, by its number: what was on screen before then still counts. */
    revisionsEndedAt: text({ mode: 'json' }).$type<number[]>().notNull().default([]),
    openedAt: integer(),
    openedById: integer().references(() => users.id),
    checkInClosesAt: integer(),
    /** When the register closes by itself: the end of class, or later once reopened. */
    closesAt: integer().notNull(),
    closedAt: integer(),
    closedById: integer().references(() => users.id),
    /** Closed and taken: counts in every rate. */
    isHeld: integer({ mode: 'boolean' }).notNull().default(false),
    isLocked: integer({ mode: 'boolean' }).notNull().default(false),
    headCount: integer(),
    /** When the people in the room were counted; null until they were. */
    headCountedAt: integer(),
    createdById: integer().references(() => users.id),
    /** When a person last moved or cancelled it, or added it by hand; null for one that only its slot has made. */
    editedAt: integer(),
    /** Raised with every change that a calendar must take over (RFC 5545 SEQUENCE). */
    sequence: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex('class_sessions_section_start').on(t.sectionId, t.startsAt),
    uniqueIndex('class_sessions_one_open').on(t.sectionId).where(sql`state = 'open'`),
    index('class_sessions_day').on(t.day, t.startsAt),
    index('class_sessions_section_day').on(t.sectionId, t.day),
    uniqueIndex('class_sessions_slot').on(t.slotId, t.slotDay),
    index('class_sessions_due').on(t.closesAt).where(sql`state in ('scheduled', 'open')`),
    index('class_sessions_lock').on(t.endsAt).where(sql`state = 'closed' and is_locked = 0`),
    index('class_sessions_opened_by').on(t.openedById),
    index('class_sessions_closed_by').on(t.closedById),
    index('class_sessions_created_by').on(t.createdById),
    check('class_sessions_order', sql`${t.endsAt} > ${t.startsAt}`),
    isOneOf('class_sessions_state_known', t.state, CLASS_SESSION_STATES),
  ],
);

/** What staff did to a running class session that must happen once, however often it is sent. */
export const classSessionActions = sqliteTable(
  'class_session_actions',
  {
    /** Minted on the device of whoever did it. */
    id: text().primaryKey(),
    classSessionId: integer()
      .notNull()
      .references(() => classSessions.id, { onDelete: 'cascade' }),
    at: integer().notNull(),
  },
  (t) => [index('class_session_actions_class_session').on(t.classSessionId)],
);

/** The marks. A null status is a mark taken back: the row stays so that its version goes on. Rows are never deleted. */
export const attendance = sqliteTable(
  'attendance',
  {
    classSessionId: integer()
      .notNull()
      .references(() => classSessions.id),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    status: text({ enum: STATUSES }),
    source: text({ enum: SOURCES }).notNull(),
    /** Starts at 1 and rises by one with every change; a trigger insists. */
    version: integer().notNull(),
    note: text(),
    reason: text(),
    /** The claim this mark rests on. */
    claimId: text(),
    /** Id of the queued action that set it, for idempotent replays. */
    actionId: text(),
    /** Who made this change, with name and role at that time. Null is Muster itself. */
    actorId: integer().references(() => users.id),
    actorName: text().notNull(),
    actorRole: text().notNull(),
    changedAt: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.classSessionId, t.studentId] }),
    index('attendance_student').on(t.studentId, t.classSessionId),
    index('attendance_claim').on(t.claimId).where(sql`claim_id is not null`),
    index('attendance_actor').on(t.actorId).where(sql`actor_id is not null`),
    isOneOf('attendance_status_known', t.status, STATUSES),
    isOneOf('attendance_source_known', t.source, SOURCES),
  ],
);

/** Append-only history of every change of a mark, written by trigger in the same transaction. */
export const attendanceEvents = sqliteTable(
  'attendance_events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    classSessionId: integer().notNull(),
    studentId: integer().notNull(),
    fromStatus: text({ enum: STATUSES }),
    toStatus: text({ enum: STATUSES }),
    source: text({ enum: SOURCES }).notNull(),
    version: integer().notNull(),
    note: text(),
    reason: text(),
    claimId: text(),
    actionId: text(),
    actorId: integer(),
    actorName: text().notNull(),
    actorRole: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [
    uniqueIndex('attendance_events_mark').on(t.classSessionId, t.studentId, t.version),
    index('attendance_events_student').on(t.studentId, t.id),
    index('attendance_events_action').on(t.actionId, t.classSessionId, t.studentId).where(sql`action_id is not null`),
  ],
);

/** Keyed hash chain over the history: each seal covers a record's content and the seal before it. Append-only. */
export const seals = sqliteTable(
  'seals',
  {
    position: integer().primaryKey({ autoIncrement: true }),
    record: text({ enum: HISTORY_RECORDS }).notNull(),
    /** Id of the event or the claim. */
    recordId: text().notNull(),
    hash: blob({ mode: 'buffer' }).notNull(),
  },
  (t) => [uniqueIndex('seals_record').on(t.record, t.recordId), index('seals_last').on(t.record, t.position)],
);

/** Settled claims that have no seal yet, kept by trigger. */
export const unsealedClaims = sqliteTable('unsealed_claims', { claimId: text().primaryKey() });

/** The seal last told in each place outside the database, in hex. */
export const historyAnchors = sqliteTable('history_anchors', {
  target: text({ enum: ['log', 'anchor'] }).primaryKey(),
  hash: text().notNull(),
});

/** Marks of one class session by status, kept by trigger. */
export const classSessionTallies = sqliteTable('class_session_tallies', {
  classSessionId: integer()
    .primaryKey()
    .references(() => classSessions.id),
  present: integer().notNull().default(0),
  late: integer().notNull().default(0),
  absent: integer().notNull().default(0),
  excused: integer().notNull().default(0),
  /** Rises with every change of a mark: what a live view watches. */
  changes: integer().notNull().default(0),
});

/** One student's marks in held class sessions of a section within the enrolment, kept by trigger. */
export const studentTallies = sqliteTable(
  'student_tallies',
  {
    studentId: integer()
      .notNull()
      .references(() => users.id),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
    present: integer().notNull().default(0),
    late: integer().notNull().default(0),
    absent: integer().notNull().default(0),
    excused: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.studentId, t.sectionId] }), index('student_tallies_section').on(t.sectionId)],
);

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

/** A request to change a mark of a closed register, and its decision. */
export const corrections = sqliteTable(
  'corrections',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    classSessionId: integer()
      .notNull()
      .references(() => classSessions.id),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    /** Null when the request asks staff to look rather than for a certain status. */
    wantedStatus: text({ enum: STATUSES }),
    reason: text().notNull(),
    claimId: text().references(() => claims.id),
    /** Null when Muster itself asks, for a claim that nobody settled. */
    requestedById: integer().references(() => users.id),
    requestedAt: integer().notNull(),
    state: text({ enum: ['open', 'approved', 'declined'] }).notNull(),
    decidedById: integer().references(() => users.id),
    decidedAt: integer(),
    decisionReason: text(),
  },
  (t) => [
    index('corrections_state').on(t.state, t.requestedAt),
    index('corrections_class_session').on(t.classSessionId, t.studentId),
    index('corrections_student').on(t.studentId, t.requestedAt),
    uniqueIndex('corrections_claim').on(t.claimId).where(sql`claim_id is not null`),
    index('corrections_requested_by').on(t.requestedById),
    index('corrections_decided_by').on(t.decidedById),
  ],
);

/** School-wide (no section) or to one section. */
export const announcements = sqliteTable(
  'announcements',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sectionId: integer().references(() => sections.id),
    authorId: integer()
      .notNull()
      .references(() => users.id),
    title: text().notNull(),
    body: text().notNull(),
    publishedAt: integer().notNull(),
  },
  (t) => [index('announcements_section').on(t.sectionId, t.publishedAt), index('announcements_author').on(t.authorId)],
);

/** What one person is told. `rule` and `period` make an alert one of its kind. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer()
      .notNull()
      .references(() => users.id),
    announcementId: integer().references(() => announcements.id),
    rule: text(),
    period: text(),
    /** What it says, for the reader's language to word. */
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    facts: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    createdAt: integer().notNull(),
    readAt: integer(),
    retractedAt: integer(),
  },
  (t) => [
    index('notifications_user').on(t.userId, t.createdAt),
    index('notifications_announcement').on(t.announcementId),
    uniqueIndex('notifications_rule').on(t.userId, t.rule, t.period).where(sql`rule is not null`),
  ],
);

/** Append-only log of what people did besides marks: registers opened and closed, approvals, settings, people. */
export const auditEvents = sqliteTable(
  'audit_events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    actorId: integer(),
    actorName: text().notNull(),
    actorRole: text().notNull(),
    action: text().notNull(),
    /** Noun and id of what it happened to, e.g. `class-session:12`. */
    subject: text().notNull(),
    detail: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (t) => [
    index('audit_events_subject').on(t.subject, t.id),
    index('audit_events_actor').on(t.actorId, t.id),
    index('audit_events_at').on(t.at),
  ],
);

/** One uploaded file of people and classes: what it would do, what it did, and whether that was taken back. */
export const importBatches = sqliteTable(
  'import_batches',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text({ enum: IMPORT_KINDS }).notNull(),
    fileName: text().notNull(),
    state: text({ enum: IMPORT_STATES }).notNull(),
    /** What was chosen beside the file, e.g. a section that overrides a column. */
    options: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** Rows by verdict. */
    counts: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
    /** Rows applied so far, of those that change something. */
    done: integer().notNull().default(0),
    /** Why it failed or stopped, for the reader's language to word. */
    error: text({ mode: 'json' }).$type<Message>(),
    uploadedById: integer()
      .notNull()
      .references(() => users.id),
    uploadedAt: integer().notNull(),
    appliedAt: integer(),
    undoneAt: integer(),
  },
  (t) => [
    index('import_batches_uploaded').on(t.uploadedAt),
    index('import_batches_uploader').on(t.uploadedById),
    index('import_batches_under_way').on(t.state).where(sql`state in ('reading', 'applying', 'undoing')`),
  ],
);

/** Each row of an uploaded file with its verdict. */
export const importRows = sqliteTable(
  'import_rows',
  {
    batchId: integer()
      .notNull()
      .references(() => importBatches.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    file: text().notNull(),
    line: integer().notNull(),
    verdict: text({ enum: VERDICTS }).notNull(),
    /** What it is about, in words a person knows it by. */
    subject: text().notNull(),
    /** What there is to say about it, for the reader's language to word. */
    message: text({ mode: 'json' }).$type<Message>(),
    data: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.position] }), index('import_rows_verdict').on(t.batchId, t.verdict, t.position)],
);

/** Each row that a batch changed, as it was before (null for one it made), in the order of the changes: undo goes backwards. */
export const importChanges = sqliteTable(
  'import_changes',
  {
    batchId: integer()
      .notNull()
      .references(() => importBatches.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    tableName: text().notNull(),
    rowKey: text({ mode: 'json' }).$type<Record<string, number | string>>().notNull(),
    before: text({ mode: 'json' }).$type<Record<string, unknown> | null>(),
    after: text({ mode: 'json' }).$type<Record<string, unknown> | null>(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.position] })],
);
