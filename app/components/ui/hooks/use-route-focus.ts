/** What a browser does by itself on a page load and a client-side navigation has to do by hand: readers start at the new page's heading. */
import { useLocation } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/** The state of a link that turns the page of a list. */
export const TURNS_PAGE = 'turns-page';

/** Moves focus to the h1, or to the main landmark, when the path changes or the page of a list is turned; not on the first page, and not
 *  for another query or hash. */
export function useRouteFocus(): void {
  const { pathname, key, state } = useLocation();
  const shown = useRef({ pathname, key });
  useEffect(() => {
    const before = shown.current;
    shown.current = { pathname, key };
    const isTurned = before.key !== key && state === TURNS_PAGE;
    if (before.pathname === pathname && !isTurned) return;
    const target = document.querySelector<HTMLElement>('main h1[tabindex]') ?? document.getElementById('main');
    target?.focus({ preventScroll: true });
  }, [pathname, key, state]);
}
