/** What other days on a roll do to registers that were taken, shown before they are taken. */
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import type { HeldClassSession, RollEffect } from '#domain/structure/enrolment';

/** A change that waits for a yes: what was sent, to be sent again. */
export type WaitingChange = { intent: string; values: readonly [name: string, value: string][]; effect: RollEffect };

type LinesProps = { title: string; held: readonly HeldClassSession[] };

function Lines({ title, held }: LinesProps) {
  if (held.length === 0) return null;
  return (
    <div className="mt-2">
      <p className="font-medium">{title}</p>
      <ul className="mt-1 max-h-64 space-y-1 overflow-y-auto">
        {held.map(({ classSessionId, startsAt, status }) => (
          <li key={classSessionId} className="flex items-center gap-2">
            <StatusChip status={status} />
            <Time at={startsAt} style="moment" />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What counts from now on, above the classes. */
const startsText = (count: number) =>
  msg`${plural(count, { one: 'This class will count for the student. Without a mark, it leaves their attendance rate as it is.', other: 'These # classes will count for the student. Those without a mark leave their attendance rate as it is.' })}`;

/** What no longer counts. */
const stopsText = (count: number) =>
  msg`${plural(count, { one: 'This class will no longer count for the student. The mark itself is kept.', other: 'These # classes will no longer count for the student. The marks themselves are kept.' })}`;

/** The change in words, with a way to make it and one to leave it. */
export function RollEffectNotice({ change, back }: { change: WaitingChange; back: string }) {
  const { i18n, t } = useLingui();
  const { starts, stops } = change.effect;
  return (
    <Notice tone="warning" title={t`This changes registers that were already taken`} isLive className="mb-4">
      <Lines title={i18n._(startsText(starts.length))} held={starts} />
      <Lines title={i18n._(stopsText(stops.length))} held={stops} />
      <Form method="post" preventScrollReset className="mt-4 flex flex-wrap gap-2">
        {change.values.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="isConfirmed" value="on" />
        <Button type="submit" name="intent" value={change.intent} variant="primary">
          <Trans>Make this change</Trans>
        </Button>
        <ButtonLink to={back} preventScrollReset>
          <Trans>Cancel</Trans>
        </ButtonLink>
      </Form>
    </Notice>
  );
}
