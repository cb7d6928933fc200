/** `/admin/reports/registers`: registers that nobody took, by teacher, and how check-ins fare. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { ClipboardCheck } from 'lucide-react';
import { withReport } from '#app/actions/report-query.server';
import { WideTable } from '#app/components/report/figures-table';
import { ReportFrame } from '#app/components/report/report-frame';
import { scopeOf } from '#app/components/report/report-query';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import type { Source } from '#domain/register/attendance';
import type { CheckInHealth, NotTakenByTeacher } from '#domain/report/report-view';
import { addDays, laterDay } from '#domain/time';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Registers and check-in`);

/** Each check-in is looked at, so there are no more days than these. */
const MOST_DAYS = 35;

export function loader(args: LoaderFunctionArgs) {
  return withReport(args, async (api, { filter }) => {
    const scope = scopeOf(filter);
    const healthFrom = laterDay(scope.from, addDays(scope.until, 1 - MOST_DAYS));
    const [notTaken, health] = await Promise.all([api.report.notTaken(scope), api.report.health({ ...scope, from: healthFrom })]);
    return { notTaken, health, healthFrom };
  });
}

function Teacher({ name, classSessions }: NotTakenByTeacher) {
  return (
    <Disclosure
      className="px-4 sm:px-5"
      summary={
        <>
          {name ?? <Trans>Without a teacher</Trans>}{' '}
          <span className="font-normal text-ink-muted">
            <Plural value={classSessions.length} one="# register" other="# registers" />
          </span>
        </>
      }
    >
      <ul>
        {classSessions.map(({ classSessionId, startsAt, courseTitle, sectionCode }) => (
          <li key={classSessionId}>
            <TextLink to={paths.register(classSessionId)} className="touch inline-flex items-center gap-2">
              {courseTitle} {sectionCode}, <Time at={startsAt} style="moment" />
            </TextLink>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function NotTaken({ teachers }: { teachers: readonly NotTakenByTeacher[] }) {
  const { t } = useLingui();
  return (
    <Card title={t`Registers not taken`} isFlush>
      {teachers.length === 0 ? (
        <EmptyState icon={ClipboardCheck} title={t`Every register was taken`} />
      ) : (
        <div className="divide-y divide-line py-2">
          {teachers.map((teacher) => (
            <Teacher key={teacher.userId} {...teacher} />
          ))}
        </div>
      )}
    </Card>
  );
}

const SOURCE_WORDS: Record<Source, MessageDescriptor> = {
  admin: msg`Set by an administrator`,
  teacher: msg`Set by a teacher`,
  badge: msg`Badge scanned`,
  qr: msg`Code scanned`,
  code: msg`Code typed`,
  offline: msg`Scanned without network`,
  leave: msg`From leave`,
  auto: msg`Set when the register closed`,
};

const isSource = (source: string): source is Source => source in SOURCE_WORDS;

function Health({ health, from, until }: { health: CheckInHealth; from: string; until: string }) {
  const { i18n, t } = useLingui();
  const { number, percent, days } = useFormat();
  const { claims, waited, refused, offline, sharedDevice, confirmation } = health;
  const share = (part: number) => `${number(part)} (${percent(claims === 0 ? 0 : Math.round((part * 1000) / claims) / 10)})`;
  const seconds = (ms: number) => t`${number(Math.round(ms / 100) / 10)} s`;
  const rows: [string, string][] = [
    [t`Check-ins`, number(claims)],
    [t`Waited for staff`, share(waited)],
    [t`Refused`, share(refused)],
    [t`Scanned without network`, share(offline)],
    [t`From a device that several share`, share(sharedDevice)],
    [t`From scan to confirmation, half within`, confirmation ? seconds(confirmation.median) : t`No data`],
    [t`From scan to confirmation, 95 of 100 within`, confirmation ? seconds(confirmation.p95) : t`No data`],
    ...health.marksBySource.map(({ source, marks }): [string, string] => [
      t`Marks: ${isSource(source) ? i18n._(SOURCE_WORDS[source]) : source}`,
      number(marks),
    ]),
  ];
  return (
    <Card title={t`Check-in`} isFlush>
      <p className="px-4 pb-2 text-sm text-ink-muted sm:px-5">{days(from, until)}</p>
      <WideTable label={t`Check-in`}>
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th scope="row" className="font-medium">
                {label}
              </th>
              <td className="text-end">{value}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Card>
  );
}

export default function ReportRegisters() {
  const format = useFormat();
  const { asked, notTaken, health, healthFrom } = useLoaderData<typeof loader>();
  const { from, until } = asked.query;
  return (
    <ReportFrame asked={asked} lead={format.days(from, until)}>
      <div className="grid items-start gap-4 lg:grid-cols-2 lg:gap-6">
        <NotTaken teachers={notTaken} />
        <Health health={health} from={healthFrom} until={until} />
      </div>
    </ReportFrame>
  );
}
