/** How an expected refusal (`AppError`) travels: its tRPC code, which fixes the HTTP status, and back. The only place that maps them. */
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { type AppCode, AppError, type FieldErrors } from '#domain/errors';
import { messageOf } from '#domain/words/message-of';

type TrpcCode = TRPCError['code'];

const TRPC_CODES: Record<AppCode, TrpcCode> = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  'rate-limited': 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
};

const HTTP_STATUSES: Record<AppCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  invalid: 400,
  conflict: 409,
  'rate-limited': 429,
  unavailable: 503,
};

/** What tRPC itself refuses: an unknown procedure, a body that is not JSON, the wrong method. A procedure may be unknown because the
 *  page is newer than this server, which is about to be replaced: what was called waits for that. The status stays tRPC's own. */
const APP_CODES_OF_TRPC: Partial<Record<TrpcCode, AppCode>> = {
  NOT_FOUND: 'unavailable',
  BAD_REQUEST: 'invalid',
  PARSE_ERROR: 'invalid',
  METHOD_NOT_SUPPORTED: 'invalid',
  UNSUPPORTED_MEDIA_TYPE: 'invalid',
  PAYLOAD_TOO_LARGE: 'invalid',
};

/** The HTTP status of a refusal. */
export function statusOf(code: AppCode): number {
  return HTTP_STATUSES[code];
}

/** A refusal as tRPC throws it, with the refusal as its cause. */
export function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: TRPC_CODES[error.code], message: error.message, cause: error });
}

function invalidInput(cause: z.core.$ZodError): AppError {
  const { formErrors, fieldErrors } = z.flattenError(cause, ({ message }) => messageOf(message));
  const errors: FieldErrors = { ...(fieldErrors as FieldErrors), ...(formErrors.length > 0 && { '': formErrors }) };
  const [first] = cause.issues;
  return new AppError('invalid', first ? messageOf(first.message) : 'form.unusable', { cause, fieldErrors: errors });
}

/** The refusal behind anything a procedure threw, or null when nobody expected it. Never throws. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (!(error instanceof TRPCError)) return null;
  if (error.cause instanceof AppError) return error.cause;
  if (error.cause instanceof z.core.$ZodError) return invalidInput(error.cause);
  const code = APP_CODES_OF_TRPC[error.code];
  if (!code) return null;
  return new AppError(code, error.code === 'PAYLOAD_TOO_LARGE' ? 'form.too-much' : 'form.unusable', { cause: error });
}
