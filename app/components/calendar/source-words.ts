/** How a mark came to be, as a sentence to the student it is of or to staff, and why. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Source } from '#domain/register/attendance';
import type { AttendanceLogEntry } from '#domain/register/attendance-view';
import { reasonOf, type SystemReason } from '#domain/register/reason';

type Facts = Pick<AttendanceLogEntry, 'source' | 'to' | 'actorName' | 'actorRole'>;

/** "Daniel Osborne (teacher)"; students and Muster by their names alone. Never throws. */
export function authorText({ actorName, actorRole }: Pick<Facts, 'actorName' | 'actorRole'>, i18n: I18n): string {
  if (actorRole === 'admin') return i18n._(msg`${actorName} (administrator)`);
  if (actorRole === 'teacher') return i18n._(msg`${actorName} (teacher)`);
  return actorRole === 'assistant' ? i18n._(msg`${actorName} (assistant)`) : actorName;
}

/** Who reads: the student whose mark it is, or somebody else. */
export type MarkReader = 'student' | 'staff';

/** `by` is who did it. */
type Sentences = Record<Source, (by: string) => MessageDescriptor>;

const TO_STUDENT: Sentences = {
  admin: (by) => msg`${by} marked you.`,
  teacher: (by) => msg`${by} marked you.`,
  badge: (by) => msg`${by} scanned your badge.`,
  qr: () => msg`You scanned the code in class.`,
  code: () => msg`You typed the code in class.`,
  offline: () => msg`You scanned the code in class; your phone sent it later.`,
  leave: (by) => msg`${by} recorded approved leave.`,
  auto: (by) => msg`${by} marked you when the register closed without a mark for you.`,
};

const TO_STAFF: Sentences = {
  admin: (by) => msg`${by} set the mark.`,
  teacher: (by) => msg`${by} set the mark.`,
  badge: (by) => msg`${by} scanned the badge.`,
  qr: () => msg`Scanned the code in class.`,
  code: () => msg`Typed the code in class.`,
  offline: () => msg`Scanned the code in class; the phone sent it later.`,
  leave: (by) => msg`${by} recorded approved leave.`,
  auto: (by) => msg`${by} set the mark when the register closed without one.`,
};

/** Who or what set the mark, and how. Never throws. */
export function sourceText(entry: Facts, i18n: I18n, reader: MarkReader = 'student'): string {
  const by = authorText(entry, i18n);
  if (entry.to === null) return i18n._(msg`${by} removed the mark.`);
  const sentences = reader === 'student' ? TO_STUDENT : TO_STAFF;
  return i18n._(sentences[entry.source](by));
}

const REASON_WORDS: Record<SystemReason, MessageDescriptor> = {
  'shared-device': msg`Two students used one device.`,
  'badge-undone': msg`Badge scan undone.`,
  'sent-later': msg`Marked in class, sent later.`,
  'scan-sent-later': msg`Scanned while the register was open, delivered after it closed.`,
  'accepted-by-staff': msg`Check-in accepted by staff.`,
  'waiting-at-lock': msg`A check-in was still waiting when the register was locked.`,
  'change-undone': msg`Change undone.`,
  'leave-taken-back': msg`The leave was taken back.`,
  'sent-after-lock': msg`Check-in delivered after the register was locked.`,
};

/** A stored reason as a sentence. Never throws. */
export function reasonText(i18n: I18n, stored: string): string {
  const reason = reasonOf(stored);
  return 'code' in reason ? i18n._(REASON_WORDS[reason.code]) : reason.text;
}
