/** How each student of a section stands: rate, weeks as a line, where it is going, and what is still within reach. */
import { msg, plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { percentText, Rate, sumsText } from '#app/components/ui/figure';
import { TextLink } from '#app/components/ui/text-link';
import type { Format } from '#app/words/format';
import { useFormat } from '#app/words/use-format';
import { percentOf } from '#domain/rate';
import type { SectionStudent } from '#domain/report/report-view';
import { WideTable } from './figures-table';
import { Sparkline } from './sparkline';

/** A change of less than this, in thousandths, is none. */
const STEADY = 10;

/** "Up 3.5 points", from thousandths; null says nothing. */
function trendText({ i18n, number }: Format, trend: number | null): string {
  if (trend === null) return i18n._(msg`No trend yet`);
  const points = number(Math.abs(trend) / 10);
  if (Math.abs(trend) < STEADY) return i18n._(msg`Steady`);
  return trend > 0 ? i18n._(msg`Up ${points} points`) : i18n._(msg`Down ${points} points`);
}

type Standing = { student: SectionStudent; remaining: number };

/** What is still possible with the class sessions ahead. */
function outlookText(format: Format, { student, remaining }: Standing, threshold: number): string {
  const { i18n } = format;
  const { possible, isBelow, mayMiss, reachable } = student;
  if (possible === 0 || remaining === 0) return '';
  const best = percentText(format, percentOf(reachable));
  if (reachable.earned * 1000 < threshold * reachable.possible) return i18n._(msg`At best ${best}`);
  if (isBelow) return i18n._(msg`Can still reach ${best}`);
  return i18n._(msg`May miss ${plural(mayMiss, { one: '# more class', other: '# more classes' })}`);
}

/** As few class sessions to miss as this are near the line. */
const NEAR = 2;

/** Those at or over the line who may miss the fewest, nearest first. Never throws. */
export function nextToCross(students: readonly SectionStudent[], remaining: number): SectionStudent[] {
  if (remaining === 0) return [];
  const near = students.filter(({ possible, isBelow, mayMiss }) => possible > 0 && !isBelow && mayMiss <= NEAR);
  return near.sort((a, b) => a.mayMiss - b.mayMiss);
}

/** Who is next; nothing when nobody is near. */
export function NextToCross({ students, remaining, threshold, to }: StudentStandingsProps) {
  const { t } = useLingui();
  const { percent } = useFormat();
  const next = nextToCross(students, remaining);
  if (next.length === 0) return null;
  const line = percent(threshold / 10);
  return (
    <Card title={t`Next to cross the line of ${line}`}>
      <ul className="space-y-1">
        {next.map(({ studentId, name, mayMiss }) => (
          <li key={studentId}>
            <TextLink to={to(studentId)}>{name}</TextLink>{' '}
            <span className="text-ink-muted">
              <Plural
                value={mayMiss}
                _0="may miss no more classes"
                one="may miss one more class"
                other="may miss # more classes"
              />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Row({ student, remaining, threshold, to }: Standing & { threshold: number; to: string }) {
  const format = useFormat();
  const { name, isBelow, weeks, trend } = student;
  return (
    <tr>
      <th scope="row" className="font-medium">
        <TextLink to={to} className="touch inline-flex items-center">
          {name}
        </TextLink>
      </th>
      <td className="whitespace-nowrap">
        <Rate percent={percentOf(student)} to={to} className={cx('font-semibold', isBelow && 'text-absent')} />{' '}
        <span className="text-ink-muted">{student.possible > 0 && sumsText(format.i18n, student)}</span>
        {isBelow && (
          <span className="block text-absent">
            <Trans>Below the line</Trans>
          </span>
        )}
      </td>
      <td>
        <Sparkline weeks={weeks} />
      </td>
      <td className="whitespace-nowrap">{trendText(format, trend)}</td>
      <td className="whitespace-nowrap">{outlookText(format, { student, remaining }, threshold)}</td>
    </tr>
  );
}

export type StudentStandingsProps = {
  students: readonly SectionStudent[];
  /** Class sessions ahead. */
  remaining: number;
  /** In thousandths. */
  threshold: number;
  /** The class sessions behind the figures of one. */
  to: (studentId: number) => string;
};

/** Everybody on the roll of these days, in the order of the register. */
export function StudentStandings({ students, remaining, threshold, to }: StudentStandingsProps) {
  const { t } = useLingui();
  return (
    <Card title={t`Students`} isFlush>
      <WideTable label={t`Students`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Name</Trans>
            </th>
            <th scope="col">
              <Trans>Rate</Trans>
            </th>
            <th scope="col">
              <Trans>Week by week</Trans>
            </th>
            <th scope="col">
              <Trans>Trend</Trans>
            </th>
            <th scope="col">
              <Trans>Ahead</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {students.map((student) => (
            <Row key={student.studentId} {...{ student, remaining, threshold }} to={to(student.studentId)} />
          ))}
        </tbody>
      </WideTable>
    </Card>
  );
}
