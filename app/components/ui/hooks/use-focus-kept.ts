/** Keeps the focus in its place when what had it goes away, as a button does that did its work: else keys and readers begin at the top. */
import { useEffect } from 'react';

/** What is around an element, from within, without the body. */
function ancestorsOf({ parentElement }: Element): HTMLElement[] {
  return parentElement === null || parentElement === document.body ? [] : [parentElement, ...ancestorsOf(parentElement)];
}

/** A choice that is made anew for another value gets the focus back. Else, of all that was around what is gone, the nearest that is still
 *  shown takes it, and the main landmark where the whole frame went; no control of it: a key pressed twice does nothing twice. */
export function useFocusKept(): void {
  useEffect(() => {
    // It may have been somewhere before the page came alive.
    let last = document.activeElement;
    let around = last ? ancestorsOf(last) : [];
    const remember = ({ target }: FocusEvent) => {
      last = target as Element;
      around = ancestorsOf(last);
    };
    const keep = () => {
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      const nearest = around.find(({ offsetWidth }) => offsetWidth > 0) ?? document.getElementById('main');
      if (!nearest) return;
      const anew = nearest.querySelector<HTMLElement>(`select[name="${last.getAttribute('name')}"]`);
      last = null;
      nearest.tabIndex = -1;
      (anew ?? nearest).focus({ preventScroll: true });
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
