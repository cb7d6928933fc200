/** Asks before a form is left whose changes are not saved: within the app by a dialog, elsewhere in the browser's own words. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useBlocker, useNavigation } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';

/** Whether something was typed since the form was saved.
 *  @param outcome of what was sent last; with a message it was saved */
export function useDirty(outcome: { message: string | null } | undefined): [isDirty: boolean, onChange: () => void] {
  const [isDirty, setDirty] = useState(false);
  useEffect(() => {
    if (outcome?.message) setDirty(false);
  }, [outcome]);
  return [isDirty, () => setDirty(true)];
}

/** After an answer a form is made anew from what is stored. It is told only then, so that nobody types into the one that goes. */
export function useIsMadeAnew(): boolean {
  const { state, formMethod } = useNavigation();
  return state === 'loading' && formMethod !== undefined;
}

/** Asks while `isDirty`. Sending the form to its own page is not leaving it. */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const { t } = useLingui();
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
      title={t`Leave without saving?`}
      actions={
        <>
          <Button variant="primary" onClick={stay}>
            <Trans>Stay here</Trans>
          </Button>
          <Button onClick={() => blocker.proceed?.()}>
            <Trans>Leave without saving</Trans>
          </Button>
        </>
      }
    >
      <p>
        <Trans>What you have changed on this page is not saved yet.</Trans>
      </p>
    </Dialog>
  );
}
