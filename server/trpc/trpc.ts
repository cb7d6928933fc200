/**
 * The base of every procedure, in three parts: the context, the procedures, the errors.
 * Edit here to change what every procedure shares; a procedure itself belongs to `routers/`.
 */
import { initTRPC, type TRPCDefaultErrorShape, type TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { AppError } from '#domain/errors';
import type { Role } from '#domain/person/user';
import type { Involvement } from '#domain/view';
import { languageOf, SOURCE_LANGUAGE } from '#domain/words/language';
import { wordFields, wordMessage } from '#domain/words/translate';
import type { ActorContext, Context } from '#server/context/context';
import { loadInvolvement } from '#server/services/person/involvement';
import { statusOf, toAppError, toTrpcError } from './errors';

/**
 * 1. ERRORS
 *
 * What a client receives of an error: `data.appCode` to branch on, a message for people, and for input `data.fieldErrors`.
 * A failure nobody expected is only named as one: its text and stack stay in the log. Edit when clients need to know more.
 */
function formatError({ shape, error, ctx }: { shape: TRPCDefaultErrorShape; error: TRPCError; ctx: Context | undefined }) {
  const language = ctx ? languageOf(ctx) : SOURCE_LANGUAGE;
  const refusal = toAppError(error);
  const { code, path } = shape.data;
  if (!refusal) {
    const data = { code: 'INTERNAL_SERVER_ERROR' as const, httpStatus: 500, path, appCode: null, fieldErrors: null };
    return { message: wordMessage(language, { id: 'form.our-side' }), code: TRPC_ERROR_CODES_BY_KEY.INTERNAL_SERVER_ERROR, data };
  }
  const { code: appCode, said } = refusal;
  const fieldErrors = refusal.fieldErrors ? wordFields(language, refusal.fieldErrors) : null;
  const httpStatus = error.cause instanceof AppError ? statusOf(appCode) : shape.data.httpStatus;
  return { ...shape, message: wordMessage(language, said), data: { code, httpStatus, path, appCode, fieldErrors } };
}

/**
 * 2. CONTEXT
 *
 * A procedure sees the request's `Context` and nothing of HTTP. The wire is plain JSON, so that the service worker can read and
 * answer it. Streams send a sign of life, so that proxies keep them and a phone notices a dead one; they end now
 * and then, and a reader who is still there connects again. Edit when the wire changes.
 */
const t = initTRPC.context<Context>().create({
  isDev: false,
  errorFormatter: formatError,
  sse: {
    maxDurationMs: 15 * 60_000,
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 40_000 },
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * 3. PROCEDURES
 *
 * Who may call. Which class sessions or people a caller may touch is the service's matter. Edit when there is a new kind of caller.
 */
const withTypedErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof AppError) throw toTrpcError(result.error.cause);
  return result;
});

/** For anybody, signed in or not. */
export const publicProcedure = t.procedure.use(withTypedErrors);

/** For people who are signed in and active; `ctx.actor` is theirs. Others are refused as `unauthenticated`. */
export const actorProcedure = publicProcedure.use(({ ctx, next }) => {
  const { actor, loginSession } = ctx;
  if (actor?.state !== 'active' || !loginSession) throw new AppError('unauthenticated', 'sign-in.needed');
  // The context has them already: only their types are new, and nothing of it is copied.
  return next<Pick<ActorContext, 'actor' | 'loginSession'>>({});
});

/** For people of certain roles, and for whoever does the same beside another role. Others are refused as `forbidden`. */
function roleProcedure(roles: Role[], does?: (involvement: Involvement) => boolean) {
  return actorProcedure.use(async ({ ctx, next }) => {
    const isTheirs = roles.includes(ctx.actor.role) || does?.(await loadInvolvement(ctx));
    if (!isTheirs) throw new AppError('forbidden', 'sign-in.no-access');
    return next();
  });
}

/** Students, and whoever is on a roll. */
export const studentProcedure = roleProcedure(['student'], ({ isEnrolled }) => isEnrolled);
/** Teachers, assistants and administrators, and whoever is on the staff of a class. */
export const staffProcedure = roleProcedure(['teacher', 'assistant', 'admin'], ({ isStaff }) => isStaff);
export const adminProcedure = roleProcedure(['admin']);
