/** `/self-test`: whether this device is ready. For anybody, signed in or not; the device tells, not the server. */

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useRouteLoaderData } from '@remix-run/react';
import { SelfTest } from '#app/components/pwa/self-test/self-test';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Self-test`);

export default function SelfTestPage() {
  const { t } = useLingui();
  const isSignedIn = Boolean(useRouteLoaderData<typeof rootLoader>('root')?.actor);
  return (
    <>
      <PageHeader
        title={t`Self-test`}
        lead={t`Is this device ready for class, with and without a network?`}
        {...(isSignedIn && { back: { to: paths.profile(), label: t`Profile` } })}
      />
      <SelfTest />
    </>
  );
}
