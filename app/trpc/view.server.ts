/** Which view a page is shown in: what the person chose in this browser, as far as they have it. A choice of screens, never a permission. */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import type { Role } from '#domain/person/user';
import { VIEW_OF_ROLE, type View, viewOf } from '#domain/view';

const VIEW_COOKIE = 'muster_view';
const YEAR_S = 365 * 24 * 3_600;

/** The Set-Cookie header that keeps the choice for a year. */
export function viewCookie(view: View): string {
  return `${VIEW_COOKIE}=${view}; Path=/; Max-Age=${YEAR_S}; HttpOnly; SameSite=Lax`;
}

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/** The view of somebody who has these. */
export function viewAmong({ context: { ctx } }: Args, role: Role, views: readonly View[]): View {
  return viewOf(ctx.cookie(VIEW_COOKIE), role, views);
}

/** The view of somebody whose views are not known yet.
 *  @param loadViews asked only where another view than their role's was chosen */
export async function viewIn(args: Args, role: Role, loadViews: () => Promise<View[]>): Promise<View> {
  const chosen = args.context.ctx.cookie(VIEW_COOKIE);
  if (!chosen || chosen === VIEW_OF_ROLE[role]) return VIEW_OF_ROLE[role];
  return viewAmong(args, role, await loadViews());
}
