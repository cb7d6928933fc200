/** `/sign-out`: ends the sign-in of this browser. Only by POST: following a link changes nothing. */
import { type ActionFunctionArgs, redirect } from '@remix-run/server-runtime';
import { withApi } from '#app/trpc/caller.server';

export function loader() {
  return redirect('/');
}

export async function action(args: ActionFunctionArgs) {
  await withApi(args, (api) => api.auth.signOut());
  return redirect('/sign-in');
}
