/** The register on paper: everybody with one word, the totals, who took it, and a line to sign. As this screen knows it, network or not. */

import type { I18n } from '@lingui/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useRegister } from '#app/components/register/model/register-context';
import {
  type Counts,
  type Marker,
  type RegisterState,
  type RowView,
  shownStatus,
} from '#app/components/register/model/register-state';
import { useClassSession, useCounts, useRegisterState } from '#app/components/register/model/register-store';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { countedText } from '#app/components/ui/status-words';
import { Time, TimeRange } from '#app/components/ui/time/time';
import { useFormat } from '#app/words/use-format';
import { STATUSES } from '#domain/register/attendance';
import { WritingLine } from './writing-line';

const BY_HAND = ['admin', 'teacher', 'badge'] as const;

/** Who opened the register or set a mark by hand, each once. Never throws.
 *  @param marker who works on this screen: theirs is what is not sent yet */
export function takersOf({ classSession, unsent, views }: RegisterState, marker: Pick<Marker, 'name'>): string[] {
  const isOwn = unsent.openedAt !== null || [...views.values()].some(({ pending, asked }) => pending?.callId || asked);
  const byHand = [...views.values()].map(({ row }) => (BY_HAND.some((source) => source === row.source) ? row.changedBy : null));
  const all = [classSession.openedBy, ...byHand, isOwn ? marker.name : null];
  return [...new Set(all.filter((name) => name !== null))];
}

/** "18 present, 2 late, 0 absent, 0 excused, 1 unmarked": what is zero is said too, because a gap on paper asks to be filled in. */
export function totalsText(i18n: I18n, { tally, unmarked }: Pick<Counts, 'tally' | 'unmarked'>): string {
  const counts = { ...tally, unmarked };
  return ([...STATUSES, 'unmarked'] as const).map((status) => countedText(i18n, status, counts[status])).join(', ');
}

function Line({ view, number }: { view: RowView; number: number }) {
  const { i18n } = useLingui();
  const { row, pending } = view;
  const status = shownStatus(view);
  const at = pending?.at ?? row.changedAt;
  return (
    <tr className="break-inside-avoid border-b border-line-strong">
      <td className="figures py-0.5 pe-3 text-end">{number}</td>
      <th scope="row" className="py-0.5 pe-3 font-medium">
        {row.name}
        {row.studentNumber && <span className="figures ms-2 font-normal">{row.studentNumber}</span>}
      </th>
      <td className="py-0.5 pe-3 whitespace-nowrap">{i18n._(STATUS_LOOKS[status ?? 'unmarked'].word)}</td>
      <td className="figures py-0.5 whitespace-nowrap">{status !== null && at !== null && <Time at={at} />}</td>
    </tr>
  );
}

function isUnsent({ unsent, views }: RegisterState): boolean {
  const { openedAt, closedAt, isHeadCount } = unsent;
  return openedAt !== null || closedAt !== null || isHeadCount || [...views.values()].some(({ pending }) => pending !== null);
}

/** What the figures stand for at the moment of printing. */
function Standing({ state, now }: { state: RegisterState; now: number }) {
  const { t } = useLingui();
  const { closedAt, state: classState } = state.classSession;
  return (
    <p className="text-sm">
      {closedAt !== null && (
        <Trans>
          Closed <Time at={closedAt} style="moment" />.{' '}
        </Trans>
      )}
      {closedAt === null && classState === 'open' && `${t`Not closed yet.`} `}
      <Trans>
        Printed <Time at={now} style="moment" />.
      </Trans>
      {isUnsent(state) && ` ${t`Some of it is not sent to the school yet.`}`}
    </p>
  );
}

/** The sheet; needs a `RegisterProvider` around it. Black on white whatever the theme (`app.css`). */
export function PrintedRegister() {
  const { t } = useLingui();
  const { i18n, list } = useFormat();
  const { store, clock, marker } = useRegister();
  const state = useRegisterState(store);
  const counts = useCounts(store);
  const { courseTitle, courseCode, sectionCode, room, startsAt, endsAt, headCount } = useClassSession(store);
  const takers = takersOf(state, marker);
  const views = state.ids.flatMap((id) => state.views.get(id) ?? []);
  return (
    <section aria-label={t`Register on paper`} className="hidden print:block">
      <h1 className="text-xl font-semibold">{`${courseTitle} ${courseCode} ${sectionCode}`}</h1>
      <p className="mt-1">
        <Time at={startsAt} style="day" />, <TimeRange startsAt={startsAt} endsAt={endsAt} />
        {room && `, ${room}`}
      </p>
      <p className="mt-3 font-semibold">{t`${counts.enrolled} on the roll: ${totalsText(i18n, counts)}`}</p>
      {headCount !== null && <p>{t`Counted in the room: ${headCount}`}</p>}
      <table className="mt-3 w-full border-collapse">
        <thead>
          <tr className="border-b-2 border-ink text-sm">
            <th scope="col" className="w-10 py-0.5 pe-3 text-end">
              <Trans>No.</Trans>
            </th>
            <th scope="col" className="py-0.5 pe-3">
              <Trans>Name</Trans>
            </th>
            <th scope="col" className="py-0.5 pe-3">
              <Trans>Mark</Trans>
            </th>
            <th scope="col" className="py-0.5">
              <Trans>Time</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {views.map((view, index) => (
            <Line key={view.row.studentId} view={view} number={index + 1} />
          ))}
        </tbody>
      </table>
      <div className="mt-4 break-inside-avoid">
        <p>{takers.length > 0 ? t`Taken by: ${list(takers)}` : t`Taken by: nobody yet`}</p>
        <Standing state={state} now={clock.now()} />
        <div className="mt-14 flex gap-8">
          <WritingLine label={t`Signature`} width="flex-1" />
          <WritingLine label={t`Date`} width="w-40" />
        </div>
      </div>
    </section>
  );
}
