/** Asks why: a closed register changes only with a reason. Says what will happen; the caller does it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import { TextAreaField } from '#app/components/ui/form/field';

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
  action: string;
  isPending?: boolean;
  /** What the server said of the reason. */
  errors?: string[] | undefined;
  onSubmit: (reason: string) => void;
};

function ReasonForm({ id, label, defaultReason, errors, onSubmit }: ReasonDialogProps & { id: string }) {
  const { t } = useLingui();
  const [isShort, setShort] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason')).trim();
    setShort(reason.length < LEAST);
    if (reason.length >= LEAST) onSubmit(reason);
  };
  return (
    <form id={id} onSubmit={submit} noValidate>
      <TextAreaField
        label={label}
        name="reason"
        required
        maxLength={500}
        defaultValue={defaultReason}
        autoFocus
        onChange={() => setShort(false)}
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
