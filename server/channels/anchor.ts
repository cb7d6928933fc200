/** Where the head of the history is told outside the database, so that cutting off its end or computing it anew shows. */
import type { Seal } from '#domain/history';

/** `at` is epoch ms. */
export type Anchored = Seal & { at: number };

/** `write` resolves when it is kept, and rejects when it is not: it is tried again. `read` gives what was told so far, in its order,
 *  where it can be read. */
export type Anchor = { write: (head: Anchored) => Promise<void>; read?: () => AsyncIterable<Seal> };

/** A slow server is tried again later. */
const TIMEOUT_MS = 10_000;

/** Posts each head as JSON to an http(s) address. What is there cannot be read back from here. */
export function webAnchor(url: string): Anchor {
  return {
    async write(head) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(head),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The anchor's server answered ${response.status}.`);
    },
  };
}
