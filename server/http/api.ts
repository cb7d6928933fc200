/** Hands a request to the tRPC router. The one place where its HTTP adapter is named. */
import { getTRPCErrorShape, TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { AppError } from '#domain/errors';
import * as paths from '#domain/paths';
import type { Context } from '#server/context/context';
import { toAppError, toTrpcError } from '#server/trpc/errors';
import { appRouter } from '#server/trpc/routers/router';
import { limitBody, MAX_BYTES_OF_NOBODY, MAX_BYTES_OF_SOMEBODY } from './body-limit';

const METHODS = ['GET', 'HEAD', 'POST'];

function isJson({ headers }: Request): boolean {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/** What the adapter would take, or take for something else, but no procedure does; null for all others. */
function oddityOf(req: Request): TRPCError | null {
  if (!METHODS.includes(req.method))
    return new TRPCError({ code: 'METHOD_NOT_SUPPORTED', message: 'Procedures are called by GET or POST.' });
  if (req.method === 'POST' && !isJson(req))
    return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Inputs are sent as JSON.' });
  return null;
}

/** An input is longer than it may be. What nobody sends at that length is for people who are signed in. */
function tooLong({ actor }: Context): TRPCError {
  return actor
    ? new TRPCError({ code: 'PAYLOAD_TOO_LARGE', message: 'The input is too long.' })
    : toTrpcError(new AppError('unauthenticated', 'sign-in.needed'));
}

/** A refusal in the form of a procedure's. */
function refuse(req: Request, ctx: Context, error: TRPCError): Response {
  const path = new URL(req.url).pathname.slice(paths.api('').length);
  const config = appRouter._def._config;
  const shape = getTRPCErrorShape({ config, ctx, error, path, input: undefined, type: 'unknown' });
  return Response.json({ error: shape }, { status: shape.data.httpStatus });
}

/** Answers a request under `/trpc`, one procedure at a time. Refusals are part of the API; what nobody expected is logged.
 *  @throws RequestRefusal 400 when the body breaks off */
export async function answerApi(req: Request, ctx: Context): Promise<Response> {
  const oddity = oddityOf(req);
  if (oddity) return refuse(req, ctx, oddity);
  const bounded = await limitBody(req, ctx.actor ? MAX_BYTES_OF_SOMEBODY : MAX_BYTES_OF_NOBODY);
  if (!bounded) return refuse(req, ctx, tooLong(ctx));
  return fetchRequestHandler({
    endpoint: paths.api(),
    req: bounded,
    router: appRouter,
    allowBatching: false,
    createContext: () => ctx,
    onError({ error, path }) {
      if (!toAppError(error)) ctx.log('error', 'procedure.failed', { procedure: path, error: error.cause ?? error });
    },
  });
}
