/** Opens a closed register again: asks for the reason, hands it to the page's action. */
import { useFetcher } from '@remix-run/react';
import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { ReasonDialog } from './row/reason-dialog';

export type ReopenButtonProps = {
  /** What the button says. */
  label: string;
  isPrimary?: boolean;
  defaultReason?: string;
};

/** The button and its dialog, which closes once the register is open. */
export function ReopenButton({ label, isPrimary = false, defaultReason }: ReopenButtonProps) {
  const fetcher = useFetcher<{ errors: string[] | null }>();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (fetcher.data?.errors === null) setOpen(false);
  }, [fetcher.data]);
  return (
    <>
      <Button icon={RotateCcw} variant={isPrimary ? 'primary' : 'secondary'} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <ReasonDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={label}
        text="Marks can be changed freely until it is closed again, which happens by itself after an hour. Check-in stays ended."
        label="Reason"
        defaultReason={defaultReason}
        action="Reopen"
        isPending={fetcher.state !== 'idle'}
        errors={fetcher.data?.errors ?? undefined}
        onSubmit={(reason) => fetcher.submit({ intent: 'reopen', reason }, { method: 'post' })}
      />
    </>
  );
}
