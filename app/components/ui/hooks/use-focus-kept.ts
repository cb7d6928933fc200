/** Keeps the focus in its place when what had it goes away, as a button does that did its work: else keys and readers begin at the top. */
import { useEffect } from 'react';

/** What is around an element, from within, without the body. */
function ancestorsOf({ parentElement }: Element): HTMLElement[] {
  return parentElement === null || parentElement === document.body ? [] : [parentElement, ...ancestorsOf(parentElement)];
}

function isShown(element: HTMLElement): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}

/** Of all that was around it, the nearest that is still there takes the focus, no control of it: a key pressed twice does nothing twice. */
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
      const nearest = around.find(isShown);
      last = null;
      if (!nearest) return;
      nearest.tabIndex = -1;
      nearest.focus({ preventScroll: true });
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
