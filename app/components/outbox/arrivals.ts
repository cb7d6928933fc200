/** What became of calls that were answered after their screen had been left: loaded when there are any, as one file. */
import type { I18n } from '@lingui/core';
import { announceChange } from '#app/offline/outbox/outbox';
import { markSeen } from '#app/offline/outbox/outbox-store';
import { takeUnseenVerdicts } from '#app/offline/outbox/verdicts';
import { arrivalText, verdictWords } from './outbox-words';

type Arrival = NonNullable<ReturnType<typeof arrivalText>>;

/** Says once what a person's calls came to. What ended as it was meant to needs no second look. */
export async function tellArrivals(i18n: I18n, userId: number, say: (arrival: Arrival) => void): Promise<void> {
  const arrived = await takeUnseenVerdicts(userId);
  const arrival = arrivalText(i18n, arrived);
  if (!arrival) return;
  say(arrival);
  const good = arrived.filter((verdict) => verdictWords(i18n, verdict).tone !== 'attention').map(({ id }) => id);
  if (good.length === 0) return;
  await markSeen(good);
  announceChange();
}
