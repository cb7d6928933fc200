/** Asks why: a closed register changes only with a reason. Says what will happen; the caller does it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import type { Why } from '#app/components/register/model/use-mark-requests';
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import { TextAreaField } from '#app/components/ui/form/field';
import type { ReasonCode } from '#domain/correction/reason-code';
import { ReasonCodeField, reasonCodeIn } from './reason-code-field';

/** As many characters as a reason must have to say something. */
const LEAST = 3;

export type ReasonDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** What happens then. */
  text?: string;
  label: string;
  /** Stands in the field to begin with. */
  defaultReason?: string;
  /** Of the school's list. One of them says enough. */
  codes?: readonly ReasonCode[];
  action: string;
  isPending?: boolean;
  /** What the server said of the reason. */
  errors?: string[] | undefined;
  onSubmit: (why: Why) => void;
};

function ReasonForm({ id, label, defaultReason, codes = [], errors, onSubmit }: ReasonDialogProps & { id: string }) {
  const { t } = useLingui();
  const [isShort, setShort] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = String(form.get('reason')).trim();
    const reasonCodeId = reasonCodeIn(form);
    const isEnough = reason.length >= LEAST || (reason === '' && reasonCodeId !== undefined);
    setShort(!isEnough);
    if (isEnough) onSubmit({ reason, reasonCodeId });
  };
  return (
    <form id={id} onSubmit={submit} noValidate onChange={() => setShort(false)} className="grid gap-4">
      <ReasonCodeField codes={codes} />
      <TextAreaField
        label={label}
        name="reason"
        required={codes.length === 0}
        maxLength={500}
        defaultValue={defaultReason}
        autoFocus
        errors={isShort ? [t`Say why, in a few words.`] : errors}
      />
    </form>
  );
}

/** A dialog with one question. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { isOpen, onClose, title, text, action, isPending } = props;
  const id = useId();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button type="submit" form={id} variant="primary" isPending={isPending}>
            {action}
          </Button>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </>
      }
    >
      {text && <p className="mb-4 text-ink-muted">{text}</p>}
      <ReasonForm {...props} id={id} />
    </Dialog>
  );
}
