/** `/view?as=teaching`: keeps which view somebody wants, and leads to where it begins. */
import { type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { viewCookie } from '#app/trpc/view.server';
import { VIEWS } from '#domain/view';

const HOMES = { studying: paths.home(), teaching: paths.staffDay(), administration: paths.overview() } as const;

/** What is no view leads home, and keeps nothing. */
export function loader({ request }: LoaderFunctionArgs) {
  const wanted = new URL(request.url).searchParams.get('as');
  const view = VIEWS.find((one) => one === wanted);
  if (!view) throw redirect(paths.home());
  return redirect(HOMES[view], { headers: { 'Set-Cookie': viewCookie(view) } });
}
