/**
 * Live streams last as long as what let them in: the sign-in, the account, its role. So many may be open for one person and in one
 * process. What a stream tells, and whether its reader may still know of that, is the matter of whoever sends it.
 */
import { and, eq, gt, inArray } from 'drizzle-orm';
import { loginSessions, users } from '#db/schema';
import { AppError } from '#domain/errors';
import type { ActorContext } from '#server/context/context';
import { SIGN_IN_STATE } from './lucia-adapter';

/** A phone, a laptop and a projector, each with a few pages open. */
const MOST_OF_PERSON = 10;
/** Each asks the database at most twice a second when there are so many. */
const MOST_IN_ALL = 1_000;
/** How soon a stream ends after its sign-in. */
const CHECK_EVERY_MS = 1_000;

type Stream = { ctx: ActorContext; end: (reason: AppError) => void };

/** The open streams of one process, or on Workers of one request. */
type Streams = { open: Set<Stream>; isWatched: boolean };

const streamsOf = new WeakMap<object, Streams>();

/** Ends every stream whose sign-in is over, or whose person's role is another. One query for all of them. */
async function endOutdated({ open }: Streams, { db }: ActorContext): Promise<void> {
  const ids = [...new Set([...open].map(({ ctx }) => ctx.loginSession.id))];
  // As Lucia: sign-ins run out by the system's clock, in seconds.
  const holds = gt(loginSessions.expiresAt, Math.floor(Date.now() / 1000));
  const rows = await db
    .select({ id: loginSessions.id, role: users.role })
    .from(loginSessions)
    .innerJoin(users, eq(users.id, loginSessions.userId))
    .where(and(inArray(loginSessions.id, ids), holds, eq(SIGN_IN_STATE, 'active')));
  const roles = new Map(rows.map(({ id, role }) => [id, role]));
  for (const { ctx, end } of open) {
    const role = roles.get(ctx.loginSession.id);
    if (role === undefined) end(new AppError('unauthenticated', 'sign-in.needed'));
    else if (role !== ctx.actor.role) end(new AppError('forbidden', 'sign-in.other-role'));
  }
}

/** Goes on for as long as any stream is open. Never rejects. */
async function watchSignIns(streams: Streams, ctx: ActorContext): Promise<void> {
  streams.isWatched = true;
  while (streams.open.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS));
    await endOutdated(streams, ctx).catch((error) => ctx.log('error', 'live.check-failed', { error }));
  }
  streams.isWatched = false;
}

/** @throws AppError `rate-limited` when this person has too many open, `unavailable` when all together have */
function refuseWhenFull({ open }: Streams, { actor, log }: ActorContext): void {
  const own = [...open].filter(({ ctx }) => ctx.actor.id === actor.id).length;
  if (own < MOST_OF_PERSON && open.size < MOST_IN_ALL) return;
  log('warn', 'live.limited', { open: open.size, own });
  if (own < MOST_OF_PERSON) throw new AppError('unavailable', 'sign-in.too-many-watching');
  throw new AppError('rate-limited', 'sign-in.open-too-often');
}

/** A place for one stream until `signal` aborts; `end` is called when it has to end before.
 *  @throws AppError `rate-limited`, `unavailable` */
function takePlace(ctx: ActorContext, signal: AbortSignal, end: Stream['end']): void {
  const streams = streamsOf.get(ctx.db) ?? { open: new Set(), isWatched: false };
  streamsOf.set(ctx.db, streams);
  refuseWhenFull(streams, ctx);
  const stream = { ctx, end };
  streams.open.add(stream);
  signal.addEventListener('abort', () => streams.open.delete(stream), { once: true });
  if (!streams.isWatched) void watchSignIns(streams, ctx);
}

/** What `source` yields, for as long as the actor's sign-in holds and `signal` lasts.
 *  @param source ends when the signal it is given aborts
 *  @throws AppError `unauthenticated` or `forbidden` when the sign-in or the role has ended, within about a second; `rate-limited` and
 *  `unavailable` when too many streams are open; and what `source` throws */
export async function* whileSignedIn<Value>(
  ctx: ActorContext,
  signal: AbortSignal | undefined,
  source: (signal: AbortSignal) => AsyncIterable<Value>,
): AsyncGenerator<Value> {
  const over = new AbortController();
  let reason: AppError | undefined;
  const end = (why?: AppError) => {
    reason = why;
    over.abort();
  };
  if (signal?.aborted) return;
  signal?.addEventListener('abort', () => end(), { once: true });
  takePlace(ctx, over.signal, end);
  try {
    yield* source(over.signal);
  } finally {
    over.abort();
  }
  if (reason) throw reason;
}
