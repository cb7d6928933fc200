/** The ways a request can fail on purpose. Mapped to HTTP and tRPC in one place (`server/trpc/errors.ts`); clients branch on the code, never on text. */
import type { Message, Said } from './words/message';
import { toMessage } from './words/says';

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
export type FieldErrors = Record<string, Message[]>;

/** An expected refusal. What it says is worded where it is shown, and never holds a secret. */
export class AppError extends Error {
  readonly code: AppCode;
  /** What people are told. */
  readonly said: Message;
  readonly fieldErrors: FieldErrors | undefined;

  constructor(code: AppCode, said: Said, options: ErrorOptions & { fieldErrors?: FieldErrors } = {}) {
    const message = toMessage(said);
    super(message.id, options);
    this.name = 'AppError';
    this.code = code;
    this.said = message;
    this.fieldErrors = options.fieldErrors;
  }
}

/** Input that cannot be accepted, told at its field. */
export function invalidField(field: string, said: Said, cause?: unknown): AppError {
  return new AppError('invalid', said, { cause, fieldErrors: { [field]: [toMessage(said)] } });
}
