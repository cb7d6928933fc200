/** Everything that refers to a person, and what it means for the account: one list, which a test holds against the database's keys. */

import { and, eq, notExists, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import {
  announcements,
  attendance,
  badgeCards,
  calendarFeeds,
  claims,
  classSessions,
  corrections,
  departures,
  devices,
  enrolments,
  importBatches,
  leaves,
  loginSessions,
  notifications,
  oneTimeCodes,
  outgoingMails,
  passkeys,
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
  /** What it is called, with its count, where an account cannot be deleted. */
  ties?: MessageId;
  /** What it is called where it stands against undoing an import that made the person. */
  undo?: MessageId;
};

export const PERSON_REFERENCES = [
  {
    column: attendance.studentId,
    onDelete: 'holds',
    part: 'marks',
    ties: 'person.marks',
    undo: 'import.marks-of-people',
  },
  { column: claims.studentId, onDelete: 'holds', part: 'checkIns', undo: 'import.check-ins-of-people' },
  { column: corrections.studentId, onDelete: 'holds', part: 'corrections', undo: 'import.corrections-of-people' },
  { column: leaves.studentId, onDelete: 'holds', part: 'leaves', undo: 'import.leaves-of-people' },
  { column: devices.userId, onDelete: 'holds', part: 'devices', undo: 'import.devices-of-people' },
  { column: badgeCards.studentId, onDelete: 'key', part: 'card', undo: 'import.badges-of-people' },
  { column: notifications.userId, onDelete: 'holds', part: 'notifications', undo: 'import.messages-to-people' },
  {
    column: enrolments.studentId,
    onDelete: 'holds',
    part: 'enrolments',
    ties: 'person.enrolments',
    undo: 'import.enrolments-of-people',
  },
  {
    column: sectionStaff.userId,
    onDelete: 'holds',
    part: 'sectionsStaffed',
    ties: 'person.sections-staffed',
    undo: 'import.assignments-of-people',
  },
  { column: spotChecks.studentId, onDelete: 'key', part: null },

  { column: passkeys.userId, onDelete: 'goes', part: 'passkeys' },
  { column: loginSessions.userId, onDelete: 'goes', part: 'signIns' },
  { column: outgoingMails.userId, onDelete: 'goes', part: 'mails' },
  { column: userPhotos.userId, onDelete: 'goes', part: 'photo' },
  { column: savedViews.userId, onDelete: 'goes', part: 'savedViews' },
  { column: calendarFeeds.userId, onDelete: 'goes', part: null },
  { column: departures.userId, onDelete: 'goes', part: null },
  { column: oneTimeCodes.userId, onDelete: 'goes', part: null },
  { column: sightings.userId, onDelete: 'goes', part: null },

  { column: attendance.actorId, onDelete: 'key', part: null },
  { column: claims.settledById, onDelete: 'key', part: null },
  { column: classSessions.openedById, onDelete: 'key', part: null },
  { column: classSessions.closedById, onDelete: 'key', part: null },
  { column: classSessions.createdById, onDelete: 'key', part: null },
  { column: badgeCards.issuedById, onDelete: 'key', part: null },
  { column: spotChecks.answeredById, onDelete: 'key', part: null },
  { column: corrections.requestedById, onDelete: 'key', part: null },
  { column: corrections.decidedById, onDelete: 'key', part: null },
  { column: leaves.requestedById, onDelete: 'key', part: null },
  { column: leaves.decidedById, onDelete: 'key', part: null },
  { column: announcements.authorId, onDelete: 'key', part: null },
  { column: reminders.sentById, onDelete: 'key', part: null },
  { column: importBatches.uploadedById, onDelete: 'key', part: null },
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
