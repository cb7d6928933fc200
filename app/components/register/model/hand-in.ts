/** Handing in a call about the register on screen, and taking its answer in. Marks, which are shown before they are answered, are
 *  `marking.ts`'s. */
import type { Call, QueueableCalls, QueueableName } from '#app/offline/calls/queueable';
import { deliver, isQueued } from '#app/offline/outbox/deliver';
import type { RegisterParts } from './register-context';

/** Answers what the server said; null when the call is saved and waits.
 *  @throws as `deliver` */
export async function handIn<Name extends QueueableName>(
  { store, clock, marker }: Pick<RegisterParts, 'store' | 'clock' | 'marker'>,
  call: Call<Name>,
): Promise<QueueableCalls[Name]['output'] | null> {
  const { procedure, input } = call;
  const answer = await store.follow(call as Call, () => deliver(procedure, input));
  if (isQueued(answer)) return null;
  store.takeAnswer(call, answer, { marker, at: clock.now(), isNews: true });
  return answer;
}
