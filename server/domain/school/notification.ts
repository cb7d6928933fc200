/** Messages in a person's inbox: what they say of a changed class session, and how they are listed. Never names anybody but the class. */
import { z } from 'zod';

/** What a message says. `text` is one that a person wrote, or that an earlier version worded. */
export const NOTIFICATION_KINDS = [
  'text',
  'class-cancelled',
  'class-restored',
  'class-moved',
  'name-approved',
  'name-declined',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

export const NotificationPage = z.object({ before: z.number().int().positive().optional() });
export const MarkReadInput = z.object({
  /** Left out: everything up to `upTo`. */
  notificationId: z.coerce.number().int().positive().optional(),
  upTo: z.coerce.number().int().positive().optional(),
});
export type MarkReadInput = z.infer<typeof MarkReadInput>;

export type Notification = { id: number; title: string; body: string; createdAt: number; readAt: number | null };
export type Inbox = {
  zone: string;
  locale: string;
  notifications: Notification[];
  unread: number;
  /** Where the next page begins; null on the last. */
  nextBefore: number | null;
};

export type Notice = { title: string; body: string };
type Times = { courseTitle: string; sectionCode: string; day: string; startTime: string; endTime: string; room: string | null };

/** "Mon 7 Sept, 09:00–10:00". The day is a calendar day, so no zone has a say. */
export function meetingText({ day, startTime, endTime }: Pick<Times, 'day' | 'startTime' | 'endTime'>, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(`${day}T12:00Z`))}, ${startTime}–${endTime}`;
}

const nameOf = ({ courseTitle, sectionCode }: Times) => `${courseTitle} ${sectionCode}`;
const placeOf = ({ room }: Times) => (room ? `, ${room}` : '');
const withNote = (text: string, note: string | null) => (note ? `${text} ${note}` : text);

/** What students read when a class is cancelled. */
export function cancelledNotice(one: Times, { locale, note }: { locale: string; note: string | null }): Notice {
  const body = withNote(`The class on ${meetingText(one, locale)} does not take place.`, note);
  return { title: `${nameOf(one)} is cancelled`, body };
}

/** What students read when a cancelled class takes place after all. */
export function restoredNotice(one: Times, { locale }: { locale: string }): Notice {
  return {
    title: `${nameOf(one)} takes place after all`,
    body: `The class on ${meetingText(one, locale)}${placeOf(one)} is no longer cancelled.`,
  };
}

/** What students read when a class is moved to another time or room. */
export function movedNotice(from: Times, to: Times, { locale, note }: { locale: string; note: string | null }): Notice {
  const isSameTime = from.day === to.day && from.startTime === to.startTime && from.endTime === to.endTime;
  const text = isSameTime
    ? `The class on ${meetingText(to, locale)} is now in ${to.room ?? 'another room'}.`
    : `The class on ${meetingText(from, locale)} is now on ${meetingText(to, locale)}${placeOf(to)}.`;
  return { title: `${nameOf(from)} is moved`, body: withNote(text, note) };
}
