/** A bar at the top edge while a navigation or a form takes longer than 300 ms. */
import { Trans } from '@lingui/react/macro';
import { useNavigation } from '@remix-run/react';

/** Nothing while idle. The delay is the animation's, so that quick answers show nothing. */
export function PendingBar() {
  const { state } = useNavigation();
  return (
    <div role="status" className="fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden print:hidden">
      {state !== 'idle' && (
        <div className="h-full w-1/3 animate-pending rounded-full bg-accent motion-reduce:w-full">
          <span className="sr-only">
            <Trans>Loading…</Trans>
          </span>
        </div>
      )}
    </div>
  );
}
