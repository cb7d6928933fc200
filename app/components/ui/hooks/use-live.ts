/** A value that the server keeps sending anew, whole, over a tRPC subscription. Knows nothing of what the value is. */
import { startTransition, useEffect, useState } from 'react';

/** `live`: what is shown is what the server has. `reconnecting`: it may be old. */
export type Connection = 'live' | 'reconnecting';

/** The part of tRPC's observer that is used here. */
export type LiveHandlers<Value> = {
  onData: (value: Value) => void;
  onError: () => void;
  onComplete: () => void;
  onConnectionStateChange: (event: { state: 'idle' | 'connecting' | 'pending' }) => void;
};

/** Starts a subscription: `(on) => client.live.school.subscribe(undefined, on)`. */
export type StartLive<Value> = (on: LiveHandlers<Value>) => { unsubscribe: () => void };

/** A subscription that ended is begun again after this, doubled each time it fails, so that a restarting server is not stormed. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** Keeps one subscription going until `stop`. */
function keepAlive<Value>(start: StartLive<Value>, onValue: (value: Value) => void, onConnection: (to: Connection) => void) {
  let retryMs = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let subscription: { unsubscribe: () => void } | undefined;
  const retry = () => {
    onConnection('reconnecting');
    clearTimeout(timer);
    timer = setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  };
  function connect() {
    subscription?.unsubscribe();
    subscription = start({
      onData(value) {
        retryMs = FIRST_RETRY_MS;
        onConnection('live');
        onValue(value);
      },
      onError: retry,
      onComplete: retry,
      onConnectionStateChange: ({ state }) => {
        if (state === 'connecting') onConnection('reconnecting');
        if (state === 'pending') onConnection('live');
      },
    });
  }
  connect();
  return () => {
    clearTimeout(timer);
    subscription?.unsubscribe();
  };
}

/** The newest value and the state of the connection, drawn when there is time.
 *  @param start must keep its identity between renderings: a module's function, or `useCallback`
 *  @param initial what the loader read; a new one (after a revalidation) replaces the value */
export function useLive<Value>(start: StartLive<Value>, initial: Value): { value: Value; connection: Connection } {
  const [value, setValue] = useState(initial);
  const [connection, setConnection] = useState<Connection>('live');
  useEffect(() => setValue(initial), [initial]);
  useEffect(() => {
    const onValue = (next: Value) => startTransition(() => setValue(() => next));
    const onConnection = (next: Connection) => startTransition(() => setConnection(next));
    return keepAlive(start, onValue, onConnection);
  }, [start]);
  return { value, connection };
}
