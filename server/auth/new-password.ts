/**
 * New passwords: refused when easy to guess (common ones, keyboard rows, dates, the owner's own name), then hashed.
 * The word lists are large, so they are loaded with the first password that is chosen and never sent to a browser.
 */
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { invalidField } from '#domain/errors';
import type { Context } from '#server/context/context';
import { newPasswordPriority } from './hashing-priority';
import { hashingSemaphore, hashPassword } from './password-hashing';

/** Of zxcvbn's 0 to 4: below 2 are those found within a million guesses. */
const LEAST_SCORE = 2;

/** A longer one is judged by its beginning: judging takes up to a quarter of a second for this much, and the server does nothing else
 *  meanwhile. */
const JUDGED_LENGTH = 64;

let estimator: Promise<ZxcvbnFactory> | undefined;

async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ graphs: adjacencyGraphs, dictionary });
}

/** Words of a name or an address, as people put them into passwords. */
function wordsOf(about: readonly string[]): string[] {
  return about.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)]).filter((word) => word.length > 2);
}

/** @throws AppError `invalid` at the field `password` */
async function refuseWeakPassword(password: string, about: readonly string[]): Promise<void> {
  estimator ??= load();
  const { score } = (await estimator).check(password.slice(0, JUDGED_LENGTH), wordsOf(about));
  if (score >= LEAST_SCORE) return;
  throw invalidField('password', 'account.password-guessable');
}

/** The hash of a password that its owner has just chosen. It is judged at its turn as well: judging is as dear as hashing.
 *  @param about what others know of the owner: name, address
 *  @throws AppError `invalid` at the field `password` for one that is easy to guess, `unavailable` when very many wait */
export function hashNewPassword(
  ctx: Pick<Context, 'db' | 'actor' | 'address'>,
  password: string,
  about: readonly string[],
): Promise<string> {
  return hashingSemaphore(ctx)(async () => {
    await refuseWeakPassword(password, about);
    return hashPassword(password);
  }, newPasswordPriority(ctx));
}
