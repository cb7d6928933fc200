/** Asks before a form is left whose changes are not saved: within the app by a dialog, elsewhere in the browser's own words. */
import { useBlocker } from '@remix-run/react';
import { useEffect } from 'react';
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';

/** Asks while `isDirty`. Sending the form to its own page is not leaving it. */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
  const stay = () => blocker.reset?.();
  return (
    <Dialog
      isOpen={blocker.state === 'blocked'}
      onClose={stay}
      title="Leave without saving?"
      actions={
        <>
          <Button variant="primary" onClick={stay}>
            Stay here
          </Button>
          <Button onClick={() => blocker.proceed?.()}>Leave without saving</Button>
        </>
      }
    >
      <p>What you have changed on this page is not saved yet.</p>
    </Dialog>
  );
}
