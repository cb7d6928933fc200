/** Handing all of one's class sessions of a day to a colleague. Needs the network. */
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { loadApi } from '#app/trpc/load';
import type { Colleague } from '#domain/register/cover';
import { HandOverButton } from './hand-over-button';

/** @param day the day, `YYYY-MM-DD`  @param count class sessions of one's own that are not over */
export function HandOverDay({ day, count }: { day: string; count: number }) {
  const { t } = useLingui();
  const handOver = async ({ id, name }: Colleague) => {
    const { handedOver, left } = await (await loadApi()).cover.handOverDay.mutate({ day, userId: id });
    const stay = t`${plural(left, { 0: '', one: '# stays as it was.', other: '# stay as they were.' })}`;
    const done = t`${plural(handedOver, { 0: `Nothing was handed over to ${name}.`, one: `# class session handed over to ${name}.`, other: `# class sessions handed over to ${name}.` })}`;
    return [done, stay].filter(Boolean).join(' ');
  };
  return (
    <HandOverButton label={t`Hand over my day`} title={t`Hand over my day`} handOver={handOver}>
      {t`${plural(count, {
        one: 'Your colleague gets the register of the class session of today that is not over.',
        other: 'Your colleague gets the registers of the # class sessions of today that are not over.',
      })}`}{' '}
      <Trans>What somebody else covers, and classes that your colleague teaches too, stay as they are.</Trans>
    </HandOverButton>
  );
}
