/** The dialogs that marks lead to: the reason for changing one, and the note on one. */

import { useLingui } from '@lingui/react/macro';
import { useRegister } from '#app/components/register/model/register-context';
import { useClassSession } from '#app/components/register/model/register-store';
import type { MarkingRule, MarkRequests } from '#app/components/register/model/use-mark-requests';
import { markText } from '#app/components/ui/status-words';
import { NoteDialog } from './note-dialog';
import { ReasonDialog } from './reason-dialog';

function MarkReason({ request, lastReason, confirm, cancel }: MarkRequests) {
  const { i18n, t } = useLingui();
  const { reasonCodes } = useRegister();
  const name = request?.name ?? '';
  const word = markText(i18n, request?.status ?? null);
  return (
    <ReasonDialog
      isOpen={request !== null}
      onClose={cancel}
      title={request?.status ? t`Mark ${name} ${word}?` : t`Clear the mark of ${name}?`}
      text={t`This register is closed. The change and its reason are kept.`}
      label={t`Reason`}
      defaultReason={lastReason}
      codes={reasonCodes.filter((code) => !code.isArchived && code.status === request?.status)}
      action={request?.status ? t`Mark ${word}` : t`Clear`}
      onSubmit={confirm}
    />
  );
}

export type MarkDialogsProps = {
  /** The class session, where a mark can only be asked to be corrected. */
  correctionOf: number | null;
  rule: MarkingRule;
  requests: MarkRequests;
  /** Whose sheet is open. */
  noteOf: number | null;
  onCloseNote: () => void;
};

/** Both dialogs; closed until something asks for them. */
export function MarkDialogs({ correctionOf, rule, requests, noteOf, onCloseNote }: MarkDialogsProps) {
  const { store, marking } = useRegister();
  return (
    <>
      <MarkReason {...requests} />
      <NoteDialog
        classSessionId={useClassSession(store).id}
        view={noteOf === null ? null : (store.view(noteOf) ?? null)}
        correctionOf={correctionOf}
        isLocked={rule !== 'free' && rule !== 'with-reason'}
        needsReason={rule === 'with-reason'}
        onClose={onCloseNote}
        onSave={({ row }, details) => {
          onCloseNote();
          marking.mark(row.studentId, row.status, details);
        }}
        onTakeBack={({ row }) => {
          onCloseNote();
          requests.mark(row.studentId, null);
        }}
      />
    </>
  );
}
