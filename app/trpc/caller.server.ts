/**
 * The API for loaders and actions: the same procedures, guards and schemas, called in process. Refusals become what a page can
 * show: a way to sign in, an error screen, or messages at the form's fields. Pages touch neither cookies nor the database.
 */
import type { SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import type { z } from 'zod';
import * as paths from '#app/paths';
import type { AppCode, AppError } from '#domain/errors';
import type { Actor } from '#domain/person/user';
import { type Language, languageOf } from '#domain/words/language';
import { messageOf } from '#domain/words/message-of';
import { wordFields, wordMessage } from '#domain/words/translate';
import { statusOf, toAppError } from '#server/trpc/errors';
import { appRouter } from '#server/trpc/routers/router';
import { createCallerFactory } from '#server/trpc/trpc';

const createCaller = createCallerFactory(appRouter);

export type Api = ReturnType<typeof createCaller>;
type RouteArgs = LoaderFunctionArgs | ActionFunctionArgs;

/** Refusals that no form can answer. */
const LEAVES_THE_FORM: AppCode[] = ['unauthenticated', 'forbidden', 'not-found'];

/** Never sent back to the page. */
const SECRET_FIELDS = ['password', 'current'];

type Attempt<Value> = { isRefused: false; value: Value } | { isRefused: true; refusal: AppError };

async function attempt<Value>({ context: { ctx } }: RouteArgs, use: (api: Api) => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { isRefused: false, value: await use(createCaller(ctx)) };
  } catch (error) {
    const refusal = toAppError(error);
    if (!refusal) throw error;
    return { isRefused: true, refusal };
  }
}

const languageFor = ({ context }: RouteArgs): Language => languageOf(context.ctx);

/** The answer to a refusal that a page has no words of its own for: the way to sign in and back, or the error screen. */
function responseTo({ code, said }: AppError, args: RouteArgs) {
  const { pathname, search } = new URL(args.request.url);
  return code === 'unauthenticated'
    ? redirect(paths.signInFor(pathname + search))
    : data({ message: wordMessage(languageFor(args), said) }, statusOf(code));
}

/** What a call was refused with, in words, where a page shows refusals of those codes itself.
 *  @throws whatever else the call threw */
export function refusalText(args: RouteArgs, error: unknown, ...codes: AppCode[]): string {
  const refusal = toAppError(error);
  if (!refusal || !codes.includes(refusal.code)) throw error;
  return wordMessage(languageFor(args), refusal.said);
}

/** What Conform shows: messages at their fields, or above the form when they belong to no field. */
function toActionErrors({ said, fieldErrors = {} }: AppError, language: Language) {
  const { '': formErrors, ...atFields } = wordFields(language, fieldErrors);
  const hasFields = Object.keys(fieldErrors).length > 0;
  return { formErrors: hasFields ? formErrors : [wordMessage(language, said)], fieldErrors: atFields, hideFields: SECRET_FIELDS };
}

/** What a schema found wrong, in words. */
function wordReply<Reply extends SubmissionResult<string[]>>(reply: Reply, language: Language): Reply {
  const found = Object.entries(reply.error ?? {});
  const error = Object.fromEntries(
    found.map(([field, lines]) => [field, lines?.map((line) => wordMessage(language, messageOf(line))) ?? null]),
  );
  return { ...reply, error };
}

/** Calls the API for a page. A refusal is thrown: `unauthenticated` as a redirect to sign-in and back, others as an error screen
 *  with their status.
 *  @throws Response, or what nobody expected */
export async function withApi<Value>(args: RouteArgs, use: (api: Api, actor: Actor | null) => Promise<Value>): Promise<Value> {
  const result = await attempt(args, (api) => use(api, args.context.ctx.actor));
  if (result.isRefused) throw responseTo(result.refusal, args);
  return result.value;
}

/** Handles one submitted form: parses it with `schema` and hands it to `use`. What cannot be accepted comes back as `errors`, for the
 *  action to return and `useForm` to show, with everything that was typed but secrets. Refusals a form cannot answer are thrown as in `withApi`;
 *  on the sign-in page itself, `unauthenticated` is an answer.
 *  @throws Response, or what nobody expected */
export async function submitForm<Schema extends z.ZodType, Value>(
  args: ActionFunctionArgs,
  schema: Schema,
  use: (api: Api, input: z.output<Schema>) => Promise<Value>,
) {
  const submission = parseWithZod(args.context.form, { schema });
  if (submission.status !== 'success')
    return { errors: data(wordReply(submission.reply({ hideFields: SECRET_FIELDS }), languageFor(args)), 400), value: null };
  const result = await attempt(args, (api) => use(api, submission.value));
  if (!result.isRefused) return { errors: null, value: result.value };
  const { refusal } = result;
  const isSigningIn = new URL(args.request.url).pathname === paths.signIn();
  if (LEAVES_THE_FORM.includes(refusal.code) && !isSigningIn) throw responseTo(refusal, args);
  return { errors: data(submission.reply(toActionErrors(refusal, languageFor(args))), statusOf(refusal.code)), value: null };
}
