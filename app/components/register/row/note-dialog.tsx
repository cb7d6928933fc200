/** A student's sheet in a register: who it is, how the mark came about, a note to write, and the way to take it back. */
import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId } from 'react';
import type { MarkDetails } from '#app/components/register/model/marking';
import { useRegister } from '#app/components/register/model/register-context';
import type { RowView } from '#app/components/register/model/register-state';
import { Avatar } from '#app/components/ui/avatar';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import { TextAreaField, TextField } from '#app/components/ui/form/field';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { MarkHistory } from './mark-history';
import { ReasonCodeField, reasonCodeIn } from './reason-code-field';
import { sourceText } from './source-text';
import { StudentFacts } from './student-facts';

export type NoteDialogProps = {
  classSessionId: number;
  /** Null while closed. */
  view: RowView | null;
  isLocked: boolean;
  /** The class session, where a mark can only be asked to be corrected. */
  correctionOf: number | null;
  needsReason: boolean;
  onClose: () => void;
  onSave: (view: RowView, details: MarkDetails) => void;
  onTakeBack: (view: RowView) => void;
};

function Standing({ view }: { view: RowView }) {
  const { i18n } = useLingui();
  const { row } = view;
  return (
    <div className="mb-4 flex items-center gap-4">
      <Avatar name={row.name} userId={row.studentId} photoAt={row.photoAt} size="lg" />
      <p className="flex flex-wrap items-center gap-2 text-sm text-ink-muted">
        <StatusChip status={row.status} />
        {sourceText(i18n, row)}
        {row.changedAt !== null && <Time at={row.changedAt} style="moment" />}
      </p>
    </div>
  );
}

function NoteForm({ id, view, needsReason, isLocked, onSave }: NoteDialogProps & { id: string; view: RowView }) {
  const { t } = useLingui();
  const { reasonCodes } = useRegister();
  const { row } = view;
  // One that is archived by now stays with the mark that has it.
  const choices = reasonCodes.filter((code) => code.status === row.status && (!code.isArchived || code.id === row.reasonCodeId));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = needsReason ? { reason: String(form.get('reason')) } : {};
    onSave(view, { note: String(form.get('note')).trim(), reasonCodeId: reasonCodeIn(form), ...reason });
  };
  return (
    <form id={id} onSubmit={submit} className="grid gap-4">
      <ReasonCodeField codes={choices} chosen={row.reasonCodeId} isDisabled={isLocked} />
      <TextAreaField
        label={t`Note`}
        name="note"
        hint={t`Keep to facts: the student may ask to see it.`}
        maxLength={500}
        defaultValue={row.note ?? ''}
        disabled={isLocked}
        autoFocus
      />
      {needsReason && <TextField label={t`Reason for the change`} name="reason" required minLength={3} maxLength={500} />}
    </form>
  );
}

/** What can be done about a mark; one that is not there has nothing to say about. */
function Actions({ formId, ...props }: NoteDialogProps & { formId: string }) {
  const { view, isLocked, correctionOf, onTakeBack } = props;
  if (!view) return null;
  if (correctionOf !== null)
    return (
      <ButtonLink to={paths.askCorrectionAsStaff(correctionOf, view.row.studentId)}>
        <Trans>Ask for a correction</Trans>
      </ButtonLink>
    );
  if (isLocked || view.row.status === null) return null;
  return (
    <>
      <Button type="submit" form={formId} variant="primary">
        <Trans>Save note</Trans>
      </Button>
      <Button variant="quiet" onClick={() => onTakeBack(view)} className="me-auto text-absent">
        <Trans>Clear mark</Trans>
      </Button>
    </>
  );
}

/** A dialog named after the student. */
export function NoteDialog(props: NoteDialogProps) {
  const { view, classSessionId, onClose } = props;
  const id = useId();
  const mark = view && { classSessionId, studentId: view.row.studentId };
  return (
    <Dialog isOpen={view !== null} onClose={onClose} title={view?.row.name ?? ''} actions={<Actions {...props} formId={id} />}>
      {view && <Standing view={view} />}
      {mark && <StudentFacts key={mark.studentId} of={mark} />}
      {mark && view.row.version > 0 && <MarkHistory mark={mark} />}
      {view?.row.status && <NoteForm {...props} id={id} view={view} />}
    </Dialog>
  );
}
