/** What a call of the API carries, and why one was refused: without the client, so that a page which calls later has it later. */
import type { AppCode } from '#domain/errors';

/** Context of a call that counts for one person only: with another's sign-in it comes from nobody. */
export function forPerson(userId: number): { context: Record<string, unknown> } {
  return { context: { userId } };
}

/** What the client throws. Its class would bring the client along. */
type Refusal = Error & { data?: { appCode?: AppCode } | null };
const isRefusal = (error: unknown): error is Refusal => error instanceof Error && error.name === 'TRPCClientError';

/** Why the server refused a call; null when no answer of the server's came, or it failed. Never throws. */
export function appCodeOf(error: unknown): AppCode | null {
  return isRefusal(error) ? (error.data?.appCode ?? null) : null;
}
