/** A register as it stood at an instant: the marks of then, each leading to every change of it. Nothing is set here. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import type { ReactNode } from 'react';
import { StudentChoice } from '#app/components/register/student-choice';
import { Button } from '#app/components/ui/button';
import { tallyText } from '#app/components/ui/feedback/progress';
import { TextField } from '#app/components/ui/form/field';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { STATUSES, type Tally } from '#domain/register/attendance';
import type { Register, RegisterRow } from '#domain/register/register';

function tallyOf(rows: readonly RegisterRow[]): Tally {
  const counts = STATUSES.map((status) => [status, rows.filter((row) => row.status === status).length]);
  return Object.fromEntries(counts) as Tally;
}

export type RegisterAsAtProps = {
  register: Register;
  /** The instant as its field has it, a wall time of the school. */
  wallTime: string;
  /** What says that this is not the register of now. */
  notice: ReactNode;
};

/** A GET form for the instant, and the marks. */
export function RegisterAsAt({ register: { classSession, rows }, wallTime, notice }: RegisterAsAtProps) {
  const { i18n, t } = useLingui();
  const { id, courseTitle, courseCode, sectionCode, startsAt } = classSession;
  return (
    <>
      <PageHeader
        title={courseTitle}
        lead={
          <>
            {`${courseCode} ${sectionCode} · `}
            <Time at={startsAt} style="moment" />
          </>
        }
        back={{ to: paths.register(id), label: t`Register` }}
      />
      <Form method="get" key={wallTime} className="mb-6 flex max-w-xl flex-wrap items-end gap-3 print:hidden">
        <TextField label={t`As the register stood on`} name="asAt" type="datetime-local" required defaultValue={wallTime} />
        <Button type="submit">
          <Trans>Show</Trans>
        </Button>
      </Form>
      {notice}
      <p className="mb-3">{tallyText(i18n, tallyOf(rows), rows.length)}</p>
      <StudentChoice rows={rows} to={(studentId) => paths.markHistory(id, studentId)} />
    </>
  );
}
