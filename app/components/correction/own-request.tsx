/** What became of requests for one's own mark: at the mark, and on the page where they are asked. */
import { Trans } from '@lingui/react/macro';
import { StatusChip } from '#app/components/ui/status-chip';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { CorrectionView } from '#domain/correction/correction';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { AttachmentLink } from './attachment-link';
import { RequestState } from './request-state';

type Request = Pick<CorrectionView, 'state' | 'wanted' | 'decidedBy' | 'note'>;

function Decided({ request: { state, decidedBy, note } }: { request: Request }) {
  if (state === 'open') return null;
  return (
    <span className="block">
      {decidedBy && <Trans>Decided by {decidedBy}.</Trans>} {note}
    </span>
  );
}

/** A request in two lines. */
export function RequestLine({ request }: { request: Request }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-1.5">
        {request.wanted ? (
          <Trans>
            Correction asked for: <StatusChip status={request.wanted} size="compact" />
          </Trans>
        ) : (
          <Trans>Staff are asked to look</Trans>
        )}
        <RequestState state={request.state} />
      </span>
      <Decided request={request} />
    </>
  );
}

/** Below a student's own class session: the last request for its mark, and the way to a new one. */
export function OwnMarkRequest({ entry, request }: { entry: TimetableEntry; request: CorrectionView | undefined }) {
  const isAskable = entry.state === 'closed' && entry.mark !== null && !(request?.state === 'open' && request.isOwn);
  return (
    <>
      {request && (
        <div className="mt-1.5">
          <RequestLine request={request} />
        </div>
      )}
      {(isAskable || request) && (
        <TextLink to={paths.askCorrection(entry.classSessionId)} className="touch inline-flex items-center">
          <span>
            {isAskable ? <Trans>This is wrong</Trans> : <Trans>Show the request</Trans>}
            <span className="sr-only">
              {' '}
              <Trans>in {entry.courseTitle}</Trans>
            </span>
          </span>
        </TextLink>
      )}
    </>
  );
}

/** Everything asked for one mark. Nothing when nothing was. */
export function OwnRequests({ requests }: { requests: readonly CorrectionView[] }) {
  return (
    <ul className="grid gap-4 empty:hidden">
      {requests.map((request) => (
        <li key={request.id} className="rounded-xl border border-line bg-surface-raised p-4 shadow-raised sm:p-5">
          <RequestLine request={request} />
          <p className="mt-2 whitespace-pre-line">{request.reason}</p>
          <p className="mt-1 text-sm text-ink-muted">
            <Trans>
              Asked on <Time at={request.requestedAt} style="moment" />
            </Trans>
          </p>
          <AttachmentLink to={paths.attachment(request.id)} attachment={request.attachment} />
        </li>
      ))}
    </ul>
  );
}
