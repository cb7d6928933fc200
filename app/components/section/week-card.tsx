/** When a section meets, with the slots that say so. */
import { Trans, useLingui } from '@lingui/react/macro';
import { CalendarPlus } from 'lucide-react';
import { WEEK_WORDS, weekdayWord } from '#app/components/timetable/words';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { SectionSlot } from '#domain/structure/section';

function SlotRow({ slot, today }: { slot: SectionSlot; today: string }) {
  const { i18n, t } = useLingui();
  const { day } = useFormat();
  const { id, weekday, startTime, endTime, weeks, room, validFrom } = slot;
  const begins = validFrom > today ? t`from ${day(validFrom, 'short')}` : null;
  const detail = [room, weeks !== 'every' && i18n._(WEEK_WORDS[weeks]), begins].filter(Boolean).join(' · ');
  return (
    <ListRow
      to={paths.slot(id)}
      title={
        <>
          {i18n._(weekdayWord(weekday))}{' '}
          <span className="figures font-normal">
            {startTime}–{endTime}
          </span>
        </>
      }
      detail={detail}
      className="min-h-12! py-2!"
    />
  );
}

type WeekCardProps = { sectionId: number; week: readonly SectionSlot[]; today: string; isArchived: boolean };

/** The slots of this week and those that begin later. */
export function WeekCard({ sectionId, week, today, isArchived }: WeekCardProps) {
  const { t } = useLingui();
  return (
    <Card
      title={t`Week`}
      isFlush
      action={
        !isArchived && (
          <ButtonLink to={paths.newSlot({ sectionId })} size="sm" icon={CalendarPlus}>
            <Trans>Add to timetable</Trans>
          </ButtonLink>
        )
      }
    >
      {week.length === 0 ? (
        <p className="px-4 py-3 text-ink-muted sm:px-5">
          <Trans>Not in the timetable yet.</Trans>
        </p>
      ) : (
        <List label={t`Week`} className="mt-2">
          {week.map((slot) => (
            <SlotRow key={slot.id} slot={slot} today={today} />
          ))}
        </List>
      )}
    </Card>
  );
}
