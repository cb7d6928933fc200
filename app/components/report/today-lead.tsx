/** What an administrator opens the app for: today beside the usual for this weekday, and who has not arrived. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { percentText, sumsText } from '#app/components/ui/figure';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import { percentOf, type Sums } from '#domain/rate';
import type { AbsentToday } from '#domain/report/report-view';
import { FigureTile } from './figure-tile';

/** Nothing of what has not begun yet. */
export type TodayBeside = { day: string; now: Sums; usual: Sums };

/** Today's rate so far, and what it usually is. */
export function TodayRate({ day, now, usual }: TodayBeside) {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const weekday = format.day(day, 'weekdayLong');
  const usually = percentText(format, percentOf(usual));
  const beside = t`Usual for ${weekday}: ${usually}`;
  return (
    <FigureTile
      label={t`Attendance today, so far`}
      value={percentText(format, percentOf(now))}
      detail={now.possible > 0 ? `${sumsText(i18n, now)}. ${beside}` : beside}
      to={paths.reportedClassSessions({ from: day, until: day })}
    />
  );
}

/** Where on the Overview they are named. */
export const NOT_ARRIVED_ID = 'not-arrived';

type AbsentProps = { absent: AbsentToday };

/** How many have not arrived; there may be more than a page of them. */
export function NotArrivedCount({ absent: { rows, next } }: AbsentProps) {
  const { t } = useLingui();
  const { number } = useFormat();
  const count = number(rows.length);
  return <FigureTile label={t`Not arrived`} value={next === null ? count : t`${count} or more`} to={`#${NOT_ARRIVED_ID}`} />;
}

/** Who missed every class so far today; nothing when nobody did. */
export function NotArrived({ absent: { day, rows, next } }: AbsentProps) {
  const { t } = useLingui();
  if (rows.length === 0) return null;
  return (
    <Card title={t`Not arrived today`} className="mb-4">
      <Disclosure
        summary={
          next === null ? (
            <Plural
              value={rows.length}
              one="One student missed every class so far"
              other="# students missed every class so far"
            />
          ) : (
            <Trans>More than {rows.length} students missed every class so far; these are the first</Trans>
          )
        }
      >
        <ul className="columns-1 sm:columns-2 lg:columns-3">
          {rows.map(({ studentId, name }) => (
            <li key={studentId}>
              <TextLink
                to={paths.reportedClassSessions({ from: day, until: day, studentId })}
                className="touch inline-flex items-center"
              >
                {name}
              </TextLink>
            </li>
          ))}
        </ul>
      </Disclosure>
    </Card>
  );
}
