/** Reminders: what staff tell those missing from a class, or chosen students of it; and what Muster reminds of by itself. */
import { z } from 'zod';
import { MINUTE_MS } from '#domain/duration';
import { ClassSessionId, Queueable } from '#domain/ids';
import { UserId } from '#domain/person/user';
import { plainLine } from '#domain/text';
import { says } from '#domain/words/says';

/** A second one within this is a slip, unless it is confirmed. */
export const REMIND_AGAIN_MS = 5 * MINUTE_MS;

/** How long before a class those who chose it are told. */
export const SOON_MS = 10 * MINUTE_MS;

/** How long after a class a register that nobody took is asked for: staff close late, and phones deliver late. */
export const CHASE_AFTER_MS = 10 * MINUTE_MS;

/** @param isConfirmed send it although one was sent a moment ago */
export const SendReminderInput = Queueable.extend({ classSessionId: ClassSessionId, isConfirmed: z.boolean().default(false) });
export type SendReminderInput = z.infer<typeof SendReminderInput>;

/** What chosen students can be reminded of. */
export const REMINDER_TEMPLATES = ['come-to-class', 'catch-up', 'see-me'] as const;
export type ReminderTemplate = (typeof REMINDER_TEMPLATES)[number];

/** Longest line that staff add. */
export const REMINDER_NOTE_MAX = 140;

/** More than a class holds. */
const STUDENTS_AT_MOST = 500;

/** @param note a line of one's own, added to the words of the template  @param isConfirmed as of `SendReminderInput`, about any of the students */
export const WriteReminderInput = Queueable.extend({
  sectionId: z.number().int().positive(),
  studentIds: z.array(UserId).min(1, says('inbox.reminder-to-nobody')).max(STUDENTS_AT_MOST),
  template: z.enum(REMINDER_TEMPLATES, { error: says('form.choose-one') }),
  note: z
    .string()
    .overwrite(plainLine)
    .max(REMINDER_NOTE_MAX, says('form.too-long', { max: REMINDER_NOTE_MAX }))
    .default(''),
  isConfirmed: z.boolean().default(false),
});
export type WriteReminderInput = z.infer<typeof WriteReminderInput>;
