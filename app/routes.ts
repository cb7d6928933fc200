/** Routes are files in `app/routes` (Remix's flat convention), each in one of two frames. */
import { flatRoutes } from '@remix-run/fs-routes';
import { layout, type RouteConfig } from '@remix-run/route-config';
import { isWayIn } from './frames';

async function framedRoutes() {
  const routes = await flatRoutes({ ignoredRouteFiles: ['**/.*'] });
  return [
    layout(
      'ways-in.tsx',
      routes.filter(({ id }) => isWayIn(id)),
    ),
    layout(
      'framed.tsx',
      routes.filter(({ id }) => !isWayIn(id)),
    ),
  ];
}

export default framedRoutes() satisfies RouteConfig;
