/** What a screen watches while it changes. The database is asked, not this process's memory: any process may have written. */

/** Half of the time within which a check-in must be on screen, less the way there. */
const POLL_MS = 500;

/** Yields true at once, then false whenever `version` reads differently. Ends on abort.
 *  @param version a cheap read that differs when the thing watched does */
export async function* changesOf(version: () => Promise<unknown>, signal: AbortSignal | undefined): AsyncGenerator<boolean> {
  let last: string | null = null;
  while (!signal?.aborted) {
    const current = JSON.stringify(await version());
    if (current !== last) yield last === null;
    last = current;
    await pause(POLL_MS, signal);
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}
