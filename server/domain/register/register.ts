/** What screens know of a register: its class session, its rows, and the claims that wait. Shapes only, shared by server and screens. */

import type { WaitingReason } from '#domain/check-in/check-in';
import { groupBy } from '#domain/group';
import type { Place } from '#domain/place';
import { searchForm } from '#domain/text';
import type { Source, Status } from './attendance';
import type { ClassSessionState } from './class-session';
import type { Cover } from './cover';

export type ClassSessionView = {
  id: number;
  sectionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  room: string | null;
  day: string;
  startsAt: number;
  endsAt: number;
  zone: string;
  state: ClassSessionState;
  openedAt: number | null;
  /** The name of whoever opened it. */
  openedBy: string | null;
  /** Whom it is handed to; null while it is with its staff. */
  cover: Cover | null;
  /** Whether the reader may move or cancel it, and see its class: not whoever only covers it. */
  mayChange: boolean;
  /** Whether the reader may hand it to a colleague, and take it back. */
  mayHandOver: boolean;
  checkInClosesAt: number | null;
  isCheckInOpen: boolean;
  /** Of the code's key. A key of an earlier one shows codes that count for nothing. */
  revision: number;
  closedAt: number | null;
  /** Closed and taken. A closed one that is not held was not taken. */
  isHeld: boolean;
  headCount: number | null;
  /** What a change of a mark takes now. */
  marking: 'free' | 'with-reason' | 'locked' | 'too-early' | 'cancelled';
  canOpen: boolean;
  canReopen: boolean;
  /** Whether staff are asked to look for a few names when check-in ends. */
  hasSpotCheck: boolean;
  serverNow: number;
};

export type WaitingClaim = { claimId: string; reasons: WaitingReason[]; status: 'present' | 'late' | null; receivedAt: number };

export type RegisterRow = {
  studentId: number;
  name: string;
  /** The student number where the register has several people of the name, to tell them apart; else null. */
  studentNumber: string | null;
  /** When their photo was set, epoch ms; null without one. */
  photoAt: number | null;
  status: Status | null;
  source: Source | null;
  /** 0 while there is no mark. */
  version: number;
  /** One of the school's list. */
  reasonCodeId: number | null;
  note: string | null;
  changedAt: number | null;
  changedBy: string | null;
  /** Why this student's check-in waits: reasons of every claim that does. */
  waiting: WaitingReason[];
  /** The first claim that waits, with the reasons of all, or none. */
  claims: WaitingClaim[];
  /** Worth a look when check-in ends: a settled claim here, or missing at a spot check lately. */
  isFlagged: boolean;
  /** Where the check-in came from, beside the rest of the class; null where that is not known. */
  place: Place | null;
};

export type Register = { classSession: ClassSessionView; rows: RegisterRow[] };

/** The rows that changed since the last message of a live view; the first message holds all of them. */
export type RegisterChange = Register & { isWhole: boolean };

/** Rows with the student numbers of those alone who share a name. Never throws. */
export function withTellingNumbers<Row extends Pick<RegisterRow, 'name' | 'studentNumber'>>(rows: readonly Row[]): Row[] {
  const sharing = groupBy(rows, ({ name }) => searchForm(name));
  return rows.map((row) => ((sharing.get(searchForm(row.name))?.length ?? 0) > 1 ? row : { ...row, studentNumber: null }));
}
