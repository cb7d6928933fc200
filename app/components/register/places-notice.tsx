/** Says that the check-ins of a class came from more than one place. It accuses nobody: staff look, and the spot check asks. */

import { Notice } from '#app/components/ui/feedback/notice';
import { countPlaces } from '#domain/place';
import { useRegister } from './model/register-context';
import { useRegisterState } from './model/register-store';

/** What the counts say; null while all came from one place. Never throws. */
export function placesText({ together, apart }: ReturnType<typeof countPlaces>): string | null {
  if (apart === 0) return null;
  return `${together} came from one network, ${apart} from ${apart === 1 ? 'another' : 'others'}. Mobile data looks like this too, so it proves nothing by itself.`;
}

/** Renders nothing while all came from one place. */
export function PlacesNotice() {
  const { store } = useRegister();
  const { classSession, views } = useRegisterState(store);
  const text = placesText(countPlaces([...views.values()].map(({ row }) => row)));
  if (text === null) return null;
  return (
    <Notice tone="info" title="Check-ins came from more than one place">
      {text}
      {classSession.hasSpotCheck && ' The spot check begins with those from elsewhere.'}
    </Notice>
  );
}
