/** Another key for the code, when somebody may have the one it has: says what it does to other screens before it does it. */
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { ClassSessionActions } from '#app/components/register/model/use-class-session-actions';
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';

/** The button and its dialog, which closes once the new code is on screen. */
export function RenewKeyButton({ actions }: { actions: ClassSessionActions }) {
  const [isOpen, setOpen] = useState(false);
  const confirm = async () => {
    if (await actions.renewKey()) setOpen(false);
  };
  return (
    <>
      <Button size="sm" icon={RefreshCw} onClick={() => setOpen(true)}>
        New code
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Start a new code?"
        actions={
          <>
            <Button variant="primary" isPending={actions.pending === 'renew-key'} onClick={() => void confirm()}>
              Start a new code
            </Button>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
          </>
        }
      >
        <p>
          For when somebody may be making copies of this code. It stops working at once, and screens that show it take the new one
          by themselves. Check-ins made so far still count.
        </p>
        <p className="mt-2 text-ink-muted">
          A screen without a network goes on showing the old code, which no longer checks anybody in.
        </p>
      </Dialog>
    </>
  );
}
