/** What words are still being fetched, for those who wait: the page before it comes alive, and each next page before it is shown. */

const waits = new Set<Promise<void>>();

/** Notes that words are on their way. @param arrival must not reject */
export function noteWait(arrival: Promise<void>): void {
  waits.add(arrival);
  void arrival.then(() => waits.delete(arrival));
}

/** Resolves when all that were asked for have arrived; null when there is nothing to wait for. Never rejects. */
export function pendingWords(): Promise<unknown> | null {
  return waits.size > 0 ? Promise.all(waits) : null;
}
