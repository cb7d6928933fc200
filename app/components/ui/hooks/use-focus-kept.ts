/** Keeps the focus in its place when what had it goes away, as a button does that was pressed: else keys and readers begin at the top. */
import { type RefObject, useEffect } from 'react';

function partsAround(element: Element, root: Element): HTMLElement[] {
  const parts: HTMLElement[] = [];
  for (let part = element.parentElement; part && part !== root.parentElement; part = part.parentElement) parts.push(part);
  return parts;
}

/** The smallest part that is left around it takes the focus, no control of it: a key pressed twice does nothing twice. */
export function useFocusKept(frame: RefObject<HTMLElement>): void {
  useEffect(() => {
    const root = frame.current;
    if (!root) return;
    let last: Element | null = null;
    let parts: HTMLElement[] = [];
    const remember = ({ target }: FocusEvent) => {
      last = target as Element;
      parts = partsAround(last, root);
    };
    const keep = () => {
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      const part = parts.find(({ isConnected }) => isConnected) ?? root;
      part.tabIndex = -1;
      part.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(keep);
    observer.observe(root, { childList: true, subtree: true });
    root.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      root.removeEventListener('focusin', remember);
    };
  }, [frame]);
}
