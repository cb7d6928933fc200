/** What Remix leaves for the application to type: the load context and the future flags. */
import '@remix-run/server-runtime';
import type { Context } from '#server/context/context';

declare module '@remix-run/server-runtime' {
  interface AppLoadContext {
    /** The request's view of the services; pages use it through `app/trpc/caller.server.ts` only. */
    ctx: Context;
    /** Allows this response's own inline scripts in its content security policy. */
    nonce: string;
    /** What the request's form sent, read once and within bounds; empty for a request that only reads. */
    form: FormData;
  }
  interface Future {
    v3_singleFetch: true;
  }
}
