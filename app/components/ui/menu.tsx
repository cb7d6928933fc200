/** What opens at a press and holds links: native `details`, so that it works by keyboard, for readers and without the page's script. */
import { useLocation } from '@remix-run/react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';

export type MenuProps = {
  /** What is pressed, inside the `summary`. */
  face: ReactNode;
  /** Marks that the page shown is one of its own. */
  isCurrent?: boolean;
  className?: string;
  summaryClassName: string;
  children: ReactNode;
};

/** Closes at a press elsewhere. */
function useCloseOutside() {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = ({ target }: Event) => {
      if (details.current?.open && !details.current.contains(target as Node)) details.current.open = false;
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, []);
  return details;
}

function closeOnEscape({ key, currentTarget }: KeyboardEvent<HTMLDetailsElement>): void {
  if (key !== 'Escape' || !currentTarget.open) return;
  currentTarget.open = false;
  currentTarget.querySelector('summary')?.focus();
}

/** Closed again when the page changes, by Escape, and by a press elsewhere. */
export function Menu({ face, isCurrent = false, className, summaryClassName, children }: MenuProps) {
  const { key } = useLocation();
  const details = useCloseOutside();
  return (
    <details key={key} ref={details} className={className} onKeyDown={closeOnEscape}>
      <summary aria-current={isCurrent || undefined} className={summaryClassName}>
        {face}
      </summary>
      {children}
    </details>
  );
}
