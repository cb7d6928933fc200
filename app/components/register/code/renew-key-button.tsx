/** Another key for the code, when somebody may have the one it has: says what it does to other screens before it does it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { ClassSessionActions } from '#app/components/register/model/use-class-session-actions';
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';

/** The button and its dialog, which closes once the new code is on screen. */
export function RenewKeyButton({ actions }: { actions: ClassSessionActions }) {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const confirm = async () => {
    if (await actions.renewKey()) setOpen(false);
  };
  return (
    <>
      <Button size="sm" icon={RefreshCw} onClick={() => setOpen(true)}>
        <Trans>New code</Trans>
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t`Start a new code?`}
        actions={
          <>
            <Button variant="primary" isPending={actions.pending === 'renew-key'} onClick={() => void confirm()}>
              <Trans>Start a new code</Trans>
            </Button>
            <Button onClick={() => setOpen(false)}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        }
      >
        <p>
          <Trans>
            Use this if somebody may be sharing copies of this code. It stops working at once, and screens that show it take the
            new one by themselves. Check-ins made so far still count.
          </Trans>
        </p>
        <p className="mt-2 text-ink-muted">
          <Trans>A screen without a network goes on showing the old code, which no longer checks anybody in.</Trans>
        </p>
      </Dialog>
    </>
  );
}
