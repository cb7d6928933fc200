/** What a browser does by itself on a page load and a client-side navigation has to do by hand: readers start at the new page's heading. */
import { useLocation } from '@remix-run/react';
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
