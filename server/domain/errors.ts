/** The ways a request can fail on purpose. Mapped to HTTP and tRPC in one place (`server/trpc/errors.ts`); clients branch on the code, never on text. */

/** What the caller can do about it:
 *  `unauthenticated` sign in; `forbidden` ask somebody else; `not-found` nothing here for this actor; `invalid` correct the input;
 *  `conflict` look at what happened meanwhile; `rate-limited` wait; `unavailable` try again. */
export const APP_CODES = [
  'unauthenticated',
  'forbidden',
  'not-found',
  'invalid',
  'conflict',
  'rate-limited',
  'unavailable',
] as const;
export type AppCode = (typeof APP_CODES)[number];

/** Messages by field name; `''` is the form as a whole. */
export type FieldErrors = Record<string, string[]>;

/** An expected refusal. The message is shown to people and never holds a secret. */
export class AppError extends Error {
  readonly code: AppCode;
  readonly fieldErrors: FieldErrors | undefined;

  constructor(code: AppCode, message: string, options: ErrorOptions & { fieldErrors?: FieldErrors } = {}) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.fieldErrors = options.fieldErrors;
  }
}

/** The refusal of one field of a form, with what is wrong told at the field. */
export function invalidField(field: string, message: string, cause?: unknown): AppError {
  return new AppError('invalid', message, { fieldErrors: { [field]: [message] }, ...(cause !== undefined && { cause }) });
}
