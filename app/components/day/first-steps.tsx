/** What an administrator of a new school does first, and what an old set-up has left undone. */
import { Card } from '#app/components/ui/card';
import { Notice } from '#app/components/ui/feedback/notice';
import { List, ListRow } from '#app/components/ui/list';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';

const STEPS = [
  { to: paths.imports(), title: 'Import from your information system', detail: 'Terms, classes, people and enrolments at once.' },
  { to: paths.terms(), title: 'Or add a term', detail: 'Then departments, courses and sections.' },
  { to: paths.sections(), title: 'Put staff and students into sections', detail: 'Whoever has signed up can be found there.' },
  { to: paths.schoolTimetable(), title: 'Fill the timetable', detail: 'Class sessions follow from its slots.' },
  { to: paths.settings(), title: 'Look through the settings', detail: 'Check-in, attendance rate, and who may sign up.' },
];

/** In the order in which each step needs the one before. */
export function FirstSteps() {
  return (
    <Card title="First steps" isFlush className="mb-6">
      <List label="First steps">
        {STEPS.map((step) => (
          <ListRow key={step.to} {...step} />
        ))}
      </List>
    </Card>
  );
}

/** A school that never chose a zone is in UTC; one that chose it reads that it has. Renders nothing elsewhere. */
export function ZoneNotice({ zone }: { zone: string }) {
  if (zone !== 'UTC') return null;
  return (
    <Notice tone="warning" title="Class times are in UTC" className="mb-6">
      If the school’s clocks show another time, <TextLink to={paths.settings()}>choose its time zone</TextLink> before more
      classes are planned.
    </Notice>
  );
}
