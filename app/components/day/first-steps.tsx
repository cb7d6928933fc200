/** What an administrator of a new school does first, and what an old set-up has left undone. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Circle, CircleCheck } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { Notice } from '#app/components/ui/feedback/notice';
import { List, ListRow } from '#app/components/ui/list';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import { FIRST_STEPS, type FirstStep, type FirstSteps } from '#domain/school/first-steps';

type Step = { to: string; title: MessageDescriptor; detail: MessageDescriptor };

const STEPS: Record<FirstStep, Step> = {
  people: {
    to: paths.imports(),
    title: msg`Import from your information system, or add people`,
    detail: msg`A file brings terms, classes, people and enrolments at once.`,
  },
  term: { to: paths.terms(), title: msg`Add a term`, detail: msg`The timetable belongs to it.` },
  sections: {
    to: paths.sections(),
    title: msg`Add departments, courses and sections`,
    detail: msg`Then put staff and students into each section.`,
  },
  timetable: { to: paths.schoolTimetable(), title: msg`Fill the timetable`, detail: msg`Its slots create the class sessions.` },
  register: { to: paths.live(), title: msg`Take the first register`, detail: msg`A teacher opens the class when it begins.` },
};

/** Set where an administrator has put the list away. */
const HIDDEN_COOKIE = 'muster_first_steps';
const YEAR_S = 365 * 24 * 60 * 60;

/** @param cookie reads one of the request */
export function isHidden(cookie: (name: string) => string | null): boolean {
  return cookie(HIDDEN_COOKIE) === 'hidden';
}

/** Hides the list on this device. */
export const HIDE_COOKIE = `${HIDDEN_COOKIE}=hidden; Path=/; Max-Age=${YEAR_S}; SameSite=Lax; HttpOnly`;

function HideButton() {
  return (
    <Form method="post" preventScrollReset>
      <Button type="submit" name="intent" value="hide-steps" size="sm" variant="quiet">
        <Trans>Hide</Trans>
      </Button>
    </Form>
  );
}

function StepRow({ step, isDone }: { step: Step; isDone: boolean }) {
  const { t } = useLingui();
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <ListRow
      to={step.to}
      leading={<Icon className={cx('size-5 shrink-0', isDone ? 'text-present' : 'text-ink-muted')} aria-hidden="true" />}
      title={
        <>
          {isDone && (
            <span className="sr-only">
              <Trans>Done:</Trans>{' '}
            </span>
          )}
          <span className={isDone ? 'font-normal text-ink-muted' : undefined}>{t(step.title)}</span>
        </>
      }
      detail={!isDone && t(step.detail)}
    />
  );
}

/** Ticks itself; nothing once all is done. @param done null where it was put away */
export function FirstStepsCard({ done }: { done: FirstSteps | null }) {
  const { t } = useLingui();
  const count = done ? FIRST_STEPS.filter((step) => done[step]).length : FIRST_STEPS.length;
  if (!done || count === FIRST_STEPS.length) return null;
  return (
    <Card title={t`First steps: ${count} of ${FIRST_STEPS.length} done`} isFlush className="mb-6" action={<HideButton />}>
      <List label={t`First steps`}>
        {FIRST_STEPS.map((step) => (
          <StepRow key={step} step={STEPS[step]} isDone={done[step]} />
        ))}
      </List>
    </Card>
  );
}

/** A school that never chose a zone is in UTC; one that chose it reads that it has. Renders nothing elsewhere. */
export function ZoneNotice() {
  const { t } = useLingui();
  const { zone } = useFormat();
  if (zone !== 'UTC') return null;
  return (
    <Notice tone="warning" title={t`Class times are in UTC`} className="mb-6">
      <Trans>
        If the school’s clocks show another time, <TextLink to={paths.settings()}>choose its time zone</TextLink> before more
        classes are planned.
      </Trans>
    </Notice>
  );
}
