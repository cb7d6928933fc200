/**
 * Whose password is hashed first: people who sign in on a browser they have used before, then others who sign in, then everybody who
 * chooses a password. One person's many requests take their turns with everybody else's, and only some of them may wait.
 */
import type { Context } from '#server/context/context';
import { readKnownDevice } from './known-device';
import { networkOf } from './rate-limit';
import type { Priority } from './semaphore';

/** One person, impatient. */
const MOST_OF_PERSON = 3;
/** A lecture hall behind one address, each in a new browser. */
const MOST_SIGN_INS_OF_NETWORK = 200;
/** A class that signs up together; a script finds its own share full. */
const MOST_CHOOSING_OF_NETWORK = 40;

/** The priority of a sign-in. @param userId whose account it is for, null where there is none */
export function signInPriority(ctx: Context, userId: number | null): Priority {
  const device = readKnownDevice(ctx);
  if (device && device.userId === userId) return { rank: 0, from: device.nonce, most: MOST_OF_PERSON };
  return { rank: 1, from: networkOf(ctx.address), most: MOST_SIGN_INS_OF_NETWORK };
}

/** The priority of somebody who chooses a password: at sign-up, by a link, or in place of another. */
export function newPasswordPriority({ actor, address }: Pick<Context, 'actor' | 'address'>): Priority {
  if (actor) return { rank: 2, from: `user ${actor.id}`, most: MOST_OF_PERSON };
  return { rank: 2, from: networkOf(address), most: MOST_CHOOSING_OF_NETWORK };
}
