/** Routes are files in `app/routes` (Remix's flat convention), each in one of two frames. */
import { flatRoutes } from '@remix-run/fs-routes';
import { layout, type RouteConfig } from '@remix-run/route-config';

/** The ways in: their pages load nothing of what stands around those of a signed-in person. */
const WAYS_IN = /^routes\/(accept-invitation|forgot-password|reset-password|set-up|sign-in|sign-up)$/;

async function framedRoutes() {
  const routes = await flatRoutes({ ignoredRouteFiles: ['**/.*'] });
  const isWayIn = ({ id = '' }: { id?: string | undefined }) => WAYS_IN.test(id);
  return [
    layout('ways-in.tsx', routes.filter(isWayIn)),
    layout(
      'framed.tsx',
      routes.filter((route) => !isWayIn(route)),
    ),
  ];
}

export default framedRoutes() satisfies RouteConfig;
