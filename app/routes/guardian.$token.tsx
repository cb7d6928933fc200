/** `/guardian/…`: a student's days for a guardian, who signs in nowhere and has the secret address of an email only. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRouteLoaderData, useSearchParams } from '@remix-run/react';
import { data, type HeadersFunction, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CalendarDays } from 'lucide-react';
import { monthBeside, monthNamed } from '#app/components/calendar/calendar-days';
import { PeriodNav } from '#app/components/calendar/period-nav';
import { searchLink } from '#app/components/calendar/search-link';
import { PersonStanding } from '#app/components/person/person-classes';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Notice } from '#app/components/ui/feedback/notice';
import { List } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import type { loader as rootLoader } from '#app/root';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import type { GuardianDays } from '#domain/person/guardian';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Attendance`);

/** The address is a secret: no referrer has it, and no index. Without any, browsers say of no form from where it was sent, and signing out
 *  from here is refused. */
const SECRET = { 'Referrer-Policy': 'strict-origin', 'X-Robots-Tag': 'noindex, nofollow' };

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader(args: LoaderFunctionArgs) {
  const month = monthNamed(new URL(args.request.url).searchParams.get('month')) ?? undefined;
  const found = await withApi(args, (api) => api.guardian.days({ token: args.params.token ?? '', month }));
  const shown = found && {
    ...found,
    months: {
      previous: monthBeside(found.month, -1),
      next: monthBeside(found.month, 1),
      isCurrent: found.today.startsWith(found.month),
    },
  };
  return data(shown, { headers: SECRET });
}

/** Where figures lead: nothing else of the school is shown to whoever has the link. */
const DAYS_ID = 'days';

function DayLines({ day, entries }: GuardianDays['days'][number]) {
  const format = useFormat();
  return (
    <li className="break-inside-avoid px-4 py-3 sm:px-5">
      <h3 className="text-sm font-medium text-ink-muted">{format.day(day, 'long')}</h3>
      <ul className="mt-1.5 grid gap-2">
        {entries.map(({ startTime, courseTitle, sectionCode, status }) => (
          <li key={`${startTime} ${courseTitle} ${sectionCode}`} className="flex items-center justify-between gap-3">
            <span className="min-w-0">
              <span className="figures me-2 text-ink-muted">{startTime}</span>
              <span className="font-medium">{courseTitle}</span> <span className="text-ink-muted">{sectionCode}</span>
            </span>
            <StatusChip status={status} />
          </li>
        ))}
      </ul>
    </li>
  );
}

type Shown = NonNullable<ReturnType<typeof useLoaderData<typeof loader>>>;

function Days({ month, months, days }: Shown) {
  const { t } = useLingui();
  const format = useFormat();
  const [search] = useSearchParams();
  const title = format.day(`${month}-01`, 'month');
  const to = (of: string | null) => searchLink(search, { month: of });
  return (
    <>
      <div className="print:hidden">
        <PeriodNav
          unit="month"
          title={title}
          previous={to(months.previous)}
          next={to(months.next)}
          current={to(null)}
          isCurrent={months.isCurrent}
        />
      </div>
      <Card title={t`Classes in ${title}`} isFlush>
        {days.length === 0 ? (
          <EmptyState icon={CalendarDays} title={t`No classes that count yet`}>
            <Trans>A class counts once its register is closed.</Trans>
          </EmptyState>
        ) : (
          <List label={t`Classes in ${title}`}>
            {days.map((one) => (
              <DayLines key={one.day} {...one} />
            ))}
          </List>
        )}
      </Card>
    </>
  );
}

export default function GuardianDaysPage() {
  const { t } = useLingui();
  const shown = useLoaderData<typeof loader>();
  const school = useRouteLoaderData<typeof rootLoader>('root')?.school.name;
  if (shown === null)
    return (
      <>
        <PageHeader title={t`Attendance`} />
        <Notice tone="warning">
          <Trans>This link no longer works. Use the one in the latest email, or ask the school.</Trans>
        </Notice>
      </>
    );
  return (
    <>
      <PageHeader title={t`Attendance of ${shown.student}`} lead={school} />
      <div className="grid gap-4">
        <PersonStanding standing={shown.standing} to={() => `#${DAYS_ID}`} />
        <div id={DAYS_ID} className="grid scroll-mt-4 gap-4">
          <Days {...shown} />
        </div>
        <p className="text-sm text-ink-muted">
          <Trans>
            Whoever has this link sees this page, until <Time at={shown.expiresAt} style="date" />. Do not pass it on. The next
            email brings another one.
          </Trans>
        </p>
      </div>
    </>
  );
}
