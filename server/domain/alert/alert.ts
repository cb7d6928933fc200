/** Alerts as staff see them, and what they may do about one. */
import { z } from 'zod';
import type { ClassSessionId } from '#domain/ids';
import { ALERT_RULES, type AlertRule, type Rule } from '#domain/school/alert-rule';
import { plainText } from '#domain/text';
import { says } from '#domain/words/says';
import type { Ground } from './ground';
import type { PeriodName } from './period';

/** `open`: nobody has looked into it. */
export const ALERT_STATES = ['open', 'handled', 'retracted'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Alerts on one page. */
export const ALERT_PAGE = 20;
export const ALERT_NOTE_MAX = 500;

export const AlertId = z.coerce.number().int().positive();
const SectionId = z.coerce.number().int().positive();

/** @param after id of the last one seen */
export const AlertFilter = z.object({
  state: z.enum(ALERT_STATES).default('open'),
  rule: z.enum(ALERT_RULES).optional(),
  sectionId: SectionId.optional(),
  after: AlertId.optional(),
});
export type AlertFilter = z.infer<typeof AlertFilter>;

export const HandleAlertInput = z.object({
  alertId: AlertId,
  /** What was done about it. */
  note: z
    .string({ error: says('alert.note-missing') })
    .overwrite(plainText)
    .min(1, says('alert.note-missing'))
    .max(ALERT_NOTE_MAX, says('form.too-long', { max: ALERT_NOTE_MAX })),
});
export type HandleAlertInput = z.infer<typeof HandleAlertInput>;

export const SectionRef = z.object({ sectionId: SectionId });
export type SectionRef = z.infer<typeof SectionRef>;

/** A class session that an alert names. */
export type NamedSession = {
  classSessionId: z.infer<typeof ClassSessionId>;
  day: string;
  startTime: string;
  courseTitle: string;
  sectionCode: string;
};

type ClassName = { courseTitle: string; sectionCode: string };

/** One as staff see it. */
export type AlertView = {
  id: number;
  studentId: number;
  studentName: string;
  studentNumber: string | null;
  photoAt: number | null;
  rule: Rule;
  ground: Ground;
  /** Null is all classes together. */
  section: ClassName | null;
  period: PeriodName;
  /** Those named that the reader may open, the latest first. */
  classSessions: NamedSession[];
  raisedAt: number;
  escalatedAt: number | null;
  retractedAt: number | null;
  handledAt: number | null;
  handledBy: string | null;
  note: string | null;
};
export type AlertList = { rows: AlertView[]; next: number | null };

/** Class sessions that a message names. */
export const NAMED_AT_MOST = 10;

/** What a student reads of an own alert. */
export type AlertFacts = {
  rule: Rule;
  section: ClassName | null;
  period: PeriodName;
  ground: Omit<Ground, 'classSessionIds'>;
  /** The latest of those missed, latest first. */
  classSessions: NamedSession[];
};

/** What a student reads when one is taken back. */
export type RetractedFacts = { rule: AlertRule; section: ClassName | null; period: PeriodName };

/** Whom new rules would tell. */
export type AlertPreview = {
  /** Students who were looked at. */
  students: number;
  rules: { rule: AlertRule; count: number; people: { id: number; name: string }[] }[];
};
