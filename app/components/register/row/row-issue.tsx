/** What stands between a row and the mark that was asked for, and the ways out of it. */

import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { RowIssue as Issue, RowView } from '#app/components/register/model/register-state';
import { Button } from '#app/components/ui/button';
import { markText } from '#app/components/ui/status-words';

/** What happened, in a sentence. Never throws. */
export function issueText(i18n: I18n, issue: Issue, { status, changedBy }: RowView['row']): string {
  const word = markText(i18n, status);
  switch (issue.kind) {
    case 'conflict':
      return changedBy ? i18n._(msg`Changed meanwhile by ${changedBy}: ${word}.`) : i18n._(msg`Changed meanwhile: ${word}.`);
    case 'outranked':
      return changedBy
        ? i18n._(msg`Set by ${changedBy}: ${word}. Only an administrator can change this mark.`)
        : i18n._(msg`Set: ${word}. Only an administrator can change this mark.`);
    case 'failed':
      return i18n._(msg`Not saved. ${issue.message}`);
  }
}

/** What a button that asks again says. */
function againText(i18n: I18n, { kind, wanted }: Issue): string {
  if (kind === 'failed') return i18n._(msg`Try again`);
  return wanted === null ? i18n._(msg`Clear mark`) : i18n._(msg`Mark ${markText(i18n, wanted)}`);
}

export type RowIssueProps = { view: RowView; issue: Issue; onAgain: () => void; onDismiss: () => void };

/** The sentence with its buttons; announced when it appears. */
export function RowIssue({ view, issue, onAgain, onDismiss }: RowIssueProps) {
  const { i18n, t } = useLingui();
  return (
    <div
      role="alert"
      className="mb-2 flex basis-full flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-late-soft py-2 pe-2 ps-3 text-sm"
    >
      <span className="flex-1 basis-48">{issueText(i18n, issue, view.row)}</span>
      <span className="flex flex-wrap gap-2">
        <Button size="sm" onClick={onDismiss}>
          {issue.kind === 'conflict' ? t`Keep theirs` : t`Dismiss`}
        </Button>
        {issue.kind !== 'outranked' && (
          <Button size="sm" onClick={onAgain}>
            {againText(i18n, issue)}
          </Button>
        )}
      </span>
    </div>
  );
}
