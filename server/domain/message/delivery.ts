/** What leaves the building: one queue for every channel, and how it is tried again. */
import { z } from 'zod';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { MAIL_KINDS } from '#domain/school/mail';

/** The ways out. */
export const CHANNELS = ['mail', 'push', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What is sent: a mail about an account or a guardian's address, a message of an inbox, or one that goes together with others because it
 *  was too many. */
export const DELIVERY_KINDS = [...MAIL_KINDS, 'guardian-confirm', 'message', 'digest'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** How long after each failed try the next one comes; after the last it is given up and shown to administrators. */
export const WAITS_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 8 * HOUR_MS];

/** After that a message that goes in quiet hours too is worth nothing outside the inbox. */
export const URGENT_FOR_MS = 2 * HOUR_MS;

/** How long the last try may be under way; should it not end, it is made once more. */
export const LAST_TRY_MS = HOUR_MS;

/** Longest reason of a failure that is kept. */
export const FAILURE_MAX = 200;

export const DeliveryId = z.coerce.number().int().positive();
