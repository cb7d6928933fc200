/** Hands a request to the tRPC router. The one place where its HTTP adapter is named. */
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Context } from './context';
import { toAppError } from './trpc/errors';
import { appRouter } from './trpc/router';

/** Answers a request under `/trpc`. Refusals are part of the API; what nobody expected is logged. Never rejects. */
export function answerApi(req: Request, ctx: Context): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/trpc',
    req,
    router: appRouter,
    createContext: () => ctx,
    onError({ error, path }) {
      if (!toAppError(error)) ctx.log('error', 'procedure.failed', { procedure: path, error: error.cause ?? error });
    },
  });
}
