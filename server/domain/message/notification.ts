/** Messages in a person's inbox: a kind and its facts, worded where they are shown. Never names anybody but the class, its reader, and who
 *  on the staff sent it. */
import { z } from 'zod';
import type { AlertFacts, RetractedFacts } from '#domain/alert/alert';
import type { AttachmentFacts } from '#domain/correction/attachment';
import type { Status } from '#domain/register/attendance';
import type { ReminderTemplate } from './reminder';

/** What a message says. `text` is one that was worded before it was stored. */
export const NOTIFICATION_KINDS = [
  'text',
  'class-cancelled',
  'class-restored',
  'class-moved',
  'cover-given',
  'cover-ended',
  'cover-lost',
  'name-approved',
  'name-declined',
  'correction-approved',
  'correction-declined',
  'leave-approved',
  'leave-declined',
  'announcement',
  'class-reminder',
  'class-note',
  'class-soon',
  'register-not-taken',
  'registers-not-taken',
  'alert',
  'alert-retracted',
  'alerts-unhandled',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Messages on one page of an inbox. */
export const INBOX_PAGE = 30;

export const NotificationId = z.coerce.number().int().positive();

/** @param after id of the last message seen */
export const NotificationPage = z.object({ after: NotificationId.optional() });
export type NotificationPage = z.infer<typeof NotificationPage>;

/** @param ids those that were shown  @param upTo that one and everything before it */
export const MarkReadInput = z.union([
  z.object({ ids: z.array(NotificationId).min(1).max(INBOX_PAGE) }),
  z.object({ upTo: NotificationId }),
]);
export type MarkReadInput = z.infer<typeof MarkReadInput>;

type Meeting = { day: string; startTime: string; endTime: string; room: string | null };
type ClassFacts = { courseTitle: string; sectionCode: string };
type Times = ClassFacts & Meeting;
/** Class sessions of one day. */
type CoverFacts = { day: string; classes: (ClassFacts & { classSessionId: number; meeting: Meeting })[] };
type LeaveFacts = { fromDay: string; untilDay: string; note: string | null };

/** What is stored of a message, by its kind. `note` is what the person who made the change wrote. */
export type NotificationFacts = {
  text: { title: string; body: string };
  'class-cancelled': ClassFacts & { meeting: Meeting; note: string | null };
  'class-restored': ClassFacts & { meeting: Meeting };
  'class-moved': ClassFacts & { from: Meeting; to: Meeting; note: string | null };
  /** What is handed over, and what is taken back. `to` is the colleague's name for the staff of the classes and for whoever handed them over;
   *  for the colleague it is null. */
  'cover-given': CoverFacts & { by: string; to?: string | null };
  'cover-ended': CoverFacts & { by: string; to?: string | null };
  /** For whoever handed it over: the colleague left. */
  'cover-lost': CoverFacts & { name: string };
  'name-approved': { name: string };
  'name-declined': { name: string };
  'correction-approved': ClassFacts & { meeting: Meeting; status: Status; note: string | null };
  'correction-declined': ClassFacts & { meeting: Meeting; note: string | null };
  'leave-approved': LeaveFacts;
  'leave-declined': LeaveFacts;
  /** As it is by now: what is edited is read as edited. `body` is Markdown. */
  announcement: {
    announcementId: number;
    title: string;
    body: string;
    author: string;
    editedAt: number | null;
    attachment: AttachmentFacts | null;
  };
  'class-reminder': ClassFacts & { meeting: Meeting };
  /** What staff remind chosen students of. `meeting` is the next one where the template tells it, and there is one. */
  'class-note': ClassFacts & { template: ReminderTemplate; by: string; meeting: Meeting | null; note: string | null };
  'class-soon': ClassFacts & { meeting: Meeting };
  'register-not-taken': ClassFacts & { classSessionId: number; meeting: Meeting };
  /** For administrators, of one day. */
  'registers-not-taken': { day: string; count: number };
  alert: AlertFacts;
  'alert-retracted': RetractedFacts;
  /** For administrators: how many have waited for so long. */
  'alerts-unhandled': { count: number; days: number };
};

/** A message without its reader: one of each kind. */
export type Notice = { [Kind in NotificationKind]: { kind: Kind; facts: NotificationFacts[Kind] } }[NotificationKind];
/** `at` is when its reader got it. */
export type Notification = Notice & { id: number; at: number; readAt: number | null };
export type Inbox = {
  rows: Notification[];
  unread: number;
  /** The `after` of the next page; null on the last. */
  next: number | null;
};

/** What shows that an inbox has changed. */
export type InboxState = { unread: number; newest: number | null };

/** An announcement on somebody's first screen. */
export type Pinned = NotificationFacts['announcement'] & { at: number };

const classOf = ({ courseTitle, sectionCode }: Times): ClassFacts => ({ courseTitle, sectionCode });
const meetingOf = ({ day, startTime, endTime, room }: Times): Meeting => ({ day, startTime, endTime, room });

/** What students read when a class is cancelled. */
export function cancelledNotice(times: Times, note: string | null): Notice {
  return { kind: 'class-cancelled', facts: { ...classOf(times), meeting: meetingOf(times), note } };
}

/** What students read when a cancelled class takes place after all. */
export function restoredNotice(times: Times): Notice {
  return { kind: 'class-restored', facts: { ...classOf(times), meeting: meetingOf(times) } };
}

/** What those missing read when their class has begun. */
export function reminderNotice(times: Times): Notice {
  return { kind: 'class-reminder', facts: { ...classOf(times), meeting: meetingOf(times) } };
}

/** What students read when a class is moved to another time or room. */
export function movedNotice(from: Times, to: Times, note: string | null): Notice {
  return { kind: 'class-moved', facts: { ...classOf(from), from: meetingOf(from), to: meetingOf(to), note } };
}
