/** What stands in the place of a check-in or a badge where the page's script does not run: both are signed on the device, which takes one. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Notice } from '#app/components/ui/feedback/notice';

/** Its children where scripts run; otherwise why they are not there. */
export function NeedsScript({ title, children }: { title?: string; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <>
      <noscript>
        <style>{'[data-needs-script] { display: none }'}</style>
        <Notice tone="warning" title={title ?? t`Checking in needs JavaScript`}>
          <Trans>
            Your device signs each check-in and badge with a key of its own. Turn JavaScript on for this site, or ask your teacher
            to mark you.
          </Trans>
        </Notice>
      </noscript>
      <div data-needs-script="">{children}</div>
    </>
  );
}
