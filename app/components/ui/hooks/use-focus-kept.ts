/** Keeps the focus in its place when what had it goes away, as a button does that did its work: else keys and readers begin at the top. */
import { useEffect } from 'react';

/** What is around an element, from within, without the body. */
function ancestorsOf({ parentElement }: Element): HTMLElement[] {
  return parentElement === null || parentElement === document.body ? [] : [parentElement, ...ancestorsOf(parentElement)];
}

function isShown(element: HTMLElement): boolean {
  return element.isConnected && element.getClientRects().length > 0;
}

type Focused = { element: Element; around: HTMLElement[]; form: HTMLFormElement | null; name: string | null };

function focusedBy(element: Element): Focused {
  const { form = null } = element as Partial<HTMLInputElement>;
  return { element, around: ancestorsOf(element), form, name: element.getAttribute('name') };
}

/** The same field of a form, made anew for another value. */
function successorOf({ form, name }: Focused): HTMLElement | null {
  const field = name && form?.isConnected ? form.elements.namedItem(name) : null;
  return field instanceof HTMLElement ? field : null;
}

/** A field that is made anew gets the focus back. Else, of all that was around what is gone, the nearest that is still there takes it, and
 *  the main landmark where the whole frame went; no control of it: a key pressed twice does nothing twice. */
export function useFocusKept(): void {
  useEffect(() => {
    let last: Focused | null = null;
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof Element) last = focusedBy(target);
    };
    const keep = () => {
      if (!last || last.element.isConnected || document.activeElement !== document.body) return;
      const successor = successorOf(last);
      const nearest = last.around.find(isShown) ?? document.getElementById('main');
      const heir = successor ?? nearest;
      if (!heir) return;
      last = null;
      if (heir === nearest) nearest.tabIndex = -1;
      heir.focus({ preventScroll: true });
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
