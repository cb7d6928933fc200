/** Reminders: staff tell those who are missing from a class that it has begun. */
import { z } from 'zod';
import { MINUTE_MS } from '#domain/duration';
import { ClassSessionId, Queueable } from '#domain/ids';

/** A second one within this is a slip, unless it is confirmed. */
export const REMIND_AGAIN_MS = 5 * MINUTE_MS;

/** @param isConfirmed send it although one was sent a moment ago */
export const SendReminderInput = Queueable.extend({ classSessionId: ClassSessionId, isConfirmed: z.boolean().default(false) });
export type SendReminderInput = z.infer<typeof SendReminderInput>;
