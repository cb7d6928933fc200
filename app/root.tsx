/** The document: head, frame by sign-in, toasts, and what is shown when a page fails. Knows who is in; screens know the rest. */
import '@fontsource-variable/inter/wght.css';
import './app.css';
import {
  Links,
  Meta,
  type MetaFunction,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLoaderData,
  useRouteError,
  useRouteLoaderData,
} from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import type { ReactNode } from 'react';
import { ErrorPage } from './components/error-page';
import { useNonce } from './components/nonce';
import { PendingBar } from './components/pending-bar';
import { PlainPage } from './components/plain-page';
import { useRouteFocus } from './components/route-focus';
import { Shell } from './components/shell';
import { ToastProvider } from './components/toast';
import { useOnline } from './components/use-online';

export const meta: MetaFunction = ({ error }) => [{ title: error ? 'Problem · Muster' : 'Muster' }];

/** Who is signed in (null while nobody is), the school, and this request's number for error screens. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { actor, requestId } = context.ctx;
  return { actor: actor && { id: actor.id, name: actor.name, role: actor.role }, schoolName: 'Muster', requestId };
}

/** The document around pages and error screens alike. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  return (
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#faf8f3" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0d1417" media="(prefers-color-scheme: dark)" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-accent font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-3"
        >
          Skip to content
        </a>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

function Frame({ data, children }: { data: ReturnType<typeof useLoaderData<typeof loader>> | undefined; children: ReactNode }) {
  return data?.actor ? (
    <Shell actor={data.actor} schoolName={data.schoolName}>
      {children}
    </Shell>
  ) : (
    <PlainPage>{children}</PlainPage>
  );
}

export default function Root() {
  const data = useLoaderData<typeof loader>();
  useRouteFocus();
  return (
    <ToastProvider>
      <PendingBar />
      <Frame data={data}>
        <Outlet />
      </Frame>
    </ToastProvider>
  );
}

export function ErrorBoundary() {
  const data = useRouteLoaderData<typeof loader>('root');
  return (
    <Frame data={data}>
      <ErrorPage error={useRouteError()} isOnline={useOnline()} requestId={data?.requestId} />
    </Frame>
  );
}
