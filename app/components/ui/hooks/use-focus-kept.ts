/** Keeps the focus in its place when what had it goes away, as a button does that did its work: else keys and readers begin at the top. */
import { useEffect } from 'react';

/** What is around an element, from within, without the body. */
function ancestorsOf({ parentElement }: Element): HTMLElement[] {
  return parentElement === null || parentElement === document.body ? [] : [parentElement, ...ancestorsOf(parentElement)];
}

function isShown(element: HTMLElement): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}

/** A choice that is made anew for another value. Buttons of one name do other things each. */
function successorOf(gone: Element, within: HTMLElement): HTMLElement | null {
  return gone instanceof HTMLSelectElement ? within.querySelector<HTMLElement>(`select[name="${gone.name}"]`) : null;
}

/** A choice that is made anew gets the focus back. Else, of all that was around what is gone, the nearest that is still there takes it, and
 *  the main landmark where the whole frame went; no control of it: a key pressed twice does nothing twice. */
export function useFocusKept(): void {
  useEffect(() => {
    let last: Element | null = null;
    let around: HTMLElement[] = [];
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      last = target;
      around = ancestorsOf(target);
    };
    const keep = () => {
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      const nearest = around.find(isShown) ?? document.getElementById('main');
      if (!nearest) return;
      nearest.tabIndex = -1;
      (successorOf(last, nearest) ?? nearest).focus({ preventScroll: true });
      last = null;
    };
    const observer = new MutationObserver(keep);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, []);
}
