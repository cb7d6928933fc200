/** Closing a register: says what it does to whom before it does it. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Plural, useLingui } from '@lingui/react/macro';
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
export function absentText(i18n: I18n, unmarked: number): string {
  if (unmarked === 0) return i18n._(msg`Everybody is marked.`);
  return i18n._(
    msg`${plural(unmarked, { one: '# student is unmarked and will be absent.', other: '# students are unmarked and will be absent.' })}`,
  );
}

const OFFLINE_TEXT = msg`There is no network: closing is saved on this device and sent later. Check-ins that students made in time still count when they arrive.`;

function Waiting({ waiting }: { waiting: number }) {
  const { t } = useLingui();
  return (
    <Notice
      tone="warning"
      className="mt-4"
      title={t`${plural(waiting, { one: '# check-in waits for you', other: '# check-ins wait for you' })}`}
    >
      <Plural
        value={waiting}
        one="Settle it first, or leave it waiting: the student stays unmarked until you decide."
        other="Settle them first, or leave them waiting: the student stays unmarked until you decide."
      />
    </Notice>
  );
}

/** The question; the first button closes the register. */
export function CloseDialog({ isOpen, isPending, isCutOff, onClose, onConfirm }: CloseDialogProps) {
  const { i18n, t } = useLingui();
  const { store } = useRegister();
  const { waiting } = useCounts(store);
  const unmarked = unmarkedIds(useRegisterState(store)).length;
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t`Close the register?`}
      actions={
        <>
          <Button variant="primary" isPending={isPending} onClick={onConfirm}>
            {waiting > 0 ? t`Close and leave waiting` : t`Close register`}
          </Button>
          <Button onClick={onClose}>{waiting > 0 ? t`Settle first` : t`Cancel`}</Button>
        </>
      }
    >
      <p>{absentText(i18n, unmarked)}</p>
      {isCutOff && <p className="mt-2 text-ink-muted">{i18n._(OFFLINE_TEXT)}</p>}
      {waiting > 0 && <Waiting waiting={waiting} />}
    </Dialog>
  );
}
