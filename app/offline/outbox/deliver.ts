/** The way out for calls that must not be lost: written to the outbox first, then sent, with or without a network. Screens call this
 *  and know nothing of the wire. Free of React and Remix. */

import { QUEUEABLE, type QueueableCalls, type QueueableName } from '#app/offline/calls/queueable';
import { currentUser } from '#app/offline/device/current-user';
import { StorageDenied, type StoredVerdict } from '#app/offline/device/database';
import type { AppCode } from '#domain/errors';
import { requestBackgroundSync } from './background-sync';
import { flushOutbox } from './flush-outbox';
import { enqueue, verdictWithin } from './outbox';
import { markDecided } from './outbox-store';
import { type Delivery, sendCall } from './send';

/** Saved on this device and not yet confirmed. */
export type Queued = { outcome: 'queued'; because: 'no-answer' | 'signed-out' };

/** Whether a call waits instead of having its answer. */
export function isQueued(answer: object): answer is Queued {
  return 'outcome' in answer && answer.outcome === 'queued';
}

/** The server's definite no. */
export class CallRefused extends Error {
  readonly code: AppCode;

  constructor(code: AppCode, message: string) {
    super(message);
    this.name = 'CallRefused';
    this.code = code;
  }
}

/** Longer than a slow request on school wifi; what answers later comes as a verdict. */
const ANSWER_WITHIN_MS = 8_000;

export type DeliverOptions = {
  /** Id of a waiting call that this one takes the place of: it says all that one did, and more. */
  replaces?: string | undefined;
};

/** Hands in one queueable call: answers what the server said, or that the call is saved and waits.
 *  @throws CallRefused when the server refuses; StorageDenied when it could be neither saved nor sent */
export async function deliver<Name extends QueueableName>(
  name: Name,
  input: QueueableCalls[Name]['input'],
  { replaces }: DeliverOptions = {},
): Promise<QueueableCalls[Name]['output'] | Queued> {
  const userId = await currentUser().catch(() => null);
  const call = { procedure: name, input: { ...input }, subject: QUEUEABLE[name].subjectOf(input), replaces };
  const isSaved = userId !== null && (await enqueue({ ...call, userId }, Date.now()).then(() => true, isNotSaved));
  if (!isSaved) return outputOf(await sendUnsaved(call, userId));

  const flushing = flushOutbox(userId, { isEager: true });
  const verdict = await verdictWithin(input.id, flushing, ANSWER_WITHIN_MS);
  if (!verdict) return waits(flushing);
  await markDecided(input.id, 'all');
  return outputOf(verdict.answer);
}

/** Longer than a slow request on school wifi; somebody looks at the screen meanwhile. */
const NOW_WITHIN_MS = 10_000;

/** Makes a call that is worth something only now: it is sent once and not kept. Never throws. */
export async function callNow<Name extends QueueableName>(
  name: Name,
  input: QueueableCalls[Name]['input'],
): Promise<Delivery<QueueableCalls[Name]['output']>> {
  const userId = await currentUser().catch(() => null);
  const delivery = await sendCall({ procedure: name, input: { ...input }, userId }, NOW_WITHIN_MS);
  return delivery as Delivery<QueueableCalls[Name]['output']>;
}

function isNotSaved(error: unknown): false {
  if (error instanceof StorageDenied) return false;
  throw error;
}

async function waits(flushing: Promise<string>): Promise<Queued> {
  requestBackgroundSync();
  const isSignedOut = (await Promise.race([flushing, Promise.resolve('waiting')])) === 'signed-out';
  return { outcome: 'queued', because: isSignedOut ? 'signed-out' : 'no-answer' };
}

type Unsaved = { procedure: string; input: Record<string, unknown> & { id?: unknown }; subject: string };

/** With nothing written down only the server's own answer counts. */
async function sendUnsaved(call: Unsaved, userId: number | null): Promise<StoredVerdict['answer']> {
  const delivery = await sendCall({ ...call, userId });
  if (delivery.kind === 'answered' || delivery.kind === 'refused') return delivery;
  if (delivery.kind === 'signed-out') return { kind: 'refused', code: 'unauthenticated', message: '' };
  throw new StorageDenied({ cause: delivery.error });
}

function outputOf<Output>(answer: StoredVerdict['answer']): Output {
  if (answer.kind === 'refused') throw new CallRefused(answer.code, answer.message);
  return answer.output as Output;
}
