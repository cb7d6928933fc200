/** `/teach/sessions/:id/history`: every change of the mark of the student that `?student=` names; without one, the marks to choose from. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { History } from 'lucide-react';
import { MarkEvents } from '#app/components/audit/mark-events';
import { StudentChoice } from '#app/components/register/student-choice';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { PageHeader } from '#app/components/ui/page-header';
import { StatusChip } from '#app/components/ui/status-chip';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';

export const meta: MetaFunction = (page) => pageTitle(page, msg`History of a mark`);

export function loader(args: LoaderFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  const student = new URL(args.request.url).searchParams.get('student');
  const studentId = student === null ? null : paths.pathId(student);
  return withApi(args, async (api) => {
    const [{ classSession, rows }, events] = await Promise.all([
      api.classSession.register({ classSessionId }),
      studentId === null ? [] : api.attendance.history({ classSessionId, studentId }),
    ]);
    return {
      classSession,
      rows: studentId === null ? rows : rows.filter((row) => row.studentId === studentId),
      studentId,
      events,
    };
  });
}

export default function MarkHistoryPage() {
  const { t } = useLingui();
  const { time } = useFormat();
  const { classSession, rows, studentId, events } = useLoaderData<typeof loader>();
  const { id, courseTitle, sectionCode, startsAt } = classSession;
  const when = `${courseTitle} ${sectionCode}, ${time(startsAt, 'moment')}`;
  const back = { to: paths.register(id), label: t`Register` };
  if (studentId === null)
    return (
      <>
        <PageHeader title={t`History of a mark`} lead={when} back={back} />
        <StudentChoice rows={rows} to={(one) => paths.markHistory(id, one)} />
      </>
    );
  const [row] = rows;
  return (
    <>
      <PageHeader title={row ? t`The mark of ${row.name}` : t`History of a mark`} lead={when} back={back} />
      {row && (
        <p className="mb-4 flex flex-wrap items-center gap-2">
          <Trans>The register says:</Trans> <StatusChip status={row.status} />
        </p>
      )}
      <Card isFlush className="max-w-3xl">
        {events.length > 0 ? (
          <MarkEvents events={events} startsAt={startsAt} />
        ) : (
          <EmptyState icon={History} title={t`No entries`}>
            <Trans>Nobody has set this mark.</Trans>
          </EmptyState>
        )}
      </Card>
    </>
  );
}
