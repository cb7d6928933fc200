/** Where a check-in came from, as far as telling claims of one room from claims of another takes it. */
import type { Context } from '#server/context/context';
import { keyedHash } from './keyed-hash';
import { networkOf } from './rate-limit';

/** Keyed hash of the client's network, of use within one class session only: nobody's ways from day to day can be read from it. */
export function claimNetwork({ schoolKey, address }: Pick<Context, 'schoolKey' | 'address'>, classSessionId: number): string {
  return keyedHash(schoolKey, 'muster claim network v1', `${classSessionId}|${networkOf(address)}`);
}
