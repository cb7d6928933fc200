/** One student of the register: name, how the mark came about, and the radios. Drawn again only when this student's row changes. */
import { Trans, useLingui } from '@lingui/react/macro';
import { CloudUpload, Hourglass, MessageSquareText } from 'lucide-react';
import { useRegister } from '#app/components/register/model/register-context';
import { type Pending, type RowView, shownStatus } from '#app/components/register/model/register-state';
import { Avatar } from '#app/components/ui/avatar';
import { cx } from '#app/components/ui/cx';
import { Time } from '#app/components/ui/time/time';
import type { Status } from '#domain/register/attendance';
import { MarkRadios } from './mark-radios';
import { RowIssue } from './row-issue';
import { sourceText } from './source-text';

export type RegisterRowProps = {
  view: RowView;
  isLocked: boolean;
  onMark: (studentId: number, status: Status | null) => void;
  /** Asked for the student's sheet: what is said about the mark, and what else can be done. */
  onDetails: (studentId: number) => void;
};

/** How the mark came about: "19:24 · You · Bus was late". */
function Standing({ view }: { view: RowView }) {
  const { i18n } = useLingui();
  const { reasonCodes, marker } = useRegister();
  const { row } = view;
  const reason = reasonCodes.find(({ id }) => id === row.reasonCodeId)?.name;
  const words = [sourceText(i18n, row, marker.name), reason, row.note].filter(Boolean);
  return (
    <>
      {row.note && <MessageSquareText className="me-1 inline size-3.5 align-[-0.15em]" aria-hidden="true" />}
      {row.changedAt !== null && <Time at={row.changedAt} className="figures" />}
      {words.map((word) => ` · ${word}`)}
    </>
  );
}

/** A mark that only this device knows of. */
function Unsent({ pending }: { pending: Pending }) {
  return (
    <span className="text-waiting">
      <CloudUpload className="me-1 inline size-3.5 align-[-0.15em]" aria-hidden="true" />
      <Trans>
        Not sent yet
        <Time at={pending.at} className="figures ms-1.5" />
      </Trans>
    </span>
  );
}

/** One line, which is there from the start: nothing moves when it is filled. What it has no room for stands on the student's sheet. */
function Meta({ view }: { view: RowView }) {
  const { row, pending, asked } = view;
  const isUnsent = pending !== null && asked === null;
  const isMarked = row.status !== null && asked === null && !isUnsent;
  return (
    <span data-brief className="block h-4 truncate text-xs text-ink-muted">
      {row.claims.length > 0 && (
        <span className="me-1.5 font-medium text-waiting">
          <Hourglass className="me-1 inline size-3 align-[-0.1em]" aria-hidden="true" />
          <Trans>Check-in waiting</Trans>
        </span>
      )}
      {isUnsent && <Unsent pending={pending} />}
      {isMarked && <Standing view={view} />}
    </span>
  );
}

/** The row's fieldset, named by the student. Its height never changes but for what stands in the way of a mark. */
export function RegisterRow({ view, isLocked, onMark, onDetails }: RegisterRowProps) {
  const { marking, ownId } = useRegister();
  const { row, issue, isFresh } = view;
  const { studentId } = row;
  const nameId = `name-${studentId}`;
  return (
    <fieldset
      data-student={studentId}
      aria-labelledby={nameId}
      className={cx(
        'flex min-w-0 scroll-mt-10 flex-wrap items-center gap-x-2 px-3 focus-within:bg-accent-soft sm:gap-x-3 sm:px-5',
        isFresh && 'bg-present-soft',
      )}
    >
      <Avatar name={row.name} userId={studentId} photoAt={row.photoAt} size="sm" className="max-xs:hidden" />
      <button type="button" onClick={() => onDetails(studentId)} className="h-15 min-w-0 flex-1 text-start hover:underline">
        <span id={nameId} className="line-clamp-2 text-[0.9375rem]/[1.125rem] font-medium wrap-anywhere">
          {row.name}
          {row.studentNumber && <span className="figures ms-1.5 font-normal text-ink-muted">{row.studentNumber}</span>}
        </span>
        <Meta view={view} />
      </button>
      <MarkRadios studentId={studentId} status={shownStatus(view)} isDisabled={isLocked || studentId === ownId} onMark={onMark} />
      {issue && (
        <RowIssue
          view={view}
          issue={issue}
          onAgain={() => onMark(studentId, issue.wanted)}
          onDismiss={() => marking.dismissIssue(studentId)}
        />
      )}
    </fieldset>
  );
}
