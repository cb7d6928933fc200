/** What a month's calendar is narrowed to, as links: one section, one status. Each counts what it would show. */

import { useLingui } from '@lingui/react/macro';
import { FilterLinks } from '#app/components/ui/form/filter-links';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { useFormat } from '#app/words/use-format';
import { STATUSES } from '#domain/register/attendance';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { countByStatus, type EntryFilter, filtered, sectionKey } from './entry-mark';
import { searchLink } from './search-link';

type FiltersProps = { entries: readonly TimetableEntry[]; filter: EntryFilter; search: URLSearchParams };

function useSectionLinks({ entries, filter, search }: FiltersProps) {
  const { t } = useLingui();
  const { byName } = useFormat();
  const count = (section: string | null) => filtered(entries, { ...filter, section }).length;
  const names = new Map(entries.map((entry) => [sectionKey(entry), `${entry.courseCode} ${entry.sectionCode}`]));
  const sections = [...names].sort(([, a], [, b]) => byName(a, b));
  const link = (section: string | null, label: string) => ({
    to: searchLink(search, { section }),
    label,
    count: count(section),
    isCurrent: section === filter.section,
  });
  return [link(null, t`All classes`), ...sections.map(([key, name]) => link(key, name))];
}

function useStatusLinks({ entries, filter, search }: FiltersProps) {
  const { t } = useLingui();
  const ofSection = filtered(entries, { ...filter, status: null });
  const counts = countByStatus(ofSection);
  const all = {
    to: searchLink(search, { status: null }),
    label: t`All marks`,
    count: ofSection.length,
    isCurrent: filter.status === null,
  };
  const links = STATUSES.map((status) => ({
    to: searchLink(search, { status }),
    label: t(STATUS_LOOKS[status].word),
    count: counts[status],
    isCurrent: status === filter.status,
  }));
  return [all, ...links];
}

/** Two rows of links; sections only where there are several. */
export function MonthFilters(props: FiltersProps) {
  const { t } = useLingui();
  const sections = useSectionLinks(props);
  const statuses = useStatusLinks(props);
  return (
    <div className="flex min-w-0 flex-col gap-2 sm:flex-row sm:flex-wrap">
      {sections.length > 2 && <FilterLinks label={t`Filter by class`} links={sections} />}
      <FilterLinks label={t`Filter by mark`} links={statuses} />
    </div>
  );
}
