/** Background Sync: the browser wakes the worker when the network is back, also with no page open. Not every browser has it. */

export const SYNC_TAG = 'muster-outbox';

type SyncManager = { register: (tag: string) => Promise<void> };

/** Asks to be woken; where that is not to be had, the pages' own triggers do. Never throws. */
export function requestBackgroundSync(): void {
  void navigator.serviceWorker
    ?.getRegistration()
    .then((registration) =>
      (registration as (ServiceWorkerRegistration & { sync?: SyncManager }) | undefined)?.sync?.register(SYNC_TAG),
    )
    .catch(() => undefined);
}
