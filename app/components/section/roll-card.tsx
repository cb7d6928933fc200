/** Who is, was and will be on a section's roll, and adding a student from a day on. One enrolment is opened by its address. */

import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { List, ListRow, WHOLE_ROW } from '#app/components/ui/list';
import { Day } from '#app/components/ui/time/day';
import type { RollRow } from '#domain/structure/section';
import { EnrolForm, type EnrolFormProps } from './enrol-form';
import type { FoundPerson } from './person-finder';

type RollCardProps = {
  roll: readonly RollRow[];
  isArchived: boolean;
} & Omit<EnrolFormProps, 'isHere'>;

function Row({ row }: { row: RollRow }) {
  const { enrolmentId, name, studentNumber, fromDay, untilDay } = row;
  return (
    <ListRow
      className="hover:bg-surface-sunken"
      title={
        <Link to={`?enrolment=${enrolmentId}#enrolment`} className={WHOLE_ROW}>
          {name}
        </Link>
      }
      detail={
        <>
          {studentNumber && <span className="figures me-2">{studentNumber}</span>}
          {untilDay === null ? (
            <Trans>
              From <Day day={fromDay} />
            </Trans>
          ) : (
            <Trans>
              From <Day day={fromDay} /> until <Day day={untilDay} />
            </Trans>
          )}
        </>
      }
    />
  );
}

/** Present students first; those who left or are still to come behind a line of their own. */
export function RollCard({ roll, isArchived, ...enrolling }: RollCardProps) {
  const { t } = useLingui();
  const { today } = enrolling;
  const isOn = ({ fromDay, untilDay }: RollRow) => fromDay <= today && (untilDay === null || untilDay >= today);
  const current = roll.filter(isOn);
  const others = roll.filter((row) => !isOn(row));
  const isHere = ({ id }: FoundPerson) =>
    roll.some((row) => row.studentId === id && (row.untilDay === null || row.untilDay >= today));
  return (
    <Card title={t`Students (${current.length})`} isFlush>
      {!isArchived && (
        <div className="border-b border-line px-4 pt-2 pb-4 sm:px-5">
          <EnrolForm {...enrolling} isHere={isHere} />
        </div>
      )}
      <List label={t`Students on the roll`}>
        {current.map((row) => (
          <Row key={row.enrolmentId} row={row} />
        ))}
        {current.length === 0 && (
          <li className="px-4 py-3 text-ink-muted sm:px-5">
            <Trans>Nobody is on the roll today.</Trans>
          </li>
        )}
      </List>
      {others.length > 0 && (
        <div className="border-t border-line px-4 sm:px-5">
          <Disclosure summary={t`Earlier and later (${others.length})`}>
            <List label={t`Earlier and later enrolments`} className="-mx-4 sm:-mx-5">
              {others.map((row) => (
                <Row key={row.enrolmentId} row={row} />
              ))}
            </List>
          </Disclosure>
        </div>
      )}
    </Card>
  );
}
