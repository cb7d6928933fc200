/** The API for what every page carries with it: the client comes when it is first asked for, so that no page waits for it. */

/** @throws TypeError when it cannot be fetched */
export async function loadApi() {
  const { api } = await import('./client');
  return api();
}

type Api = Awaited<ReturnType<typeof loadApi>>;
type Subscription = { unsubscribe: () => void };

/** Subscribes as soon as the client is here.
 *  @param onError told when it cannot be fetched */
export function subscribeLater(subscribe: (api: Api) => Subscription, onError: () => void): Subscription {
  let subscription: Subscription | undefined;
  let isOver = false;
  loadApi().then((api) => {
    if (!isOver) subscription = subscribe(api);
  }, onError);
  return {
    unsubscribe() {
      isOver = true;
      subscription?.unsubscribe();
    },
  };
}
