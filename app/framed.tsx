/** Around every other page: the frame by sign-in, also when a page fails. */
import { Outlet, useRouteError, useRouteLoaderData } from '@remix-run/react';
import type { ReactNode } from 'react';
import { ErrorPage } from './components/shell/error-page';
import { PlainPage } from './components/shell/plain-page';
import { Shell } from './components/shell/shell';
import { useOnline } from './components/ui/hooks/use-online';
import type { loader } from './root';

/** On error screens the data may be missing: then nothing is known but that nobody is signed in. */
function Frame({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  if (!data?.actor) return <PlainPage>{children}</PlainPage>;
  const { actor, school, waiting, inbox } = data;
  return (
    <Shell actor={actor} schoolName={school.name} waiting={waiting} inbox={inbox}>
      {children}
    </Shell>
  );
}

export default function Framed() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary() {
  const data = useRouteLoaderData<typeof loader>('root');
  return (
    <Frame>
      <ErrorPage error={useRouteError()} isOnline={useOnline()} requestId={data?.requestId} />
    </Frame>
  );
}
