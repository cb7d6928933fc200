/** Everything that refers to a person, and what it means for the account: one list, which a test holds against the database's keys. */

import { and, eq, notExists, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import {
  alerts,
  announcements,
  attendance,
  badgeCards,
  calendarFeeds,
  channelChoices,
  claims,
  classSessions,
  corrections,
  covers,
  deliveries,
  departures,
  devices,
  enrolments,
  guardians,
  importBatches,
  leaves,
  loginSessions,
  notifications,
  oneTimeCodes,
  passkeys,
  personMerges,
  pushSubscriptions,
  reminders,
  savedViews,
  sectionStaff,
  sightings,
  spotChecks,
  userPhotos,
  users,
} from '#db/schema';
import type { MessageId } from '#domain/words/message';

type Reference = {
  column: SQLiteColumn;
  /** What becomes of it when the person is deleted. `goes`: is deleted too. `holds`: the person may not be deleted, and so says the
   *  statement. `key`: neither, but the database refuses by the foreign key alone, as for what staff did. */
  onDelete: 'goes' | 'holds' | 'key';
  /** Part of the person's own data that it is told in; null for secrets, for what other parts say, and for what was done to others. */
  part: string | null;
  /** What becomes of it when the account is merged into another of the same person: the column that names a row which goes over, unless
   *  the other account has the like. `own`: goes over by statements of its own. `ends`: is deleted. `stays`: says what was done then. */
  onMerge: SQLiteColumn | 'own' | 'ends' | 'stays';
  /** Which of the rows go over, in SQL; all, when left out. */
  mergeOnly?: string;
  /** What it is called, with its count, where an account cannot be deleted. */
  ties?: MessageId;
  /** What it is called where it stands against undoing an import that made the person. */
  undo?: MessageId;
};

export const PERSON_REFERENCES = [
  {
    column: attendance.studentId,
    onMerge: 'own',
    onDelete: 'holds',
    part: 'marks',
    ties: 'person.marks',
    undo: 'import.marks-of-people',
  },
  { column: claims.studentId, onMerge: 'stays', onDelete: 'holds', part: 'checkIns', undo: 'import.check-ins-of-people' },
  {
    column: corrections.studentId,
    onMerge: corrections.id,
    mergeOnly: `state = 'open'`,
    onDelete: 'holds',
    part: 'corrections',
    undo: 'import.corrections-of-people',
  },
  { column: leaves.studentId, onMerge: leaves.id, onDelete: 'holds', part: 'leaves', undo: 'import.leaves-of-people' },
  { column: devices.userId, onMerge: devices.id, onDelete: 'holds', part: 'devices', undo: 'import.devices-of-people' },
  { column: badgeCards.studentId, onMerge: badgeCards.id, onDelete: 'key', part: 'card', undo: 'import.badges-of-people' },
  {
    column: notifications.userId,
    onMerge: notifications.id,
    onDelete: 'holds',
    part: 'notifications',
    undo: 'import.messages-to-people',
  },
  {
    column: enrolments.studentId,
    onMerge: 'own',
    onDelete: 'holds',
    part: 'enrolments',
    ties: 'person.enrolments',
    undo: 'import.enrolments-of-people',
  },
  {
    column: sectionStaff.userId,
    onMerge: 'own',
    onDelete: 'holds',
    part: 'sectionsStaffed',
    ties: 'person.sections-staffed',
    undo: 'import.assignments-of-people',
  },
  { column: covers.userId, onMerge: covers.id, onDelete: 'holds', part: 'covers', undo: 'import.assignments-of-people' },
  { column: spotChecks.studentId, onMerge: spotChecks.classSessionId, onDelete: 'key', part: null },
  // They end with their messages. Whose marks go over is judged again.
  { column: alerts.studentId, onMerge: 'stays', onDelete: 'key', part: 'alerts' },

  { column: passkeys.userId, onMerge: passkeys.id, onDelete: 'goes', part: 'passkeys' },
  { column: loginSessions.userId, onMerge: 'ends', onDelete: 'goes', part: 'signIns' },
  { column: deliveries.userId, onMerge: 'stays', onDelete: 'goes', part: 'deliveries' },
  { column: pushSubscriptions.userId, onMerge: 'ends', onDelete: 'goes', part: null },
  { column: guardians.studentId, onMerge: guardians.id, onDelete: 'goes', part: 'guardians' },
  // What was turned off is taken over.
  { column: channelChoices.userId, onMerge: 'stays', onDelete: 'goes', part: 'channels' },
  { column: userPhotos.userId, onMerge: 'own', onDelete: 'goes', part: 'photo' },
  { column: savedViews.userId, onMerge: savedViews.id, onDelete: 'goes', part: 'savedViews' },
  { column: calendarFeeds.userId, onMerge: calendarFeeds.tokenHash, onDelete: 'goes', part: null },
  { column: departures.userId, onMerge: 'stays', onDelete: 'goes', part: null },
  { column: oneTimeCodes.userId, onMerge: 'ends', onDelete: 'goes', part: null },
  { column: sightings.userId, onMerge: 'stays', onDelete: 'goes', part: null },

  { column: attendance.actorId, onMerge: 'stays', onDelete: 'key', part: null },
  { column: alerts.handledById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: claims.settledById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: classSessions.openedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: classSessions.closedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: classSessions.createdById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: covers.givenById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: covers.endedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: badgeCards.issuedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: spotChecks.answeredById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: corrections.requestedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: corrections.decidedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: leaves.requestedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: leaves.decidedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: announcements.authorId, onMerge: 'stays', onDelete: 'key', part: null },
  { column: reminders.sentById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: personMerges.fromId, onMerge: 'stays', onDelete: 'key', part: null },
  { column: personMerges.intoId, onMerge: 'stays', onDelete: 'key', part: null },
  { column: personMerges.mergedById, onMerge: 'stays', onDelete: 'key', part: null },
  { column: importBatches.uploadedById, onMerge: 'stays', onDelete: 'key', part: null },
] as const satisfies readonly Reference[];

/** Parts of a person's own data that refer to the person by a key. */
export type OwnPart = NonNullable<(typeof PERSON_REFERENCES)[number]['part']>;

const REFERENCES: readonly Reference[] = PERSON_REFERENCES;

/** What is counted when an account cannot be deleted. */
export const TIES = REFERENCES.flatMap(({ column, ties }) => (ties ? [{ column, said: ties }] : []));

/** What stands against undoing an import that made a person. */
export const UNDO_OBSTACLES = REFERENCES.flatMap(({ column, undo }) => (undo ? [{ column, said: undo }] : []));

/** Condition on `users`: no class, mark or device knows this person, as when somebody else enrolled them before they signed in. */
export function isUnattached(db: Database): SQL {
  const holding = REFERENCES.filter(({ onDelete }) => onDelete === 'holds');
  const isHeldBy = ({ column }: Reference) => db.select({ one: sql`1` }).from(column.table).where(eq(column, users.id));
  return and(...holding.map((reference) => notExists(isHeldBy(reference)))) as SQL;
}

/** What goes over by one column when accounts are merged. */
export const MERGE_MOVES = REFERENCES.flatMap(({ column, onMerge, mergeOnly = 'true' }) =>
  typeof onMerge === 'string' ? [] : [{ column, key: onMerge, only: mergeOnly }],
);
