/** Leave as those who decide see it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { CircleCheck } from 'lucide-react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { TextField } from '#app/components/ui/form/field';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { Time } from '#app/components/ui/time/time';
import { useFormat } from '#app/words/use-format';
import type { Leave } from '#domain/correction/leave';
import { DecisionButtons, type Minted, MintedFields } from './decision-form';
import { leaveClasses, leaveLook, leaveWhen } from './leave-words';
import { RequestList, type RequestListProps } from './request-nav';
import { RequestState } from './request-state';

/** Yes and no to what waits; what is approved can still be taken back. */
function LeaveDecision({ leave, form }: Minted & { leave: Leave }) {
  const { t } = useLingui();
  const { id, state, studentName } = leave;
  const sent = useNavigation().formData;
  const isOurs = sent?.get('leaveId') === String(id);
  return (
    <Form method="post" preventScrollReset className="flex flex-wrap items-end gap-3">
      <MintedFields form={form} />
      <input type="hidden" name="leaveId" value={id} />
      <input type="hidden" name="from" value={state} />
      <TextField
        label={t`Note to the student`}
        name="note"
        maxLength={500}
        autoComplete="off"
        className="min-w-0 flex-1 basis-56"
      />
      {state === 'open' ? (
        <DecisionButtons name={studentName} sent={isOurs ? sent : undefined} />
      ) : (
        <Button type="submit" name="decision" value="decline" isPending={isOurs}>
          <Trans>
            Take back<span className="sr-only">: {studentName}</span>
          </Trans>
        </Button>
      )}
    </Form>
  );
}

function LeaveRow({ leave, form, now }: Minted & { leave: Leave; now: number }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const { studentId, studentName, photoAt, state, endsAt, reason, reasonCode, requestedBy, requestedAt, decidedBy, note } = leave;
  const isDecidable = state === 'open' || (state === 'approved' && endsAt > now);
  const asker =
    requestedBy.role === 'student' ? requestedBy.name : `${requestedBy.name} (${i18n._(ROLE_WORDS[requestedBy.role])})`;
  return (
    <li className="grid gap-3 px-4 py-4 sm:px-5">
      <div className="flex items-start gap-3">
        <Avatar name={studentName} userId={studentId} photoAt={photoAt} className="max-xs:hidden" />
        <div className="min-w-0 flex-1">
          <h3 className="font-semibold">{studentName}</h3>
          <p>{leaveWhen(format, leave)}</p>
          <p className="text-sm text-ink-muted">{leaveClasses(format, leave)}</p>
        </div>
        {state !== 'open' && <RequestState state={leaveLook(leave)} />}
      </div>
      <div>
        <p className="whitespace-pre-line">{reason}</p>
        <p className="text-sm text-ink-muted">
          {reasonCode && `${reasonCode} · `}
          <Trans>
            Asked by {asker}, <Time at={requestedAt} style="moment" className="figures" />
          </Trans>
        </p>
        {decidedBy && (
          <p className="text-sm text-ink-muted">
            <Trans>Decided by {decidedBy}.</Trans> {note}
          </p>
        )}
      </div>
      {isDecidable && <LeaveDecision leave={leave} form={form} />}
    </li>
  );
}

export type LeaveQueuePageProps = Minted &
  Omit<RequestListProps, 'title'> & {
    rows: readonly Leave[];
    /** Epoch ms, when the page was made. */
    now: number;
  };

/** The page, of administrators and of staff. */
export function LeaveQueuePage({ rows, now, form, ...page }: LeaveQueuePageProps) {
  const { t } = useLingui();
  return (
    <RequestList title={t`Leave`} {...page}>
      {rows.length === 0 ? (
        <EmptyState
          icon={CircleCheck}
          title={page.list === 'open' ? t`Nothing waiting for a decision` : t`Nothing was decided yet`}
        >
          <Trans>Students ask here for days or hours on which they will be away.</Trans>
        </EmptyState>
      ) : (
        <ul aria-label={t`Leave`} className="divide-y divide-line">
          {rows.map((leave) => (
            <LeaveRow key={leave.id} leave={leave} form={form} now={now} />
          ))}
        </ul>
      )}
    </RequestList>
  );
}
