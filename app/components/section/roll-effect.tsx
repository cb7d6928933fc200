/** What other days on a roll do to registers that were held, shown before they are taken. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import type { HeldClassSession, RollEffect } from '#domain/structure/enrolment';

/** A change that waits for a yes: what was sent, to be sent again. */
export type WaitingChange = { intent: string; values: Record<string, string>; effect: RollEffect };

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

function classesText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# class that was held', other: '# classes that were held' })}`);
}

/** The change in words, with a way to make it and one to leave it. */
export function RollEffectNotice({ change, back }: { change: WaitingChange; back: string }) {
  const { i18n, t } = useLingui();
  const { starts, stops } = change.effect;
  return (
    <Notice tone="warning" title={t`This changes registers that were held`} isLive className="mb-4">
      <Lines
        title={t`${classesText(i18n, starts.length)} would newly count. Unmarked ones stay out of the rate.`}
        held={starts}
      />
      <Lines title={t`${classesText(i18n, stops.length)} would no longer count. The marks are kept.`} held={stops} />
      <Form method="post" preventScrollReset className="mt-4 flex flex-wrap gap-2">
        {Object.entries(change.values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
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
