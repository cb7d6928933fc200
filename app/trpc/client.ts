/** The API for the browser: what must survive offline or stay live. Everything else is read in loaders and written in actions. */
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink, TRPCClientError } from '@trpc/client';
import * as paths from '#app/paths';
import type { AppCode } from '#domain/errors';
import { USER_HEADER } from '#domain/wire';
import type { AppRouter } from '#server/trpc/routers/router';

/** Context of a call that counts for one person only: with another's sign-in it comes from nobody. */
export function forPerson(userId: number): { context: Record<string, unknown> } {
  return { context: { userId } };
}

function namedPerson({ userId }: Record<string, unknown>): Record<string, string> {
  return userId === undefined ? {} : { [USER_HEADER]: String(userId) };
}

function createClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url: paths.api() }),
        // One request a call: each queueable call is kept, sent and answered by itself.
        false: httpLink({ url: paths.api(), headers: ({ op }) => namedPerson(op.context) }),
      }),
    ],
  });
}

let client: ReturnType<typeof createClient> | undefined;

/** The browser's client, made on first use. */
export function api() {
  client ??= createClient();
  return client;
}

/** Why the server refused a call; null when no answer of the server's came, or it failed. Never throws. */
export function appCodeOf(error: unknown): AppCode | null {
  return error instanceof TRPCClientError ? ((error.data?.appCode as AppCode | undefined) ?? null) : null;
}
