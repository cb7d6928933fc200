/** What every subscription's stream goes through: it lasts as long as its reader's sign-in, and what it refuses travels as a refusal. */
import { AppError } from '#domain/errors';
import { whileSignedIn } from '#server/auth/live-stream';
import type { ActorContext } from '#server/context/context';
import { toTrpcError } from './errors';

/** @param source ends when the signal it is given aborts  @throws TRPCError for every refusal, with its `AppError` as the cause */
export async function* watching<Value>(
  { ctx, signal }: { ctx: ActorContext; signal: AbortSignal | undefined },
  source: (signal: AbortSignal) => AsyncIterable<Value>,
): AsyncGenerator<Value> {
  try {
    yield* whileSignedIn(ctx, signal, source);
  } catch (error) {
    throw error instanceof AppError ? toTrpcError(error) : error;
  }
}
