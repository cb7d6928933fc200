/** Opens a closed register again: asks for the reason, hands it to the page's action. */
import { useLingui } from '@lingui/react/macro';
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
  const { t } = useLingui();
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
        text={t`Marks can be changed freely until it is closed again, which happens by itself after an hour. Check-in stays ended.`}
        label={t`Reason`}
        defaultReason={defaultReason}
        action={t`Reopen`}
        isPending={fetcher.state !== 'idle'}
        errors={fetcher.data?.errors ?? undefined}
        onSubmit={({ reason }) => fetcher.submit({ intent: 'reopen', reason }, { method: 'post' })}
      />
    </>
  );
}
