/** Corrections: somebody says that a mark of a closed register is wrong, and staff decide. */

import { z } from 'zod';
import type { CLAIM_VERDICTS } from '#domain/check-in/check-in';
import type { Bytes } from '#domain/encoding';
import { ClassSessionId, Queueable } from '#domain/ids';
import { type Role, UserId } from '#domain/person/user';
import { type Source, STATUSES, type Status } from '#domain/register/attendance';
import type { MarkChange } from '#domain/register/attendance-view';
import { plainText } from '#domain/text';
import { Day } from '#domain/time';
import { says } from '#domain/words/says';
import type { AttachmentType } from './attachment';

/** How often one person may ask for one mark, whatever was decided of it. */
export const ASKED_AT_MOST = 5;
/** Corrections decided at once. */
export const DECIDED_AT_ONCE = 100;

export const CorrectionId = z.coerce.number().int().positive();

const Text = z
  .string()
  .overwrite(plainText)
  .max(500, says('form.too-long', { max: 500 }));
const Reason = z.number().int().positive();

export const RequestCorrectionInput = Queueable.extend({
  classSessionId: ClassSessionId,
  studentId: UserId,
  wanted: z.enum(STATUSES, { error: says('form.choose-one') }),
  reason: Text.min(3, says('correction.reason-missing')),
  /** Of the wanted status. */
  reasonCodeId: Reason.optional(),
});
export type RequestCorrectionInput = z.infer<typeof RequestCorrectionInput>;

/** `status` left out approves what was wanted. `note` is told to whoever asked. */
const Decision = z.object({
  decision: z.enum(['approve', 'decline']),
  status: z.enum(STATUSES).optional(),
  /** Of the status that the mark becomes. Left out, it is the one that was asked for. */
  reasonCodeId: Reason.optional(),
  note: Text.optional(),
});

export const DecideCorrectionInput = Queueable.extend({ correctionId: CorrectionId, ...Decision.shape });
export type DecideCorrectionInput = z.infer<typeof DecideCorrectionInput>;

export const DecideCorrectionsInput = Queueable.extend({
  correctionIds: z.array(CorrectionId).min(1).max(DECIDED_AT_ONCE),
  ...Decision.shape,
});
export type DecideCorrectionsInput = z.infer<typeof DecideCorrectionsInput>;

/** The bytes arrive in process only, from a form. */
export const AttachInput = z.object({
  correctionId: CorrectionId,
  bytes: z.custom<Bytes>((value) => value instanceof Uint8Array, says('correction.attachment-type')),
});
export type AttachInput = z.infer<typeof AttachInput>;

export const AttachmentRef = z.object({ correctionId: CorrectionId });

export const CORRECTION_LISTS = ['open', 'decided'] as const;
/** @param after id of the last correction seen */
export const CorrectionPage = z.object({ list: z.enum(CORRECTION_LISTS).default('open'), after: CorrectionId.optional() });
export type CorrectionPage = z.infer<typeof CorrectionPage>;

/** @param of only those of one's own marks, or only those that one has asked for of others'
 *  @param classSessionId, studentId only those of this mark  @param from, until only those of class sessions of these days */
export const OwnCorrectionPage = z.object({
  of: z.enum(['marks', 'asked']).optional(),
  after: CorrectionId.optional(),
  classSessionId: ClassSessionId.optional(),
  studentId: UserId.optional(),
  from: Day.optional(),
  until: Day.optional(),
});
export type OwnCorrectionPage = z.infer<typeof OwnCorrectionPage>;

/** A mark that somebody may say is wrong. */
export const MarkRef = z.object({ classSessionId: ClassSessionId, studentId: UserId });
export type MarkRef = z.infer<typeof MarkRef>;

/** `already-decided`: somebody was quicker; `decidedBy` is their name. */
export type DecideOutcome = { outcome: 'approved' | 'declined' | 'already-decided'; decidedBy?: string };

/** One line of the answer to many. `refused` names why, as a single decision would be refused. */
export type DecideLine = { correctionId: number } & (DecideOutcome | { outcome: 'refused'; message: string });

export type CorrectionState = 'open' | 'approved' | 'declined';

type ClassFacts = {
  classSessionId: number;
  courseTitle: string;
  sectionCode: string;
  day: string;
  startTime: string;
  endTime: string;
  startsAt: number;
};

/** What everybody who may see a correction sees of it. `reason` is stored text, `reasonOf` reads it. */
export type CorrectionView = ClassFacts & {
  id: number;
  studentId: number;
  /** The reader has asked for it. */
  isOwn: boolean;
  state: CorrectionState;
  /** Null when staff are asked to look. */
  wanted: Status | null;
  reason: string;
  reasonCode: string | null;
  requestedAt: number;
  attachment: { type: AttachmentType; size: number } | null;
  decidedAt: number | null;
  decidedBy: string | null;
  decidedStatus: Status | null;
  note: string | null;
};

/** The mark as it stands, and what the reader has asked for it, the latest first. A student sees whatever anybody asked. */
export type MarkInQuestion = ClassFacts & {
  studentId: number;
  studentName: string;
  photoAt: number | null;
  status: Status | null;
  /** The register is closed and was taken. */
  isAskable: boolean;
  requests: CorrectionView[];
};

/** What waits for a person to decide. */
export type Waiting = { corrections: number; leaves: number; alerts: number };

export type ClaimEvidence = {
  claimId: string;
  receivedAt: number;
  /** The device's own clock, never trusted. */
  deviceAt: number;
  /** Windows of the rotating code that were scanned; none for a typed code. */
  windows: number;
  verdict: (typeof CLAIM_VERDICTS)[number];
  status: 'present' | 'late' | null;
  source: Source | null;
  reasons: string[];
};

/** One change of a mark, with the check-in it rests on. */
export type MarkEvent = MarkChange & { id: number; claim: ClaimEvidence | null };

/** What the student's mark was in a class session of the same time. */
export type MarkElsewhere = { classSessionId: number; courseTitle: string; sectionCode: string; startsAt: number } & {
  status: Status;
  source: Source;
};

export type Correction = CorrectionView & {
  studentName: string;
  /** The student's number in the school's information system. */
  studentNumber: string | null;
  photoAt: number | null;
  /** Null is Muster itself, for a check-in that nobody settled. */
  requestedBy: { name: string; role: Role } | null;
  /** False for what the reader asked for. */
  mayDecide: boolean;
  /** The mark as it stands. */
  status: Status | null;
  claims: ClaimEvidence[];
  events: MarkChange[];
  elsewhere: MarkElsewhere[];
};

export type CorrectionList = {
  rows: Correction[];
  /** The `after` of the next page; null on the last. */
  next: number | null;
};
export type OwnCorrectionList = { rows: CorrectionView[]; next: number | null };
