/** What a staff member is to do now, large, as the first thing of the day. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowRight, ClipboardList, DoorOpen, Hourglass, QrCode } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { markedIn, TallyBar } from '#app/components/ui/feedback/progress';
import { TimeRange } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { isOpenable } from '#domain/register/class-session';
import type { LiveRow } from '#domain/register/day-view';
import { CoverText } from './cover-text';
import type { DayRow } from './day-overlay';
import { upNow } from './pressing-rows';
import { Unsent } from './unsent-line';
import { untilText } from './until-text';

/** A day's rows, and the moment they are looked at. */
export type DayProps = { rows: readonly DayRow[]; now: number };
/** One row, and the moment it is looked at. */
export type RowProps = { row: DayRow; now: number };

/** Where this class session stands, over its title. */
function eyebrow(i18n: I18n, { state, isCheckInOpen, startsAt }: LiveRow, now: number): string {
  if (state === 'open') return isCheckInOpen ? i18n._(msg`Check-in is open`) : i18n._(msg`Register is open`);
  if (startsAt <= now) return i18n._(msg`Now, not opened yet`);
  return i18n._(msg`Starts ${untilText(i18n, startsAt - now)}`);
}

function Details({ row }: RowProps) {
  const { courseCode, sectionCode, room, startsAt, endsAt } = row;
  return (
    <>
      <TimeRange startsAt={startsAt} endsAt={endsAt} className="figures" />
      {[`${courseCode} ${sectionCode}`, room].filter(Boolean).map((part) => ` · ${part}`)}
      {row.cover && (
        <>
          {' · '}
          <CoverText {...row} />
        </>
      )}
    </>
  );
}

function Filling({ row }: { row: LiveRow }) {
  const { t } = useLingui();
  return (
    <div>
      <p className="mb-1.5 flex flex-wrap items-center justify-between gap-x-4 text-sm text-ink-muted">
        <span>
          <Trans>
            <span className="figures font-semibold text-ink">{markedIn(row.tally)}</span> of{' '}
            <span className="figures">{row.enrolled}</span> marked
          </Trans>
        </span>
        {row.waiting > 0 && (
          <span className="flex items-center gap-1.5 font-medium text-waiting">
            <Hourglass className="size-3.5" aria-hidden="true" />
            {t`${plural(row.waiting, { one: '# check-in waiting', other: '# check-ins waiting' })}`}
          </span>
        )}
      </p>
      <TallyBar tally={row.tally} enrolled={row.enrolled} />
    </div>
  );
}

/** The one thing to do about a class session at `now`. */
function Act({ row, now, isFirst }: { row: LiveRow; now: number; isFirst: boolean }) {
  const { t } = useLingui();
  const to = paths.register(row.classSessionId);
  const variant = isFirst ? 'primary' : 'secondary';
  if (row.state === 'open')
    return (
      <ButtonLink to={to} variant={variant} size="lg" icon={row.isCheckInOpen ? QrCode : ClipboardList}>
        {row.isCheckInOpen ? t`Show code and register` : t`Go to register`}
      </ButtonLink>
    );
  if (isOpenable(row, now))
    return (
      <ButtonLink to={to} state={{ open: true }} variant={variant} size="lg" icon={DoorOpen}>
        <Trans>Open register</Trans>
      </ButtonLink>
    );
  return (
    <ButtonLink to={to} size="lg" icon={ArrowRight}>
      <Trans>See the roll</Trans>
    </ButtonLink>
  );
}

function Hero({ row, now, isFirst }: RowProps & { isFirst: boolean }) {
  const { i18n } = useLingui();
  const isPressing = row.state === 'open' || isOpenable(row, now);
  return (
    <li className="grid items-center gap-x-8 gap-y-5 rounded-2xl border border-line bg-surface-raised p-5 shadow-raised sm:p-6 lg:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className={isPressing ? 'text-sm font-semibold text-accent' : 'text-sm font-semibold text-ink-muted'}>
          {eyebrow(i18n, row, now)}
        </p>
        <h3 className="mt-1 text-xl">{row.courseTitle}</h3>
        <p className="mt-1 text-ink-muted">
          <Details row={row} now={now} />
        </p>
        <Unsent row={row} className="mt-2 text-sm" />
        {row.state === 'open' && row.unsent.count === 0 && (
          <div className="mt-4 max-w-md">
            <Filling row={row} />
          </div>
        )}
      </div>
      <div className="grid lg:block">
        <Act row={row} now={now} isFirst={isFirst} />
      </div>
    </li>
  );
}

/** What to do now, as the first thing on the screen; nothing when the day is done. */
export function UpNow({ rows, now }: DayProps) {
  const heroes = upNow(rows, now);
  if (heroes.length === 0) return null;
  return (
    <section aria-labelledby="up-now">
      <h2 id="up-now" className="sr-only">
        <Trans>Up now</Trans>
      </h2>
      <ul className="grid gap-4">
        {heroes.map((row, index) => (
          <Hero key={row.classSessionId} row={row} now={now} isFirst={index === 0} />
        ))}
      </ul>
    </section>
  );
}
