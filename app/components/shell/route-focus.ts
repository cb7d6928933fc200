/** What a browser does by itself on a page load and a client-side navigation has to do by hand: readers start at the new page's heading. */
import { useLocation, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/** Moves focus to the h1, or to the main landmark, when the path changes; not on the first page, and not for query or hash. */
export function useRouteFocus(): void {
  const { pathname } = useLocation();
  const shownPath = useRef(pathname);
  useEffect(() => {
    if (shownPath.current === pathname) return;
    shownPath.current = pathname;
    const target = document.querySelector<HTMLElement>('main h1[tabindex]') ?? document.getElementById('main');
    target?.focus({ preventScroll: true });
  }, [pathname]);
}

/** What is around an element, from within. */
function ancestorsOf(element: Element): HTMLElement[] {
  const { parentElement } = element;
  return parentElement === null || parentElement === document.body ? [] : [parentElement, ...ancestorsOf(parentElement)];
}

/** What had the focus may be gone after an answer or with an address: a button that did its work, a link that opened a form in its place.
 *  The focus goes to the nearest of what was around it that is still there. */
export function useFocusKept(): void {
  const { key } = useLocation();
  const { state } = useNavigation();
  const last = useRef<{ element: Element; around: HTMLElement[] }>();
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      if (target instanceof Element) last.current = { element: target, around: ancestorsOf(target) };
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked at after each answer and address.
  useEffect(() => {
    const isGone = document.activeElement === document.body && last.current?.element.isConnected === false;
    const nearest = isGone && last.current?.around.find((element) => element.checkVisibility());
    if (!nearest) return;
    nearest.tabIndex = -1;
    nearest.focus({ preventScroll: true });
  }, [key, state]);
}
