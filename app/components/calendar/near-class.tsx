/** Stands where a week without classes would show them: says so, and where the nearest ones are. */
import { Trans, useLingui } from '@lingui/react/macro';
import { CalendarOff } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Time } from '#app/components/ui/time/time';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

/** The nearest class outside a week: the next one, or the last one when none follows. */
export type Near = { entry: TimetableEntry; isNext: boolean };

function NearClass({ near: { entry, isNext } }: { near: Near }) {
  const { courseTitle } = entry;
  const time = <Time at={entry.startsAt} style="moment" />;
  return isNext ? (
    <Trans>
      Your next class after it is {courseTitle}, {time}.
    </Trans>
  ) : (
    <Trans>
      Your last class before it was {courseTitle}, {time}.
    </Trans>
  );
}

export type NoClassesThisWeekProps = {
  near: Near | null;
  /** Leads to the week of `near`. */
  to: string | null;
};

/** An empty week, explained. */
export function NoClassesThisWeek({ near, to }: NoClassesThisWeekProps) {
  const { t } = useLingui();
  return (
    <Card>
      <EmptyState
        icon={CalendarOff}
        title={t`No classes this week`}
        action={to && <ButtonLink to={to}>{near?.isNext ? t`Go to that week` : t`Go back to that week`}</ButtonLink>}
      >
        {near ? (
          <NearClass near={near} />
        ) : (
          t`None are planned in the months before or after it either. Classes appear here once the school has put you in one.`
        )}
      </EmptyState>
    </Card>
  );
}
