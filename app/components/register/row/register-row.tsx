/** One student of the register: name, how the mark came about, and the radios. Drawn again only when this student's row changes. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { CloudUpload, MessageSquareText, NotebookPen } from 'lucide-react';
import { memo } from 'react';
import { useRegister } from '#app/components/register/model/register-context';
import { type Pending, type RowView, shownStatus } from '#app/components/register/model/register-state';
import { useRow } from '#app/components/register/model/register-store';
import { Avatar } from '#app/components/ui/avatar';
import { cx } from '#app/components/ui/cx';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { Status } from '#domain/register/attendance';
import { MarkRadios } from './mark-radios';
import { RowIssue } from './row-issue';
import { sourceText } from './source-text';

export type RegisterRowProps = {
  studentId: number;
  isLocked: boolean;
  /** The class session, where a mark can only be asked to be corrected. */
  correctionOf: number | null;
  onMark: (studentId: number, status: Status | null) => void;
  /** Asked to see and write what is said about the mark. */
  onDetails: (studentId: number) => void;
};

/** How the mark came about, and the way to its note. */
function Details({ view, onDetails }: { view: RowView; onDetails: () => void }) {
  const { i18n, t } = useLingui();
  const { reasonCodes } = useRegister();
  const { row } = view;
  const Icon = row.note ? MessageSquareText : NotebookPen;
  const reason = reasonCodes.find(({ id }) => id === row.reasonCodeId)?.name;
  const hasReasons = reasonCodes.some(({ status, isArchived }) => status === row.status && !isArchived);
  return (
    <>
      {reason && <span className="text-ink">{reason}</span>}
      <span>
        {sourceText(i18n, row)} {row.changedAt !== null && <Time at={row.changedAt} className="figures" />}
      </span>
      <button
        type="button"
        onClick={onDetails}
        className="-my-2 -ms-1 inline-flex min-h-9 max-w-full items-center gap-1 rounded-sm px-1 font-medium text-accent hover:underline max-sm:min-h-11 max-sm:min-w-11 max-sm:justify-center"
      >
        <Icon className="size-3.5 shrink-0" aria-hidden="true" />
        <span className={row.note ? 'truncate' : 'max-sm:sr-only'}>{row.note || (hasReasons ? t`Reason or note` : t`Note`)}</span>
        <span className="sr-only">
          {' '}
          <Trans>on {row.name}</Trans>
        </span>
      </button>
    </>
  );
}

/** The way to a correction of a mark that is locked. */
function AskLink({ to, name }: { to: string; name: string }) {
  return (
    <Link to={to} className="-my-2 inline-flex min-h-11 items-center font-medium text-accent hover:underline">
      <Trans>
        Ask for a correction<span className="sr-only"> of the mark of {name}</span>
      </Trans>
    </Link>
  );
}

/** A mark that only this device knows of. */
function Unsent({ pending }: { pending: Pending }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-waiting">
      <CloudUpload className="size-3.5 shrink-0" aria-hidden="true" />
      <span>
        <Trans>
          Not sent yet
          <Time at={pending.at} className="figures ms-1.5 max-sm:sr-only" />
        </Trans>
      </span>
    </span>
  );
}

/** The row's fieldset. The legend floats, which lets it take part in the grid. */
export const RegisterRow = memo(function RegisterRow({ studentId, isLocked, correctionOf, onMark, onDetails }: RegisterRowProps) {
  const { store, marking } = useRegister();
  const view = useRow(store, studentId);
  if (!view) return null;
  const { row, pending, issue, isFresh } = view;
  const isWaiting = row.claims.length > 0;
  const isUnsent = pending !== null && view.asked === null;
  const isMarked = row.status !== null && view.asked === null && !isUnsent;
  const hasMore = row.studentNumber || isWaiting || isMarked || isUnsent || correctionOf !== null;
  return (
    <fieldset
      data-student={studentId}
      className={cx(
        'grid min-h-16 min-w-0 grid-cols-[auto_minmax(0,1fr)_auto] content-center items-center gap-x-2 px-3 py-2 focus-within:bg-accent-soft sm:gap-x-3 sm:px-5',
        isFresh && 'bg-present-soft',
      )}
    >
      <legend className={cx('float-start col-start-2 w-full font-medium', hasMore ? 'row-start-1' : 'row-span-2 row-start-1')}>
        {row.name}
        {row.studentNumber && <span className="sr-only"> {row.studentNumber}</span>}
      </legend>
      <Avatar
        name={row.name}
        userId={studentId}
        photoAt={row.photoAt}
        size="sm"
        className="col-start-1 row-span-2 row-start-1 max-xs:hidden"
      />
      <div className="col-start-3 row-span-2 row-start-1">
        <MarkRadios studentId={studentId} status={shownStatus(view)} isDisabled={isLocked} onMark={onMark} />
      </div>
      {hasMore && (
        <div className="col-start-2 row-start-2 flex min-h-5 min-w-0 flex-wrap items-center gap-x-2 text-sm text-ink-muted">
          {row.studentNumber && (
            <span className="figures" aria-hidden="true">
              {row.studentNumber}
            </span>
          )}
          {isWaiting && <StatusChip status="waiting" size="compact" />}
          {isUnsent && <Unsent pending={pending} />}
          {isMarked && <Details view={view} onDetails={() => onDetails(studentId)} />}
          {correctionOf !== null && <AskLink to={paths.askCorrectionAsStaff(correctionOf, studentId)} name={row.name} />}
        </div>
      )}
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
});
