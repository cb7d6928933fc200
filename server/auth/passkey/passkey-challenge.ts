/**
 * Challenges of passkeys: fresh, short-lived, and good for one use. One is authenticated by itself, so that asking for one stores
 * nothing; it is noted when it is used, which is what makes it single.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { oneTimeCodes } from '#db/schema';
import { sha256Hex } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { CHALLENGE_LASTS_MS } from '#domain/person/passkey';
import { keyedHash } from '#server/auth/keyed-hash';
import type { Services } from '#server/context/context';

type Needs = Pick<Services, 'db' | 'schoolKey' | 'now' | 'commit'>;

/** Whom it is for: one person who adds a passkey or proves who they are, or whoever signs in. */
export type ChallengeFor = { userId: number; act: 'add' | 'prove' } | 'sign-in';

function macOf({ schoolKey }: Needs, whom: ChallengeFor, stem: string): string {
  const name = whom === 'sign-in' ? whom : `${whom.act} ${whom.userId}`;
  return keyedHash(schoolKey, 'muster passkey challenge v1', `${name}|${stem}`);
}

/** A challenge, as the text that the library encodes. */
export function createChallenge(needs: Needs, whom: ChallengeFor): string {
  const stem = `${(needs.now() + CHALLENGE_LASTS_MS).toString(36)}.${randomBytes(16).toString('base64url')}`;
  return `${stem}.${macOf(needs, whom, stem)}`;
}

/** When a challenge runs out; null unless it was made for `whom`. */
function expiryOf(needs: Needs, whom: ChallengeFor, challenge: string): number | null {
  const [, stem = '', until = '', mac = ''] = /^(([0-9a-z]{1,11})\.[\w-]{22})\.([\w-]{43})$/.exec(challenge) ?? [];
  if (!stem) return null;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(needs, whom, stem))) ? Number.parseInt(until, 36) : null;
}

/** Uses a challenge up. Of two at the same time one succeeds.
 *  @param encoded the challenge as the browser sends it back: base64url of the text
 *  @throws AppError `invalid` for one that is not ours, has run out or was used */
export async function spendChallenge(needs: Needs, whom: ChallengeFor, encoded: string): Promise<void> {
  const challenge = Buffer.from(encoded, 'base64url').toString();
  const refuse = () => new AppError('invalid', 'account.passkey-late');
  const until = expiryOf(needs, whom, challenge);
  if (until === null || until <= needs.now()) throw refuse();
  const used = { hash: await sha256Hex(challenge), purpose: 'passkey' as const, expiresAt: until };
  const [spent] = await needs.commit([needs.db.insert(oneTimeCodes).values(used).onConflictDoNothing()]);
  if (spent?.rowsAffected !== 1) throw refuse();
}

/** What an account is called on an authenticator: it tells nothing and stays the same. 32 bytes in base64url. */
export function userHandle({ schoolKey }: Pick<Services, 'schoolKey'>, userId: number): string {
  return keyedHash(schoolKey, 'muster passkey user v1', String(userId));
}
