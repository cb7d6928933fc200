/** Hands requests to the tRPC router: through its HTTP adapter, which is named here only, or, for a mutation that has been read, directly. */
import { type AnyProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError, transformTRPCResponse } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { AppError } from '#domain/errors';
import * as paths from '#domain/paths';
import type { Context } from '#server/context/context';
import { toAppError, toTrpcError } from '#server/trpc/errors';
import { appRouter } from '#server/trpc/routers/router';
import { limitBody, MAX_BYTES_OF_NOBODY, MAX_BYTES_OF_SOMEBODY } from './body-limit';

const METHODS = ['GET', 'HEAD', 'POST'];

/** Whether a Content-Type is that of an input. */
export function isJsonType(type: string | null | undefined): boolean {
  return type?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/** What the adapter would take, or take for something else, but no procedure does; null for all others. */
function oddityOf(req: Request): TRPCError | null {
  if (!METHODS.includes(req.method))
    return new TRPCError({ code: 'METHOD_NOT_SUPPORTED', message: 'Procedures are called by GET or POST.' });
  if (req.method === 'POST' && !isJsonType(req.headers.get('content-type')))
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

/** What nobody expected of a procedure. */
function noteFailure(ctx: Context, procedure: string | undefined, error: TRPCError): void {
  if (!toAppError(error)) ctx.log('error', 'procedure.failed', { procedure, error: error.cause ?? error });
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
      noteFailure(ctx, path, error);
    },
  });
}

const procedures = Object.entries<AnyProcedure>(appRouter._def.procedures as unknown as Record<string, AnyProcedure>);
const mutations = new Map(procedures.filter(([, { _def }]) => _def.type === 'mutation'));

/** Whether `name` is a procedure that `callMutation` calls. */
export function isMutation(name: string): boolean {
  return mutations.has(name);
}

/** As the adapter reads it. Its message goes to nobody.
 *  @throws TRPCError for what is no JSON */
function parseInput(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'The input is no JSON.', cause });
  }
}

/** Calls a mutation and answers what the adapter would, at a fraction of its cost. What the input says is read when the procedure asks
 *  for it: after it has looked at who is calling.
 *  @param name of a mutation  @param text of the request's body */
export async function callMutation(name: string, text: string, ctx: Context): Promise<{ status: number; text: string }> {
  const procedure = mutations.get(name) as AnyProcedure;
  const config = appRouter._def._config;
  const call = { ctx, path: name, type: 'mutation', signal: undefined, batchIndex: 0 } as const;
  let input: unknown;
  try {
    const getRawInput = async () => {
      input ??= parseInput(text);
      return input;
    };
    const data = await procedure({ ...call, getRawInput });
    return { status: 200, text: JSON.stringify(transformTRPCResponse(config, { result: { data } })) };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    noteFailure(ctx, name, error);
    const shape = getTRPCErrorShape({ config, ctx, error, path: name, input, type: 'mutation' });
    return { status: shape.data.httpStatus, text: JSON.stringify(transformTRPCResponse(config, { error: shape })) };
  }
}
