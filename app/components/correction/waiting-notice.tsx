/** Says on the first screen of a day that requests wait. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import * as paths from '#app/paths';
import type { Waiting } from '#domain/correction/correction';
import type { Role } from '#domain/person/user';

export type WaitingNoticeProps = { reader: Role; waiting: Waiting; className?: string };

/** Nothing when nothing waits. */
export function WaitingNotice({ reader, waiting: { corrections, leaves }, className }: WaitingNoticeProps) {
  const { t } = useLingui();
  const all = corrections + leaves;
  if (all === 0) return null;
  const to = corrections > 0 ? paths.corrections(reader) : paths.leaveRequests(reader);
  return (
    <Notice
      tone="info"
      className={className}
      action={
        <ButtonLink to={to} size="sm">
          <Trans>Decide</Trans>
        </ButtonLink>
      }
    >
      {t`${plural(all, { one: '# request is waiting for your decision.', other: '# requests are waiting for your decision.' })}`}
    </Notice>
  );
}
