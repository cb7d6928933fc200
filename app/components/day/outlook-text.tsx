/** What a student can still miss, in a line or two. Numbers come from the domain, ready made. */
import { plural } from '@lingui/core/macro';
import { Plural, useLingui } from '@lingui/react/macro';
import { percentText } from '#app/components/ui/figure';
import { useFormat } from '#app/words/use-format';
import type { Outlook } from '#domain/register/outlook';

/** How many more may be missed, and the best that can still be reached.
 *  @param props.threshold what the school asks for, in thousandths */
export function OutlookText({ remaining, mayMiss, best, isOutOfReach, threshold }: Outlook & { threshold: number }) {
  const { t } = useLingui();
  const format = useFormat();
  const [most, asked] = [percentText(format, best), percentText(format, threshold / 10)];
  const ahead = t`${plural(remaining, { one: 'by coming to the one class ahead', other: 'by coming to all # classes ahead' })}`;
  if (isOutOfReach) return t`At best ${most}, ${ahead}.`;
  return (
    <>
      <Plural
        value={mayMiss}
        _0={`Miss no more to stay at ${asked} or above.`}
        one={`You can miss one more and stay at ${asked} or above.`}
        other={`You can miss # more and stay at ${asked} or above.`}
      />
      <span className="block text-sm font-normal text-ink-muted">{t`Up to ${most}, ${ahead}.`}</span>
    </>
  );
}
