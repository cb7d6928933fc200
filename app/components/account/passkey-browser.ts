/** What a browser does for passkeys: making one and using one. What it says is judged by the server alone. */

import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { appCodeOf } from '#app/trpc/call';
import { loadApi } from '#app/trpc/load';
import type { PasskeyAssertion } from '#domain/person/passkey';

type Api = Awaited<ReturnType<typeof loadApi>>;
type RequestOptions = Awaited<ReturnType<Api['passkey']['requestOptions']['mutate']>>;

/** Loaded when a passkey is asked for. */
const library = () => import('@simplewebauthn/browser');

/** Makes a passkey and adds it to the account of whoever is signed in.
 *  @throws when the person or the server refuses: see `passkeyTrouble` */
export async function makePasskey(name: string): Promise<void> {
  const { passkey } = await loadApi();
  const optionsJSON = await passkey.creationOptions.mutate();
  const { startRegistration } = await library();
  const response = await startRegistration({ optionsJSON });
  await passkey.add.mutate({ response: { ...response, type: 'public-key', clientExtensionResults: {} }, name });
}

/** Asks for a passkey of this school.
 *  @throws when the person or the server refuses: see `passkeyTrouble` */
export async function askForPasskey(): Promise<PasskeyAssertion> {
  const { passkey } = await loadApi();
  return assertWith(await passkey.requestOptions.mutate());
}

/** Proves with a passkey that whoever is signed in is here.
 *  @throws when the person or the server refuses: see `passkeyTrouble` */
export async function proveByPasskey(): Promise<void> {
  const { passkey } = await loadApi();
  await passkey.prove.mutate(await assertWith(await passkey.proofOptions.mutate()));
}

async function assertWith(optionsJSON: RequestOptions): Promise<PasskeyAssertion> {
  const { startAuthentication } = await library();
  const { id, rawId, response } = await startAuthentication({ optionsJSON });
  return {
    id,
    rawId,
    type: 'public-key',
    clientExtensionResults: {},
    response: { ...response, userHandle: response.userHandle },
  };
}

/** What to say when it came to nothing. A person who closed the browser's question knows that. Never throws. */
export function passkeyTrouble(i18n: I18n, error: unknown): string {
  if (appCodeOf(error) !== null && error instanceof Error) return error.message;
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError')
    return i18n._(msg`Nothing was changed: the prompt was closed or timed out.`);
  if (name === 'InvalidStateError') return i18n._(msg`This device already has a passkey for your account.`);
  return i18n._(msg`That did not work on this device. Try again, or use your password.`);
}
