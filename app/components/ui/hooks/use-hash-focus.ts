/** What a browser does by itself for a link to a place on the page: readers go on from there. Client-side navigation only scrolls. */
import { useLocation } from '@remix-run/react';
import { type RefObject, useEffect, useRef } from 'react';

/** Moves the focus whenever a link leads to `#id`. @returns for a heading in there, which needs `tabIndex={-1}` */
export function useHashFocus(id: string): RefObject<HTMLHeadingElement> {
  const ref = useRef<HTMLHeadingElement>(null);
  const { hash, key } = useLocation();
  useEffect(() => {
    if (key && hash === `#${id}`) ref.current?.focus({ preventScroll: true });
  }, [id, hash, key]);
  return ref;
}
