/** Passkeys: a person's own authenticators, which sign in instead of a password. The protocol itself is the library's. */

import { z } from 'zod';
import { MINUTE_MS } from '#domain/duration';
import { plainLine } from '#domain/text';
import { says } from '#domain/words/says';

/** A person looks for the phone, and is asked for a finger. */
export const CHALLENGE_LASTS_MS = 5 * MINUTE_MS;

/** More than anybody has; a list stays a list. */
export const MAX_PASSKEYS = 20;

const Encoded = z
  .string()
  .max(8_000)
  .regex(/^[\w-]*$/);
const Id = z
  .string()
  .min(1)
  .max(1_400)
  .regex(/^[\w-]+$/);
const credential = { id: Id, rawId: Id, type: z.literal('public-key'), clientExtensionResults: z.looseObject({}).default({}) };

/** One of somebody's own passkeys. Times are epoch ms. */
export type OwnPasskey = { id: string; name: string; createdAt: number; lastUsedAt: number | null };

export const PasskeyName = z
  .string({ error: says('form.name-missing') })
  .overwrite(plainLine)
  .min(1, says('form.name-missing'))
  .max(100, says('form.too-long', { max: 100 }));

/** What a browser answers when a passkey was made (WebAuthn level 3, RegistrationResponseJSON), as far as it is used. */
export const PasskeyRegistration = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Encoded,
    attestationObject: Encoded,
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});

export const AddPasskeyInput = z.object({ response: PasskeyRegistration, name: PasskeyName });
export type AddPasskeyInput = z.infer<typeof AddPasskeyInput>;

/** What a browser answers when a passkey was used (AuthenticationResponseJSON), as far as it is used. */
export const PasskeyAssertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: Encoded,
    authenticatorData: Encoded,
    signature: Encoded,
    userHandle: Encoded.nullish().transform((handle) => handle ?? undefined),
  }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

export const PasskeyId = z.object({ id: Id });
export type PasskeyId = z.infer<typeof PasskeyId>;

export const RenamePasskeyInput = z.object({ id: Id, name: PasskeyName });
export type RenamePasskeyInput = z.infer<typeof RenamePasskeyInput>;

/** The name passkeys are bound to: the host people open. Null where it is a number, for which browsers make none (WebAuthn section 5.1.2). */
export function passkeyHost(baseUrl: string): string | null {
  const { hostname } = new URL(baseUrl);
  return /^[\d.]+$|^\[/.test(hostname) ? null : hostname;
}
