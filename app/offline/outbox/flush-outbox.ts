/** Sends what waits for one person, from a page or the worker. */
import { type FlushResult, flush } from './outbox';

/** @param isEager also what failed a moment ago
 *  @throws StorageDenied */
export function flushOutbox(userId: number, { isEager }: { isEager: boolean }): Promise<FlushResult> {
  return flush({ userId, now: Date.now, random: Math.random, isEager });
}
