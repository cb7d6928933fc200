/** The API for the browser: what must survive offline or stay live. Everything else is read in loaders and written in actions. */
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import * as paths from '#app/paths';
import { USER_HEADER } from '#domain/wire';
import type { AppRouter } from '#server/trpc/routers/router';

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
