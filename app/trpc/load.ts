/** The API for what every page carries with it: the client comes when it is first asked for, so that no page waits for it. */

/** @throws TypeError when it cannot be fetched */
export async function loadApi() {
  const { api } = await import('./client');
  return api();
}
