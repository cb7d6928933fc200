/** Says that the check-ins of a class came from more than one place. It accuses nobody: staff look, and the spot check asks. */

import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Notice } from '#app/components/ui/feedback/notice';
import { countPlaces } from '#domain/place';
import { useRegister } from './model/register-context';
import { useRegisterState } from './model/register-store';

/** What the counts say; null while all came from one place. Never throws. */
export function placesText(i18n: I18n, { together, apart }: ReturnType<typeof countPlaces>): string | null {
  if (apart === 0) return null;
  return i18n._(
    msg`${plural(apart, { one: `${together} came from one network, # from another.`, other: `${together} came from one network, # from others.` })} Mobile data looks like this too, so it proves nothing by itself.`,
  );
}

/** Renders nothing while all came from one place. */
export function PlacesNotice() {
  const { i18n, t } = useLingui();
  const { store } = useRegister();
  const { classSession, views } = useRegisterState(store);
  const text = placesText(i18n, countPlaces([...views.values()].map(({ row }) => row)));
  if (text === null) return null;
  return (
    <Notice tone="info" title={t`Check-ins came from more than one place`}>
      {text}
      {classSession.hasSpotCheck && ` ${t`The spot check begins with those from elsewhere.`}`}
    </Notice>
  );
}
