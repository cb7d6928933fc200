/** A register to take on paper: everybody's name, four boxes to tick, and lines to sign. Says nothing of marks. */
import { Trans, useLingui } from '@lingui/react/macro';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { Time, TimeRange } from '#app/components/ui/time/time';
import { useFormat } from '#app/words/use-format';
import { STATUSES } from '#domain/register/attendance';
import type { ClassSessionView, RegisterRow } from '#domain/register/register';
import { WritingLine } from './writing-line';

export type BlankRegisterProps = {
  section: Pick<ClassSessionView, 'courseTitle' | 'courseCode' | 'sectionCode'>;
  /** Null on a sheet for whatever day, which has a line for its date. */
  meeting: Pick<ClassSessionView, 'room' | 'startsAt' | 'endsAt' | 'cover'> | null;
  rows: readonly Pick<RegisterRow, 'studentId' | 'name' | 'studentNumber'>[];
  /** Whoever takes it, where that is known; else there is a line for the name. */
  teacher: string | null;
};

function Box() {
  return <span className="mx-auto block size-5 border border-ink" />;
}

/** Stands on every page: a sheet that comes loose still says which class it is of. */
function Head({ section, meeting, teacher }: Omit<BlankRegisterProps, 'rows'>) {
  const { i18n } = useLingui();
  const { courseTitle, courseCode, sectionCode } = section;
  const by = meeting?.cover?.name ?? teacher;
  return (
    <thead>
      <tr>
        <td colSpan={STATUSES.length + 3} className="pb-2">
          <p className="text-xl font-semibold">{`${courseTitle} ${courseCode} ${sectionCode}`}</p>
          {meeting && (
            <p>
              <Time at={meeting.startsAt} style="day" />, <TimeRange startsAt={meeting.startsAt} endsAt={meeting.endsAt} />
              {meeting.room && `, ${meeting.room}`}
              {by && `, ${by}`}
            </p>
          )}
        </td>
      </tr>
      <tr className="border-b-2 border-ink text-sm">
        <th scope="col" className="w-10 py-1 pe-3 text-end">
          <Trans>No.</Trans>
        </th>
        <th scope="col" className="py-1 pe-3">
          <Trans>Name</Trans>
        </th>
        {STATUSES.map((status) => (
          <th key={status} scope="col" className="w-18 py-1 text-center">
            {i18n._(STATUS_LOOKS[status].word)}
          </th>
        ))}
        <th scope="col" className="w-1/4 py-1 ps-3">
          <Trans>Note</Trans>
        </th>
      </tr>
    </thead>
  );
}

/** One class session's or one class's, on sheets of its own. */
export function BlankRegister({ rows, ...head }: BlankRegisterProps) {
  const { t } = useLingui();
  const { time } = useFormat();
  const { section, meeting, teacher } = head;
  const name = [`${section.courseTitle} ${section.sectionCode}`, meeting && time(meeting.startsAt)].filter(Boolean).join(', ');
  return (
    <section
      aria-label={t`Blank register: ${name}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too.
      tabIndex={0}
      className="break-after-page overflow-x-auto last:break-after-auto print:overflow-visible"
    >
      <table className="w-full min-w-160 border-collapse print:min-w-0">
        <Head {...head} />
        <tbody>
          {rows.map(({ studentId, name, studentNumber }, index) => (
            <tr key={studentId} className="break-inside-avoid border-b border-line-strong">
              <td className="figures py-1 pe-3 text-end">{index + 1}</td>
              <th scope="row" className="py-1 pe-3 font-medium">
                {name}
                {studentNumber && <span className="figures ms-2 font-normal">{studentNumber}</span>}
              </th>
              {STATUSES.map((status) => (
                <td key={status} className="py-1">
                  <Box />
                </td>
              ))}
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <div className="mt-12 flex break-inside-avoid gap-8">
        <WritingLine label={t`In the room`} width="w-24" />
        {!teacher && !meeting?.cover && <WritingLine label={t`Taken by`} width="flex-1" />}
        <WritingLine label={t`Signature`} width="flex-1" />
        <WritingLine label={t`Date`} width="w-32" />
      </div>
    </section>
  );
}
