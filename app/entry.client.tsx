/** Takes over the page the server rendered. */
import { RemixBrowser } from '@remix-run/react';
import { StrictMode, startTransition } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { reloadOnLostAssets } from './components/pwa/asset-reload';
import { followInstall } from './components/pwa/install';

reloadOnLostAssets();
followInstall();

startTransition(() => {
  hydrateRoot(
    document,
    <StrictMode>
      <RemixBrowser />
    </StrictMode>,
  );
});
