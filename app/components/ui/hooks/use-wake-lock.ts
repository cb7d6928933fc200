/** Keeps the screen from sleeping while something has to be seen, where the device can. */
import { useWhileVisible } from './use-while-visible';

/** Holds the lock until stopped. A device may refuse, on low battery for one; then it sleeps as it always does. */
function hold(): () => void {
  const lock = navigator.wakeLock?.request('screen').catch(() => null);
  return () => void lock?.then((held) => held?.release());
}

/** Holds a wake lock while `isOn` and the page is visible; browsers drop it when the page is hidden. */
export function useWakeLock(isOn: boolean): void {
  useWhileVisible(isOn ? hold : null);
}
