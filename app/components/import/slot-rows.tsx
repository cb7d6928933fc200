/** The rows of a timetable file as a table: when, where and what class, and what becomes of each. */
import { Trans, useLingui } from '@lingui/react/macro';
import { WideTable } from '#app/components/report/figures-table';
import { daysText, WEEK_WORDS, weekdayWord } from '#app/components/timetable/words';
import { useFormat } from '#app/words/use-format';
import type { ImportRow } from '#domain/import/import';
import type { SlotShown } from '#domain/timetable/slot';
import { placeText } from './import-words';
import { VerdictChip } from './verdict-chip';

/** The cells of when and where; one empty cell for a row that could not be read so far. */
function SlotCells({ slot }: { slot: SlotShown | null }) {
  const { t } = useLingui();
  const format = useFormat();
  if (!slot) return <td colSpan={5} />;
  return (
    <>
      <td>{t(weekdayWord(slot.weekday))}</td>
      <td className="whitespace-nowrap">{`${slot.startTime}–${slot.endTime}`}</td>
      <td>{slot.room}</td>
      <td>{slot.weeks && t(WEEK_WORDS[slot.weeks])}</td>
      <td>
        {slot.term && <span className="block">{slot.term}</span>}
        {slot.days && <span className="block text-ink-muted">{daysText(format, slot.days)}</span>}
      </td>
    </>
  );
}

export function SlotRows({ rows }: { rows: readonly ImportRow[] }) {
  const { i18n, t } = useLingui();
  return (
    <WideTable label={t`Rows of the file`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Class</Trans>
          </th>
          <th scope="col">
            <Trans>What happens</Trans>
          </th>
          <th scope="col">
            <Trans>Day</Trans>
          </th>
          <th scope="col">
            <Trans>Time</Trans>
          </th>
          <th scope="col">
            <Trans>Room</Trans>
          </th>
          <th scope="col">
            <Trans>Weeks</Trans>
          </th>
          <th scope="col">
            <Trans>Term</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.position} className="align-top">
            <th scope="row" className="font-medium">
              <span className="block break-words">{row.subject || t`Row without a name`}</span>
              <span className="block font-normal text-ink-muted">{placeText(i18n, row)}</span>
            </th>
            <td className="min-w-56">
              <VerdictChip verdict={row.verdict} />
              {row.message && <span className="mt-1 block">{row.message}</span>}
            </td>
            <SlotCells slot={row.slot} />
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}
