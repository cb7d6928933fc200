/** Closing a register: says what it does to whom before it does it. */
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import { Notice } from '#app/components/ui/feedback/notice';
import { useRegister } from './model/register-context';
import { unmarkedIds } from './model/register-state';
import { useCounts, useRegisterState } from './model/register-store';

export type CloseDialogProps = {
  isOpen: boolean;
  isPending: boolean;
  isCutOff: boolean;
  onClose: () => void;
  onConfirm: () => void;
};

/** Who will be absent, in a sentence. Never throws. */
export function absentText(unmarked: number): string {
  if (unmarked === 0) return 'Everybody is marked.';
  return unmarked === 1 ? '1 student is unmarked and will be absent.' : `${unmarked} students are unmarked and will be absent.`;
}

const OFFLINE_TEXT =
  'There is no network: closing is saved on this device and sent later. Check-ins that students made in time still count when they arrive.';

function Waiting({ waiting }: { waiting: number }) {
  return (
    <Notice
      tone="warning"
      className="mt-4"
      title={waiting === 1 ? '1 check-in waits for you' : `${waiting} check-ins wait for you`}
    >
      Settle {waiting === 1 ? 'it' : 'them'} first, or leave {waiting === 1 ? 'it' : 'them'} waiting: the student stays unmarked
      until you decide.
    </Notice>
  );
}

/** The question; the first button closes the register. */
export function CloseDialog({ isOpen, isPending, isCutOff, onClose, onConfirm }: CloseDialogProps) {
  const { store } = useRegister();
  const { waiting } = useCounts(store);
  const unmarked = unmarkedIds(useRegisterState(store)).length;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Close the register?"
      actions={
        <>
          <Button variant="primary" isPending={isPending} onClick={onConfirm}>
            {waiting > 0 ? 'Close and leave waiting' : 'Close register'}
          </Button>
          <Button onClick={onClose}>{waiting > 0 ? 'Settle first' : 'Cancel'}</Button>
        </>
      }
    >
      <p>{absentText(unmarked)}</p>
      {isCutOff && <p className="mt-2 text-ink-muted">{OFFLINE_TEXT}</p>}
      {waiting > 0 && <Waiting waiting={waiting} />}
    </Dialog>
  );
}
