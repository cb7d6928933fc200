/** What stands between a row and the mark that was asked for, and the ways out of it. */

import type { RowIssue as Issue, RowView } from '#app/components/register/model/register-state';
import { Button } from '#app/components/ui/button';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { Status } from '#domain/register/attendance';

function wordOf(status: Status | null): string {
  return STATUS_LOOKS[status ?? 'unmarked'].word.toLowerCase();
}

/** What happened, in a sentence. Never throws. */
export function issueText(issue: Issue, { status, changedBy }: RowView['row']): string {
  const who = changedBy ? ` by ${changedBy}` : '';
  switch (issue.kind) {
    case 'conflict':
      return `Changed meanwhile${who}: ${wordOf(status)}.`;
    case 'outranked':
      return `Set${who}: ${wordOf(status)}. Only an administrator can change this mark.`;
    case 'failed':
      return `Not saved. ${issue.message}`;
  }
}

/** What a button that asks again says. */
function againText({ kind, wanted }: Issue): string {
  if (kind === 'failed') return 'Try again';
  return wanted === null ? 'Take the mark back' : `Mark ${wordOf(wanted)}`;
}

export type RowIssueProps = { view: RowView; issue: Issue; onAgain: () => void; onDismiss: () => void };

/** The sentence with its buttons; announced when it appears. */
export function RowIssue({ view, issue, onAgain, onDismiss }: RowIssueProps) {
  return (
    <div
      role="alert"
      className="col-span-full mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-late-soft py-2 pe-2 ps-3 text-sm"
    >
      <span className="flex-1 basis-48">{issueText(issue, view.row)}</span>
      <span className="flex flex-wrap gap-2">
        <Button size="sm" onClick={onDismiss}>
          {issue.kind === 'conflict' ? 'Keep theirs' : 'Dismiss'}
        </Button>
        {issue.kind !== 'outranked' && (
          <Button size="sm" onClick={onAgain}>
            {againText(issue)}
          </Button>
        )}
      </span>
    </div>
  );
}
