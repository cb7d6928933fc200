/** What making and using a passkey share: the protocol's library, the host that keys are bound to, and how its refusals are told. */
import { AppError } from '#domain/errors';
import { passkeyHost } from '#domain/person/passkey';
import type { Context } from '#server/context/context';

/** Loaded with the first passkey: most requests need none of it. */
export const library = () => import('@simplewebauthn/server');

/** @throws AppError `conflict` where the school is reached at a number */
export function hostOf({ policy }: Context): string {
  const host = passkeyHost(policy.baseUrl);
  if (!host) throw new AppError('conflict', 'account.passkey-needs-name');
  return host;
}

/** The library tells by throwing; whatever it found, the answer is one. Our own refusals pass.
 *  @throws AppError `invalid` */
export async function verified<Result>(ctx: Context, verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof AppError) throw error;
    ctx.log('warn', 'passkey.refused', { reason: error instanceof Error ? error.message : '' });
    throw new AppError('invalid', 'account.passkey-unusable', { cause: error });
  }
}
