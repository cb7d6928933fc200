/**
 * What a screen watches while it changes. One watcher a process serves all of them: commits of this process wake those they concern at
 * once, and twice a second it asks the database, because any process may have written.
 */
import type { Database } from '#db/client';
import { onCommit } from '#server/context/commit';

/** Half of the time within which a check-in must be on screen, less the way there. */
const LOOK_EVERY_MS = 500;
/** What time alone changes, such as the end of check-in, is seen within this. */
const READ_EVERY_MS = 2_000;
/** However much happens, a screen has no use for more: the first of many who come is seen at once, the next this much later. */
const READ_AGAIN_MS = 250;

/** Differs once anything was written over another connection; what is written over this one is told by its commits. */
const STATE = 'select data_version from pragma_data_version';

/** One screen. `noticed` counts what concerns it, so that nothing is missed between a read and the wait after it. */
type Stream = { classSessionId: number | null; noticed: number; wake: (() => void) | null };

class Watcher {
  #isLooking = false;
  readonly #streams = new Set<Stream>();
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    onCommit(db.$client, (changed) => this.#notice(changed));
  }

  /** As many streams as there are read in turn: together no more than one each millisecond, or each twice a second. */
  get paceMs(): number {
    return Math.min(LOOK_EVERY_MS, Math.max(READ_AGAIN_MS, this.#streams.size));
  }

  join(classSessionId: number | null): Stream {
    const stream: Stream = { classSessionId, noticed: 0, wake: null };
    this.#streams.add(stream);
    if (!this.#isLooking) void this.#look();
    return stream;
  }

  leave(stream: Stream): void {
    this.#streams.delete(stream);
  }

  /** Resolves when something has been noticed since `noticed`, after `READ_EVERY_MS`, or on abort. */
  async next(stream: Stream, noticed: number, signal: AbortSignal | undefined): Promise<void> {
    await pause(this.paceMs, signal);
    if (stream.noticed !== noticed) return;
    await pause(READ_EVERY_MS - this.paceMs, signal, (wake) => {
      stream.wake = wake;
    });
  }

  /** @param changed the only class sessions that may look different; null for anything */
  #notice(changed: Set<number> | null): void {
    for (const stream of this.#streams) {
      if (changed && stream.classSessionId !== null && !changed.has(stream.classSessionId)) continue;
      stream.noticed++;
      stream.wake?.();
    }
  }

  /** Goes on for as long as any stream is open. Never rejects: what cannot be asked has changed, as far as anybody knows. */
  async #look(): Promise<void> {
    this.#isLooking = true;
    let last: string | null = null;
    while (this.#streams.size > 0) {
      const state = await this.#state();
      if (state === null || (last !== null && state !== last)) this.#notice(null);
      last = state;
      await pause(LOOK_EVERY_MS, undefined);
    }
    this.#isLooking = false;
  }

  /** Null where the connection is not ours: a server answers each request over any of its own. */
  async #state(): Promise<string | null> {
    if (this.#db.$client.protocol !== 'file') return null;
    return this.#db.$client.execute(STATE).then(
      ({ rows }) => JSON.stringify(rows),
      () => null,
    );
  }
}

const watchers = new WeakMap<Database, Watcher>();

function watcherOf(db: Database): Watcher {
  const watcher = watchers.get(db) ?? new Watcher(db);
  watchers.set(db, watcher);
  return watcher;
}

/** Yields true at once, then false whenever `version` answers differently. Ends on abort.
 *  @param db where the thing watched is
 *  @param version what differs when the thing watched does: asked with true when anything was written since it was last asked, and with
 *  false when only time has passed
 *  @param classSessionId of the register that is watched: what changes only others is passed over */
export async function* changesOf(
  db: Database,
  version: (isWritten: boolean) => Promise<unknown>,
  signal: AbortSignal | undefined,
  classSessionId: number | null = null,
): AsyncGenerator<boolean> {
  const watcher = watcherOf(db);
  const stream = watcher.join(classSessionId);
  try {
    let read: number | null = null;
    let last: string | null = null;
    while (!signal?.aborted) {
      const { noticed } = stream;
      const current: string = JSON.stringify(await version(noticed !== read));
      if (current !== last) yield last === null;
      read = noticed;
      last = current;
      await watcher.next(stream, noticed, signal);
    }
  } finally {
    watcher.leave(stream);
  }
}

/** The same for what is in this process's memory alone. */
export async function* changesInMemory(version: () => unknown, signal: AbortSignal | undefined): AsyncGenerator<boolean> {
  let last: string | null = null;
  while (!signal?.aborted) {
    const current = JSON.stringify(version());
    if (current !== last) yield last === null;
    last = current;
    await pause(LOOK_EVERY_MS, signal);
  }
}

/** @param listen is handed what ends the pause early, and does nothing after its end */
function pause(ms: number, signal: AbortSignal | undefined, listen?: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    listen?.(done);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted) done();
  });
}
