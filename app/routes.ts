/** Routes are files in `app/routes` (Remix's flat convention). */
import { flatRoutes } from '@remix-run/fs-routes';

export default flatRoutes({ ignoredRouteFiles: ['**/.*'] });
