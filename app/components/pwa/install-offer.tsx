/** Whether installing is offered on a first screen. What it looks like is loaded once it is: most people have installed it, or never will. */
import { type ComponentType, lazy, Suspense } from 'react';
import { useStore } from '#app/components/ui/hooks/store';
import { installState, isPutOff, type OfferProps } from './install';

const Offer = lazy<ComponentType<OfferProps>>(() => import('./install-card').catch(() => ({ default: () => null })));

/** An offer on the home screen, until it is taken or put off. Nothing where there is no way, or it is installed. */
export function InstallOffer() {
  const state = useStore(installState, 'unknown');
  const isHidden = useStore(isPutOff, true);
  if ((state !== 'promptable' && state !== 'by-hand') || isHidden) return null;
  return (
    <Suspense fallback={null}>
      <Offer state={state} />
    </Suspense>
  );
}
