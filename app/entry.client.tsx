/** Takes over the page the server rendered. */
import { I18nProvider } from '@lingui/react';
import { RemixBrowser } from '@remix-run/react';
import { StrictMode, startTransition } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { reloadOnLostAssets } from './components/pwa/asset-reload';
import { reloadOnReturn } from './components/pwa/back-forward';
import { followInstall } from './components/pwa/install';
import { followThemeCookie } from './components/shell/theme';
import { i18nOf } from './words/i18n';
import { documentLanguage } from './words/load.client';
import { pendingWords } from './words/pending';

/** Resolves when the page's data has been read. `RemixBrowser` throws a promise until then, which would suspend the whole document;
 *  and React 18 gives up for good on a document that is suspended while a person types or presses (its error 345). */
async function dataRead(): Promise<void> {
  try {
    RemixBrowser({});
  } catch (waiting) {
    await waiting;
  }
}

function hydrate(): void {
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nProvider i18n={i18nOf(documentLanguage())}>
          <RemixBrowser />
        </I18nProvider>
      </StrictMode>,
    );
  });
}

followThemeCookie();
reloadOnLostAssets();
reloadOnReturn();
followInstall();
void Promise.all([dataRead(), pendingWords()]).then(hydrate);
