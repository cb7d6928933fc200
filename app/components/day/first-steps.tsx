/** What an administrator of a new school does first, and what an old set-up has left undone. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { Notice } from '#app/components/ui/feedback/notice';
import { List, ListRow } from '#app/components/ui/list';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';

const STEPS = [
  {
    to: paths.imports(),
    title: msg`Import from your information system`,
    detail: msg`Terms, classes, people and enrolments at once.`,
  },
  { to: paths.terms(), title: msg`Or add a term`, detail: msg`Then departments, courses and sections.` },
  {
    to: paths.sections(),
    title: msg`Put staff and students into sections`,
    detail: msg`People who have signed up are listed there.`,
  },
  { to: paths.schoolTimetable(), title: msg`Fill the timetable`, detail: msg`Its slots create the class sessions.` },
  { to: paths.settings(), title: msg`Review the settings`, detail: msg`Check-in, attendance rate, and who may sign up.` },
];

/** In the order in which each step needs the one before. */
export function FirstSteps() {
  const { t } = useLingui();
  return (
    <Card title={t`First steps`} isFlush className="mb-6">
      <List label={t`First steps`}>
        {STEPS.map((step) => (
          <ListRow key={step.to} to={step.to} title={t(step.title)} detail={t(step.detail)} />
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
