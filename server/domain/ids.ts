/** Shapes of identifiers and marks of forms that come from outside. */

import { z } from 'zod';
import { says } from '#domain/words/says';

/** Identifier minted on the device: time-ordered, so rows land near each other. RFC 9562 section 5.7. */
export const DeviceMintedId = z.uuid({ version: 'v7', error: says('form.foreign-id') });

/** Fits the six bytes a token has for it. */
export const ClassSessionId = z
  .number()
  .int()
  .positive()
  .max(2 ** 48 - 1);

/** What every queueable input carries: its id, and the device's clock (kept, never trusted). */
export const Queueable = z.object({ id: DeviceMintedId, at: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER) });
export type Queueable = z.infer<typeof Queueable>;

/** A tick box: a form sends `on` or nothing. */
export const Ticked = z.preprocess((value) => value === true || value === 'on', z.boolean());
