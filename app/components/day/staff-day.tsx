/** A staff member's day: the day's list, and registers that nobody took. What to do now is `up-now`. Shows the rows it is given. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CalendarCheck2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { ClassState } from '#app/components/ui/class-state';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { tallyText } from '#app/components/ui/feedback/progress';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { LiveRow } from '#domain/register/day-view';
import { CoverText } from './cover-text';
import { Unsent } from './unsent-line';
import type { DayProps, RowProps } from './up-now';

function Line({ row, now }: RowProps) {
  const { i18n } = useLingui();
  const { state, tally, enrolled, isCheckInOpen, isNotTaken, startsAt, endsAt } = row;
  const isDue = state === 'scheduled' && startsAt <= now && now < endsAt;
  const hasFigures = state === 'closed' && !isNotTaken && row.unsent.count === 0;
  return (
    <ListRow
      to={paths.register(row.classSessionId)}
      leading={
        <span className="figures w-12 shrink-0 text-sm font-medium">
          <Time at={startsAt} />
        </span>
      }
      title={<span className={state === 'cancelled' ? 'text-ink-muted line-through' : undefined}>{row.courseTitle}</span>}
      detail={
        <>
          {[row.sectionCode, row.room].filter(Boolean).join(' · ')}
          {row.cover && (
            <span className="block font-medium">
              <CoverText {...row} />
            </span>
          )}
          <Unsent row={row} />
          {hasFigures && <span className="block">{tallyText(i18n, tally, enrolled)}</span>}
          {row.waiting > 0 && state === 'closed' && (
            <span className="block font-medium text-waiting">
              <Trans>{row.waiting} waiting for you</Trans>
            </span>
          )}
        </>
      }
      trailing={<ClassState state={state} isCheckInOpen={isCheckInOpen} isNotTaken={isNotTaken} isDue={isDue} />}
    />
  );
}

/** All of the day's class sessions in order.
 *  @param props.action what can be done with all of them */
export function RestOfDay({ rows, now, action }: DayProps & { action?: ReactNode }) {
  const { t } = useLingui();
  return (
    <Card title={t`Today’s classes`} action={action} isFlush>
      <List label={t`Today’s classes`}>
        {rows.map((row) => (
          <Line key={row.classSessionId} row={row} now={now} />
        ))}
      </List>
    </Card>
  );
}

/** Stands where the day would, when it has no classes. */
export function NothingToday() {
  const { t } = useLingui();
  return (
    <Card>
      <EmptyState icon={CalendarCheck2} title={t`No classes today`}>
        <Trans>Nothing is in your timetable for today. You can still add a class.</Trans>
      </EmptyState>
    </Card>
  );
}

/** Registers of the last days that nobody took; nothing when there are none. */
export function NotTaken({ rows }: { rows: readonly LiveRow[] }) {
  const { t } = useLingui();
  if (rows.length === 0) return null;
  return (
    <Card title={t`Missed registers`} isFlush>
      <p className="px-4 pb-3 text-sm text-ink-muted sm:px-5">
        <Trans>Nobody was marked absent. Take these registers before they lock, or leave them out of every figure.</Trans>
      </p>
      <List label={t`Missed registers`} className="border-t border-line">
        {rows.map((row) => (
          <ListRow
            key={row.classSessionId}
            title={row.courseTitle}
            detail={
              <>
                <Time at={row.startsAt} style="moment" className="figures" />
                {` · ${row.sectionCode} · ${t`${plural(row.enrolled, { one: '# student', other: '# students' })}`}`}
              </>
            }
            trailing={
              <ButtonLink to={paths.register(row.classSessionId)} size="sm">
                <Trans>
                  Take it now<span className="sr-only">: {row.courseTitle}</span>
                </Trans>
              </ButtonLink>
            }
          />
        ))}
      </List>
    </Card>
  );
}
