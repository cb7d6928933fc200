/** From one day to the next, in the address of the page. */
import { useSearchParams } from '@remix-run/react';
import { PeriodNav } from '#app/components/calendar/period-nav';
import { searchLink } from '#app/components/calendar/search-link';
import { useFormat } from '#app/words/use-format';
import { addDays } from '#domain/time';

/** Both are `YYYY-MM-DD`; the address of today names no day. */
export function DayNav({ day, today }: { day: string; today: string }) {
  const format = useFormat();
  const [search] = useSearchParams();
  const to = (wanted: string) => searchLink(search, { day: wanted === today ? null : wanted });
  return (
    <div className="mb-5">
      <PeriodNav
        unit="day"
        title={format.day(day, 'long')}
        previous={to(addDays(day, -1))}
        next={to(addDays(day, 1))}
        current={to(today)}
        isCurrent={day === today}
      />
    </div>
  );
}
