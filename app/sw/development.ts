/** The service worker of `npm run dev -- --service-worker`: the same, and it keeps the modules that Vite serves one by one. */
import { registerRoute } from 'workbox-routing';
import { NetworkFirst } from 'workbox-strategies';
import './sw';

const modules = new NetworkFirst({ cacheName: 'muster-development' });

registerRoute(({ request, sameOrigin }) => sameOrigin && /^(script|style|font|image)$/.test(request.destination), modules);
