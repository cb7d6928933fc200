/** Whether the page is on its way to paper: what is only printed is made then, and costs nothing before. */
import { useState, useSyncExternalStore } from 'react';

/** Between the browser's two events; it switches to the looks of paper after the first. */
let isBegun = false;

function subscribe(onChange: () => void): () => void {
  const paper = window.matchMedia('print');
  const begin = () => {
    isBegun = true;
    onChange();
  };
  const end = () => {
    isBegun = false;
    onChange();
  };
  paper.addEventListener('change', onChange);
  window.addEventListener('beforeprint', begin);
  window.addEventListener('afterprint', end);
  return () => {
    paper.removeEventListener('change', onChange);
    window.removeEventListener('beforeprint', begin);
    window.removeEventListener('afterprint', end);
  };
}

/** True while the browser prints or shows how it would. A store's change is drawn before the event is over, when it takes the page. */
function usePrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isBegun || window.matchMedia('print').matches,
    () => false,
  );
}

/** What goes on paper: the register as it stands, unless an empty one was asked for. Null while nothing is printed. */
export function usePrintout(): { printed: 'register' | 'blank' | null; printBlank: () => void } {
  const isPrinting = usePrinting();
  const [isBlank, setBlank] = useState(false);
  const printBlank = () => {
    setBlank(true);
    window.addEventListener('afterprint', () => setBlank(false), { once: true });
    // Once it is drawn: the browser takes the page as it is when it is asked.
    setTimeout(() => window.print());
  };
  return { printed: isBlank ? 'blank' : isPrinting ? 'register' : null, printBlank };
}
