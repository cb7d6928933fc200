/** Whether the search over everything is open: the frame's buttons and the keyboard open it. */
import { createStore } from '#app/components/ui/hooks/store';

export const paletteStore = createStore(false);

/** Apple's keyboards have a key of their own for shortcuts. */
export function isApple(): boolean {
  return /Mac|iP(hone|ad|od)/.test(navigator.platform);
}
