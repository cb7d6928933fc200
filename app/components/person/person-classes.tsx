/** The classes somebody is in, and for a student how they stand in each. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Plus, School } from 'lucide-react';
import { SectionLine } from '#app/components/day/standing';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Figure, percentText } from '#app/components/ui/figure';
import { List, ListRow } from '#app/components/ui/list';
import { Day } from '#app/components/ui/time/day';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { Involvement } from '#domain/person/person';
import type { Standing } from '#domain/register/attendance-view';

type ClassesProps = {
  classes: readonly Involvement[];
  today: string;
  /** Who can be enrolled in another one; null for whoever is no student. */
  enrols: number | null;
};

function Detail({ one: { staffRole, fromDay, untilDay }, today }: { one: Involvement; today: string }) {
  const { t } = useLingui();
  if (staffRole) return staffRole === 'teacher' ? t`Teacher` : t`Assistant`;
  if (fromDay === null) return null;
  const from = <Day day={fromDay} />;
  if (untilDay === null) return <Trans>On the roll from {from}</Trans>;
  const hasEnded = untilDay < today;
  const until = <Day day={untilDay} />;
  return hasEnded ? (
    <Trans>
      Was on the roll from {from} until {until}
    </Trans>
  ) : (
    <Trans>
      On the roll from {from} until {until}
    </Trans>
  );
}

/** Sections, each leading to its page. */
export function PersonClasses({ classes, today, enrols }: ClassesProps) {
  const { t } = useLingui();
  return (
    <Card
      title={t`Classes`}
      isFlush
      action={
        enrols !== null && (
          <ButtonLink to={paths.sections({ pick: enrols })} size="sm" icon={Plus}>
            <Trans>Enrol in a class</Trans>
          </ButtonLink>
        )
      }
    >
      {classes.length === 0 ? (
        <EmptyState icon={School} title={t`No classes`}>
          {enrols === null && <Trans>Add this person on the page of a section.</Trans>}
        </EmptyState>
      ) : (
        <List label={t`Classes`}>
          {classes.map((one) => (
            <ListRow
              key={one.enrolmentId ?? `staff-${one.sectionId}`}
              to={paths.section(one.sectionId, { enrolment: one.enrolmentId ?? undefined })}
              title={`${one.courseTitle} (${one.courseCode} ${one.sectionCode})`}
              detail={<Detail one={one} today={today} />}
            />
          ))}
        </List>
      )}
    </Card>
  );
}

type StandingProps = {
  standing: Standing;
  /** The class sessions behind the rate, or behind that of one section. */
  to: (sectionId?: number) => string;
};

/** A student's rate over all, and by class. */
export function PersonStanding({ standing, to }: StandingProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { sections, threshold, isBelow, percent } = standing;
  return (
    <Card title={t`Attendance`}>
      <Figure {...standing} to={to()} size="lg" />
      {percent !== null && (
        <p className="mt-2 text-sm text-ink-muted">
          {isBelow
            ? t`Below the ${percentText(format, threshold / 10)} the school asks for.`
            : t`The school asks for ${percentText(format, threshold / 10)}.`}
        </p>
      )}
      {sections.length > 0 && (
        <ul aria-label={t`By class`} className="mt-4 border-t border-line pt-2">
          {sections.map((section) => (
            <SectionLine key={section.sectionId} section={section} to={to(section.sectionId)} />
          ))}
        </ul>
      )}
    </Card>
  );
}
