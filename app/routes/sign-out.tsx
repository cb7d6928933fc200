/** `/sign-out`: ends the sign-in of this browser. Only by POST: following a link changes nothing. */
import { type ActionFunctionArgs, redirect } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';

/** What the browser kept of pages and photos goes; the service worker, and calls that are not sent yet, stay. */
const HEADERS = { 'Clear-Site-Data': '"cache"' };

export function loader() {
  return redirect(paths.home());
}

export async function action(args: ActionFunctionArgs) {
  await withApi(args, (api) => api.auth.signOut());
  return redirect(paths.signIn(), { headers: HEADERS });
}
