/** `/self-test`: whether this device is ready. For anybody, signed in or not; the device tells, not the server. */
import { type MetaFunction, useRouteLoaderData } from '@remix-run/react';
import { SelfTest } from '#app/components/pwa/self-test/self-test';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';

export const meta: MetaFunction = () => [{ title: 'Self-test · Muster' }];

export default function SelfTestPage() {
  const isSignedIn = Boolean(useRouteLoaderData<typeof rootLoader>('root')?.actor);
  return (
    <>
      <PageHeader
        title="Self-test"
        lead="Is this device ready for a lesson, with and without a network?"
        {...(isSignedIn && { back: { to: paths.profile(), label: 'Profile' } })}
      />
      <SelfTest />
    </>
  );
}
