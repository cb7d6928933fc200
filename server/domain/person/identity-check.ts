/** Proving once more who one is, before passkeys are added or removed. */

import { z } from 'zod';
import { MINUTE_MS } from '#domain/duration';
import { Ticked } from '#domain/ids';
import { says } from '#domain/words/says';

/** Long enough to make a passkey, too short for whoever finds the browser open later. */
export const PROOF_LASTS_MS = 10 * MINUTE_MS;

export const ProveByPasswordInput = z.object({
  current: z
    .string({ error: says('sign-in.password-missing') })
    .min(1, says('sign-in.password-missing'))
    .max(200, says('sign-in.password-too-long')),
});
export type ProveByPasswordInput = z.infer<typeof ProveByPasswordInput>;

/** What a proof opens on one's own profile: an act with its fields, and the password once it is asked for. */
export const ProvedAct = z.object({
  act: z.enum(['add-passkey', 'remove-passkey', 'sign-out-others']),
  passkeyId: z.string().default(''),
  endPasskeys: Ticked,
  current: z.string().optional(),
});
export type ProvedAct = z.infer<typeof ProvedAct>;

/** Ending every sign-in but the own one, and the passkeys too when the person says so. */
export const SignOutElsewhereInput = z.object({ endPasskeys: z.boolean().default(false) }).prefault({});
export type SignOutElsewhereInput = z.infer<typeof SignOutElsewhereInput>;
