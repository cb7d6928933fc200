/** Students by class sessions, as a paper register has them: names stay in sight, each class session leads to its register, and it prints on
 *  A4 landscape. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { cx } from '#app/components/ui/cx';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { Status } from '#domain/register/attendance';
import type { GridCell, GridSession, SectionReport } from '#domain/report/report-view';
import { ScrollFrame } from './figures-table';

const COLOURS: Record<Status, string> = {
  present: 'text-present',
  late: 'text-late',
  absent: 'text-absent',
  excused: 'text-excused',
};

const NAME_CELL = 'sticky start-0 z-10 max-w-40 min-w-28 bg-surface-raised py-1.5 pe-2 ps-4 font-medium sm:ps-5 print:static';

function Mark({ cell }: { cell: GridCell | undefined }) {
  const { i18n, t } = useLingui();
  if (!cell)
    return (
      <>
        <span aria-hidden="true" className="text-ink-muted">
          ·
        </span>
        <span className="sr-only">
          <Trans>No mark</Trans>
        </span>
      </>
    );
  const { word, letter } = STATUS_LOOKS[cell.status];
  const text = cell.isCounted ? i18n._(word) : t`${i18n._(word)}, does not count`;
  return (
    <span title={text} className={cell.isCounted ? cx('font-semibold', COLOURS[cell.status]) : 'text-ink-muted'}>
      <span aria-hidden="true">{cell.isCounted ? letter : `(${letter})`}</span>
      <span className="sr-only">{text}</span>
    </span>
  );
}

function SessionHead({ session }: { session: GridSession }) {
  const { day } = useFormat();
  return (
    <th scope="col" className="p-0 align-bottom font-medium">
      <Link
        to={paths.register(session.classSessionId)}
        className="touch flex items-end justify-center px-1 pb-2 text-accent underline underline-offset-4 [writing-mode:sideways-lr]"
      >
        {day(session.day, 'dayShort')}
      </Link>
    </th>
  );
}

export type MarkGridProps = { grid: SectionReport['grid']; students: readonly { studentId: number; name: string }[] };

/** The oldest class session comes first. */
export function MarkGrid({ grid, students }: MarkGridProps) {
  const { t } = useLingui();
  const sessions = [...grid.classSessions].reverse();
  const cells = new Map(grid.cells.map((cell) => [`${cell.studentId} ${cell.classSessionId}`, cell]));
  return (
    <ScrollFrame label={t`Marks by class session`}>
      <table className="figures min-w-full border-separate border-spacing-0 text-sm print:text-xs [&_td]:border-b [&_td]:border-line [&_th]:border-b [&_th]:border-line">
        <thead>
          <tr>
            <th scope="col" className={cx(NAME_CELL, 'align-bottom')}>
              <Trans>Name</Trans>
            </th>
            {sessions.map((session) => (
              <SessionHead key={session.classSessionId} session={session} />
            ))}
          </tr>
        </thead>
        <tbody>
          {students.map(({ studentId, name }) => (
            <tr key={studentId} className="break-inside-avoid">
              <th scope="row" className={NAME_CELL}>
                {name}
              </th>
              {sessions.map(({ classSessionId }) => (
                <td key={classSessionId} className="px-1 py-1.5 text-center">
                  <Mark cell={cells.get(`${studentId} ${classSessionId}`)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
