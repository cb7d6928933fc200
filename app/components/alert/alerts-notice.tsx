/** Says on the first screen of a day that alerts wait for somebody to look into them. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ButtonLink } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import * as paths from '#app/paths';
import type { Role } from '#domain/person/user';

export type AlertsNoticeProps = { reader: Role; count: number; className?: string };

/** Nothing when none wait. */
export function AlertsNotice({ reader, count, className }: AlertsNoticeProps) {
  const { t } = useLingui();
  if (count === 0) return null;
  return (
    <Notice
      tone="info"
      className={className}
      action={
        <ButtonLink to={paths.alerts(reader)} size="sm">
          <Trans>Look into them</Trans>
        </ButtonLink>
      }
    >
      {t`${plural(count, { one: '# attendance alert is waiting.', other: '# attendance alerts are waiting.' })}`}
    </Notice>
  );
}
