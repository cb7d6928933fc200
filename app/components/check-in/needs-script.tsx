/** What stands in the place of a check-in or a badge where the page's script does not run: both are signed on the device, which takes one. */
import type { ReactNode } from 'react';
import { Notice } from '#app/components/ui/feedback/notice';

/** Its children where scripts run; otherwise why they are not there. */
export function NeedsScript({ title = 'Checking in needs JavaScript', children }: { title?: string; children: ReactNode }) {
  return (
    <>
      <noscript>
        <style>{'[data-needs-script] { display: none }'}</style>
        <Notice tone="warning" title={title}>
          Your device signs each check-in and badge with a key of its own. Turn JavaScript on for this site, or ask your teacher
          to mark you.
        </Notice>
      </noscript>
      <div data-needs-script="">{children}</div>
    </>
  );
}
