/** Buttons that are not pressed every day, behind one press. */
import { Ellipsis } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { IconButton } from './button';
import { cx } from './cx';

/** Open until there is a press elsewhere or Escape: a question that one of the buttons asks finds it again when it is answered. */
function useOpening() {
  const frame = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const onPress = ({ target }: Event) => !frame.current?.contains(target as Node) && setOpen(false);
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isOpen]);
  const onKeyDown = ({ key, target }: KeyboardEvent) => {
    if (key !== 'Escape' || !isOpen || (target as Element).closest('dialog')) return;
    setOpen(false);
    frame.current?.querySelector('button')?.focus();
  };
  return { frame, isOpen, toggle: () => setOpen((was) => !was), onKeyDown };
}

const DROPPED = cx(
  'absolute end-0 top-full z-30 mt-1 grid w-60 animate-rise gap-2 rounded-lg border border-line bg-surface-raised p-2 shadow-float',
  '[&_:is(a,button)]:justify-start [&_:is(a,button)]:text-start',
);

/** @param label the name of what opens them */
export function ToolMenu({ label, children }: { label: string; children: ReactNode }) {
  const { frame, isOpen, toggle, onKeyDown } = useOpening();
  const id = useId();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what the button in it has opened.
    <div ref={frame} onKeyDown={onKeyDown} className="relative shrink-0 print:hidden">
      <IconButton icon={Ellipsis} label={label} aria-expanded={isOpen} aria-controls={id} onClick={toggle} />
      <div id={id} className={cx(DROPPED, !isOpen && 'not-has-[dialog[open]]:hidden')}>
        {children}
      </div>
    </div>
  );
}
