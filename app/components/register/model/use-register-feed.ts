/** Keeps the store as the server has it: what the page read, and every message after it. Collects who checked in, for the announcer. */
import { useRevalidator } from '@remix-run/react';
import { useCallback, useEffect } from 'react';
import { type Connection, type StartLive, useLive } from '#app/components/ui/hooks/use-live';
import { useOnline } from '#app/components/ui/hooks/use-online';
import { appCodeOf } from '#app/trpc/call';
import { subscribeLater } from '#app/trpc/load';
import type { Register } from '#domain/register/register';
import { useRegister } from './register-context';
import type { Arrival } from './register-state';

/** The reader may no longer see the register, as when a class they covered was taken back: the page is read anew, and says so. */
function isRefused(error: unknown): boolean {
  const code = appCodeOf(error);
  return code === 'forbidden' || code === 'not-found';
}

/** Feeds the store and answers the state of the connection.
 *  @param register what the loader read; a new one, after a revalidation, is taken in
 *  @param onArrivals must keep its identity between renderings */
export function useRegisterFeed(register: Register, onArrivals: (arrivals: Arrival[]) => void): Connection {
  const { store } = useRegister();
  const { id: classSessionId } = register.classSession;
  const { revalidate } = useRevalidator();
  useEffect(() => {
    // Read before an answer or a message that has overtaken it, it would bring back what is over.
    const isNews = register.classSession.serverNow >= store.state().classSession.serverNow;
    if (isNews) store.apply({ ...register, isWhole: true });
  }, [store, register]);
  const start: StartLive<null> = useCallback(
    (on) =>
      subscribeLater(
        (api) =>
          api.live.register.subscribe(
            { classSessionId },
            {
              ...on,
              onData(change) {
                onArrivals(store.apply(change));
                on.onData(null);
              },
              onError(error) {
                if (isRefused(error)) revalidate();
                on.onError();
              },
            },
          ),
        on.onError,
      ),
    [store, classSessionId, onArrivals, revalidate],
  );
  const { connection } = useLive(start, null);
  return useOnline() ? connection : 'reconnecting';
}
