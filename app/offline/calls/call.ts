/** What makes up a queueable call. Each noun's calls are stated in a file beside this one, all of them together in `queueable.ts`. */
import type { api } from '#app/trpc/client';

/** The API as the browser calls it; types only, because queued calls are sent by the outbox. */
export type Api = ReturnType<typeof api>;

type Mutation<Input, Output> = { mutate: (input: Input) => Promise<Output> };

/** The types of one call: what it says, what the server answers, and what is kept of it beside the answer.
 *  `Secret` names fields of the input that have done their work once there is an answer. */
export type CallOf<Procedure, Secret extends string = never> =
  Procedure extends Mutation<infer Input, infer Output>
    ? { input: Input; output: Output; kept: Omit<Input, Secret>; secret: Secret }
    : never;

type CallTypes = { input: unknown; secret: string };

/** What the outbox has to know of a call. */
export type CallRecord<Types extends CallTypes> = {
  /** Calls about one subject are sent in the order they were made. */
  subjectOf: (input: Types['input']) => string;
  /** Fields of the input that are not kept beside the answer. */
  secrets: readonly Types['secret'][];
};

/** A record for each of some calls. */
export type CallRecords<Calls extends Record<keyof Calls, CallTypes>> = { [Name in keyof Calls]: CallRecord<Calls[Name]> };

/** A call about one class session. */
export const ABOUT_CLASS_SESSION = {
  subjectOf: ({ classSessionId }: { classSessionId: number }) => `class-session:${classSessionId}`,
  secrets: [],
};
