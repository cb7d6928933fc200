/** A student's own leaves: when, why, what became of them, and the way to take one back. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { Plane, Undo2 } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { List, ListRow } from '#app/components/ui/list';
import { useFormat } from '#app/words/use-format';
import type { Leave } from '#domain/correction/leave';
import { leaveClasses, leaveLook, leaveWhen } from './leave-words';
import { RequestState } from './request-state';

function Withdraw({ id, when }: { id: number; when: string }) {
  const isSent = useNavigation().formData?.get('leaveId') === String(id);
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="intent" value="withdraw" />
      <Button type="submit" name="leaveId" value={id} size="sm" icon={Undo2} isPending={isSent}>
        <Trans>
          Withdraw<span className="sr-only">: {when}</span>
        </Trans>
      </Button>
    </Form>
  );
}

function OwnLeave({ leave, now }: { leave: Leave; now: number }) {
  const format = useFormat();
  const { id, state, endsAt, reason, reasonCode, decidedBy, note } = leave;
  const when = leaveWhen(format, leave);
  const canWithdraw = (state === 'open' || state === 'approved') && endsAt > now;
  return (
    <ListRow
      className="items-start"
      title={when}
      detail={
        <>
          <span className="block whitespace-pre-line text-ink">{[reasonCode, reason].filter(Boolean).join(' · ')}</span>
          <span className="block">{leaveClasses(format, leave)}</span>
          {(decidedBy || note) && (
            <span className="block">
              {decidedBy && <Trans>Decided by {decidedBy}.</Trans>} {note}
            </span>
          )}
          {canWithdraw && (
            <div className="mt-2">
              <Withdraw id={id} when={when} />
            </div>
          )}
        </>
      }
      trailing={<RequestState state={leaveLook(leave)} />}
    />
  );
}

export type OwnLeavesProps = { leaves: readonly Leave[]; now: number };

/** The list, or that there is none. @param now epoch ms, when the page was made */
export function OwnLeaves({ leaves, now }: OwnLeavesProps) {
  const { t } = useLingui();
  if (leaves.length === 0)
    return (
      <EmptyState icon={Plane} title={t`No leave asked for`}>
        <Trans>Ask before you are away: approved leave counts as excused in your classes.</Trans>
      </EmptyState>
    );
  return (
    <List label={t`Your leave`}>
      {leaves.map((leave) => (
        <OwnLeave key={leave.id} leave={leave} now={now} />
      ))}
    </List>
  );
}
