/** Stands where a week without classes would show them: says so, and where the nearest ones are. */
import { CalendarOff } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { type SchoolClock, Time } from '#app/components/ui/time/time';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

/** The nearest class outside a week: the next one, or the last one when none follows. */
export type Near = { entry: TimetableEntry; isNext: boolean };

export type NoClassesThisWeekProps = SchoolClock & {
  near: Near | null;
  /** Leads to the week of `near`. */
  to: string | null;
};

/** An empty week, explained. */
export function NoClassesThisWeek({ near, to, zone, locale }: NoClassesThisWeekProps) {
  return (
    <Card>
      <EmptyState
        icon={CalendarOff}
        title="No classes this week"
        action={to && <ButtonLink to={to}>{near?.isNext ? 'Go to that week' : 'Go back to that week'}</ButtonLink>}
      >
        {near ? (
          <>
            {near.isNext ? 'Your next class after it is ' : 'Your last class before it was '}
            {near.entry.courseTitle}, <Time at={near.entry.startsAt} zone={zone} locale={locale} style="moment" />.
          </>
        ) : (
          'None are planned for you in the months around it either. Classes appear here once the school has put you in one.'
        )}
      </EmptyState>
    </Card>
  );
}
