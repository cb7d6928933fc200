/** What tells a mail of the queue from another: its Message-ID (RFC 5322, 3.6.4). */
import { sha256Hex } from '#domain/encoding';
import type { Services } from '#server/context/context';

/** A row of the queue. Its moment tells it from one of the same id in a database that was restored. */
type Queued = { id: number; queuedAt: number };

/** Of an address and what goes there: the same when that is sent again, so that mail programs show it once, and another for any other mail,
 *  so that they hide none. */
export async function messageIdOf({ policy }: Services, address: string, parts: readonly Queued[]): Promise<string> {
  const digest = await sha256Hex([address, ...parts.map(({ id, queuedAt }) => `${id}-${queuedAt}`)].join(' '));
  return `<${digest.slice(0, 32)}@${new URL(policy.baseUrl).hostname}>`;
}

/** Of rows to one reader, those that go as one: what comes for the first time together, and what was under way before as it was then. */
export const mailKey = (reader: number | null, { tries, dueAt }: { tries: number; dueAt: number | null }): string =>
  tries === 0 ? String(reader) : `${reader} ${dueAt}`;
