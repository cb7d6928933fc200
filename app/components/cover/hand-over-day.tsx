/** Handing a whole day to a colleague, and taking it back: one's own, or as an administrator somebody else's. Needs the network. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Undo2 } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { loadApi } from '#app/trpc/load';
import type { Colleague } from '#domain/register/cover';
import type { LiveRow } from '#domain/register/day-view';
import { HandOverButton } from './hand-over-button';
import { useCoverAct } from './use-cover-act';

export type HandOverDayProps = {
  /** `YYYY-MM-DD` */
  day: string;
  /** Class sessions that go over. */
  count: number;
  /** Whether colleagues have others of the day already. */
  isRest: boolean;
  /** Whose day it is; left out, the reader's own. */
  of?: { id: number; name: string };
};

/** The class sessions of somebody's day that are not over: those to hand over, and those that colleagues have. */
export function handedOverOf(rows: readonly LiveRow[], { day, now }: { day: string; now: number }) {
  const own = rows.filter((row) => row.day === day && !row.isCovering && row.state !== 'cancelled' && now < row.endsAt);
  return { free: own.filter(({ cover }) => cover === null).length, covered: own.filter(({ cover }) => cover !== null).length };
}

function useHandOver({ day, of }: HandOverDayProps) {
  const { t } = useLingui();
  return async ({ id, name }: Colleague) => {
    const { handedOver, left } = await (await loadApi()).cover.handOverDay.mutate({ day, ofId: of?.id, userId: id });
    const stay = t`${plural(left, {
      0: '',
      one: `# stays as it was: it is covered already, or ${name} teaches it too.`,
      other: `# stay as they were: they are covered already, or ${name} teaches them too.`,
    })}`;
    const done = t`${plural(handedOver, { 0: `Nothing was handed over to ${name}.`, one: `# class session handed over to ${name}.`, other: `# class sessions handed over to ${name}.` })}`;
    return [done, stay].filter(Boolean).join(' ');
  };
}

function OwnDay(props: HandOverDayProps) {
  const { t } = useLingui();
  const label = props.isRest ? t`Hand over the rest of my day` : t`Hand over my day`;
  return (
    <HandOverButton label={label} title={label} handOver={useHandOver(props)}>
      {t`${plural(props.count, {
        one: 'Your colleague gets the register of the class session of today that is not over.',
        other: 'Your colleague gets the registers of the # class sessions of today that are not over.',
      })}`}{' '}
      <Trans>What somebody else covers, and classes that your colleague teaches too, stay as they are.</Trans>
    </HandOverButton>
  );
}

function DayOfSomebody({ of, ...props }: HandOverDayProps & { of: { id: number; name: string } }) {
  const { t } = useLingui();
  const { name } = of;
  const handOver = useHandOver({ ...props, of });
  return (
    <HandOverButton
      label={props.isRest ? t`Hand over the rest of this day` : t`Hand over this day`}
      title={props.isRest ? t`Hand over the rest of the day of ${name}` : t`Hand over the day of ${name}`}
      leftOut={{ ofId: of.id }}
      handOver={handOver}
    >
      {t`${plural(props.count, {
        one: 'The colleague gets the register of the class session of this day that is not over.',
        other: 'The colleague gets the registers of the # class sessions of this day that are not over.',
      })}`}{' '}
      <Trans>
        {name} is told as well. What somebody else covers, and classes that the colleague teaches too, stay as they are.
      </Trans>
    </HandOverButton>
  );
}

/** The button and its dialog. */
export function HandOverDay({ of, ...props }: HandOverDayProps) {
  return of ? <DayOfSomebody {...props} of={of} /> : <OwnDay {...props} />;
}

/** Takes back what colleagues have of a day, whoever they are. */
export function TakeBackDay({ day, of }: Pick<HandOverDayProps, 'day' | 'of'>) {
  const { t } = useLingui();
  const { pendingId, act } = useCoverAct();
  const takeBack = () =>
    act(0, async () => {
      const { takenBack } = await (await loadApi()).cover.takeBackDay.mutate({ day, ofId: of?.id });
      return t`${plural(takenBack, { 0: 'Nobody had anything of this day any more.', one: '# class session taken back. Whoever had it is told.', other: '# class sessions taken back. Whoever had them is told.' })}`;
    });
  return (
    <Button size="sm" icon={Undo2} isPending={pendingId !== null} onClick={() => void takeBack()}>
      <Trans>Take the day back</Trans>
    </Button>
  );
}
