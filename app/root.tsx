/** The document: head, toasts, what pages may use, and what is shown when all fails. Knows who is in; screens know the rest. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import '@fontsource-variable/inter/wght.css';
import './app.css';
import {
  Links,
  Meta,
  type MetaFunction,
  Outlet,
  Scripts,
  ScrollRestoration,
  type ShouldRevalidateFunction,
  useLoaderData,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import type { ReactNode } from 'react';
import type { Waiting } from '#domain/correction/correction';
import type { InboxState } from '#domain/message/notification';
import { can } from '#domain/person/permission';
import { roleIn } from '#domain/view';
import { directionOf, isLanguage, languageOf, SOURCE_LANGUAGE } from '#domain/words/language';
import { OfflineProvider } from './components/pwa/offline-provider';
import { ErrorPage } from './components/shell/error-page';
import { useNonce } from './components/shell/nonce';
import { PendingBar } from './components/shell/pending-bar';
import { PlainPage } from './components/shell/plain-page';
import { THEME_COOKIE, themeAttribute, themeOf } from './components/shell/theme';
import { ToastProvider } from './components/ui/feedback/toast';
import { useFocusKept } from './components/ui/hooks/use-focus-kept';
import { useOnline } from './components/ui/hooks/use-online';
import { useRouteFocus } from './components/ui/hooks/use-route-focus';
import { withApi } from './trpc/caller.server';
import { viewAmong } from './trpc/view.server';
import { pageTitle } from './words/page-title';
import { FormatProvider } from './words/use-format';
import { WordsGate } from './words/words-gate';
import { WrittenTexts } from './words/written';

export const meta: MetaFunction = ({ error, matches }) => (error ? pageTitle({ matches }, msg`Problem`) : [{ title: 'Muster' }]);

const NOTHING_WAITS: Waiting = { corrections: 0, leaves: 0, alerts: 0 };
const NOTHING_UNREAD: InboxState = { unread: 0, newest: null };

/** Who is signed in (null while nobody is) with the view they are in, what waits for them, the school, the language, the colours, and this request's number for
 *  error screens. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = args.context;
  const { actor, requestId, cookie } = ctx;
  const isIn = can(actor, 'own.see', { isOwn: true });
  const [school, views, inbox] = await withApi(args, (api) =>
    Promise.all([api.school.profile(), isIn ? api.profile.views() : [], isIn ? api.notification.state() : NOTHING_UNREAD]),
  );
  const view = actor && viewAmong(args, actor.role, views);
  const mayDecide = isIn && view !== 'studying';
  const waiting = mayDecide ? await withApi(args, (api) => api.correction.waiting()) : NOTHING_WAITS;
  return {
    // Screens follow the view: to them somebody who studies is a student.
    actor: actor &&
      view && { id: actor.id, name: actor.name, role: roleIn(view, actor.role), photoAt: actor.photoAt, view, views },
    school,
    waiting,
    inbox,
    requestId,
    language: languageOf(ctx),
    theme: themeOf(cookie(THEME_COOKIE)),
  };
}

/** What the frame shows does not depend on a page's query, so choosing a day or a filter works with no network. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, formMethod, defaultShouldRevalidate }) => {
  const isSamePage = currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
  return isSamePage && !formMethod ? false : defaultShouldRevalidate;
};

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** The document around pages and error screens alike. */
export function Layout({ children }: { children: ReactNode }) {
  const { i18n, t } = useLingui();
  const nonce = useNonce();
  const data = useRouteLoaderData<typeof loader>('root');
  const theme = themeAttribute(data?.theme ?? 'system');
  const { locale } = i18n;
  const language = isLanguage(locale) ? locale : SOURCE_LANGUAGE;
  return (
    <html lang={language} dir={directionOf(language)} data-theme={theme} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="description" content={t`School attendance that works with no network.`} />
        {theme !== 'dark' && (
          <meta name="theme-color" content="#faf8f3" media={theme ? undefined : '(prefers-color-scheme: light)'} />
        )}
        {theme !== 'light' && (
          <meta name="theme-color" content="#0d1417" media={theme ? undefined : '(prefers-color-scheme: dark)'} />
        )}
        <meta name="mobile-web-app-capable" content="yes" />
        <meta name="apple-mobile-web-app-capable" content="yes" />
        <meta name="apple-mobile-web-app-title" content="Muster" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
        <Meta />
        <Links />
      </head>
      <body>
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-accent font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:start-2 focus:px-4 focus:py-3"
        >
          <Trans>Skip to content</Trans>
        </a>
        {children}
        <WrittenTexts />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

/** What every page may use, once the school is known. */
function Surroundings({ data, children }: { data: Data | undefined; children: ReactNode }) {
  if (!data) return children;
  const { actor, school } = data;
  return (
    <FormatProvider zone={school.zone} locale={school.locale}>
      <OfflineProvider actor={actor} school={school}>
        {children}
      </OfflineProvider>
    </FormatProvider>
  );
}

export default function Root() {
  const data = useLoaderData<typeof loader>();
  useRouteFocus();
  useFocusKept();
  return (
    <ToastProvider>
      <PendingBar />
      <WordsGate />
      <Surroundings data={data}>
        <Outlet />
      </Surroundings>
    </ToastProvider>
  );
}

export function ErrorBoundary() {
  const data = useRouteLoaderData<typeof loader>('root');
  return (
    <ToastProvider>
      <Surroundings data={data}>
        <PlainPage>
          <ErrorPage error={useRouteError()} isOnline={useOnline()} requestId={data?.requestId} />
        </PlainPage>
      </Surroundings>
    </ToastProvider>
  );
}
