/** What all pages of reports share: where in them one is, the days, and the part of the school. All of it stands in the address. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link, useLocation, useSearchParams } from '@remix-run/react';
import type { ReactNode } from 'react';
import { searchLink } from '#app/components/calendar/search-link';
import { cx } from '#app/components/ui/cx';
import { SelectField } from '#app/components/ui/form/field';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import type { Period } from '#domain/report/report-filter';
import { AsAtNotice, RefusedNotice } from './address-notices';
import { DaysForm } from './days-form';
import type { AskedReport, RangePreset } from './report-query';
import { SavedViews } from './saved-views';

export type Tab = { to: string; label: string; isCurrent: boolean };

/** Links between pages or parts of one. */
export function LinkTabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav
      aria-label={label}
      className={cx(
        'mb-4 flex flex-wrap gap-1 rounded-lg bg-surface-sunken p-1 sm:w-fit print:hidden',
        tabs.length % 2 === 0 && 'max-xs:grid max-xs:grid-cols-2',
      )}
    >
      {tabs.map(({ to, label: text, isCurrent }) => (
        <Link
          key={to}
          to={to}
          preventScrollReset
          aria-current={isCurrent ? 'page' : undefined}
          className="flex min-h-11 flex-1 items-center whitespace-nowrap justify-center rounded-md px-2 text-sm sm:px-4 font-medium text-ink-muted hover:text-ink aria-[current=page]:bg-surface-raised aria-[current=page]:text-ink aria-[current=page]:shadow-raised forced-colors:aria-[current=page]:underline"
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}

const PAGES = [
  { page: 'attendance', toPage: paths.reports, label: msg`Attendance` },
  { page: 'students', toPage: paths.reportedStudents, label: msg`Students` },
  { page: 'registers', toPage: paths.reportedRegisters, label: msg`Registers` },
] as const;

const PRESET_WORDS: Record<RangePreset['days'], MessageDescriptor> = {
  7: msg`7 days`,
  28: msg`4 weeks`,
  91: msg`13 weeks`,
  364: msg`52 weeks`,
};

const PERIOD_WORDS: Record<Period, MessageDescriptor> = { day: msg`Day`, week: msg`Week`, month: msg`Month` };

function Presets({ query, presets }: AskedReport) {
  const { i18n, t } = useLingui();
  const [search] = useSearchParams();
  const tabs = presets.map(({ days, from, until }) => ({
    to: searchLink(search, { from, until, after: null }),
    label: i18n._(PRESET_WORDS[days]),
    isCurrent: query.from === from && query.until === until,
  }));
  return <LinkTabs label={t`Days up to today`} tabs={tabs} />;
}

type ChoiceProps = { label: string; name: string; value: number | undefined; all: string; children: ReactNode };

/** What is chosen from a list, or all of it. */
function Choice({ label, name, value, all, children }: ChoiceProps) {
  return (
    <SelectField key={value} label={label} name={name} defaultValue={value ?? ''} saysOptional={false}>
      <option value="">{all}</option>
      {children}
    </SelectField>
  );
}

function PartOfSchool({ query, departments, courses, sections }: AskedReport) {
  const { t } = useLingui();
  return (
    <>
      <Choice label={t`Department`} name="departmentId" value={query.departmentId} all={t`All departments`}>
        {departments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice label={t`Course`} name="courseId" value={query.courseId} all={t`All courses`}>
        {courses.map(({ id, code, title }) => (
          <option key={id} value={id}>{`${title} (${code})`}</option>
        ))}
      </Choice>
      <Choice label={t`Section`} name="sectionId" value={query.sectionId} all={t`All sections`}>
        {sections.map(({ sectionId, courseTitle, courseCode, sectionCode }) => (
          <option key={sectionId} value={sectionId}>{`${courseTitle} (${courseCode} ${sectionCode})`}</option>
        ))}
      </Choice>
    </>
  );
}

type FilterProps = { asked: AskedReport; kept: Record<string, string> };

/** @param kept what else the address says, which the form leaves as it is */
function Filter({ asked, kept }: FilterProps) {
  const { i18n, t } = useLingui();
  const { query } = asked;
  return (
    <DaysForm query={query} hasTime>
      <SelectField key={query.by} label={t`By`} name="by" required defaultValue={query.by}>
        {(['day', 'week', 'month'] as const).map((period) => (
          <option key={period} value={period}>
            {i18n._(PERIOD_WORDS[period])}
          </option>
        ))}
      </SelectField>
      <PartOfSchool {...asked} />
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </DaysForm>
  );
}

export type ReportFrameProps = {
  asked: AskedReport;
  lead?: ReactNode;
  actions?: ReactNode;
  /** What else the address says. */
  kept?: Record<string, string>;
  /** Whether the page's figures can be as at an instant. */
  isAsAt?: boolean;
  children: ReactNode;
};

/** Title, the way between pages, the filter, and the page itself. */
export function ReportFrame({ asked, lead, actions, kept = {}, isAsAt = false, children }: ReportFrameProps) {
  const { i18n, t } = useLingui();
  const { pathname } = useLocation();
  const pages = PAGES.map(({ toPage, label }) => ({
    to: toPage(asked.query),
    label: i18n._(label),
    isCurrent: toPage() === pathname,
  }));
  return (
    <>
      <PageHeader title={t`Reports`} lead={lead} actions={actions} />
      <LinkTabs label={t`Reports`} tabs={pages} />
      <Presets {...asked} />
      <Filter asked={asked} kept={kept} />
      <SavedViews views={asked.views} page={PAGES.find(({ toPage }) => toPage() === pathname)?.page ?? 'attendance'} />
      {asked.isRefused && <RefusedNotice />}
      {asked.asAt !== null && <AsAtNotice at={asked.asAt} isFollowed={isAsAt} />}
      {children}
    </>
  );
}
