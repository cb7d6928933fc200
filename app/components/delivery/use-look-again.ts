/** A page that looks again while something is on its way. */
import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

const LOOK_AGAIN_MS = 5_000;

/** Reads the page anew now and then, while it is seen. */
export function useLookAgain(isBusy: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && revalidate(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isBusy, revalidate]);
}
