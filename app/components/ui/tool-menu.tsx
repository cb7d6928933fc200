/** Buttons side by side where there is room for them; below 1280 px they stand behind one press. */
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
  'max-xl:[&_:is(a,button)]:justify-start max-xl:[&_:is(a,button)]:text-start max-xl:absolute max-xl:end-0 max-xl:top-full max-xl:z-30 max-xl:mt-1 max-xl:grid max-xl:w-60 max-xl:gap-2',
  'max-xl:animate-rise max-xl:rounded-lg max-xl:border max-xl:border-line max-xl:bg-surface-raised max-xl:p-2 max-xl:shadow-float',
);

/** @param label the name of what opens them */
export function ToolMenu({ label, children }: { label: string; children: ReactNode }) {
  const { frame, isOpen, toggle, onKeyDown } = useOpening();
  const id = useId();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what the button in it has opened.
    <div ref={frame} onKeyDown={onKeyDown} className="relative shrink-0 xl:shrink print:hidden">
      <span className="xl:hidden">
        <IconButton icon={Ellipsis} label={label} aria-expanded={isOpen} aria-controls={id} onClick={toggle} />
      </span>
      <div
        id={id}
        className={cx(
          'xl:flex xl:flex-wrap xl:items-center xl:justify-end xl:gap-2',
          DROPPED,
          !isOpen && 'max-xl:not-has-[dialog[open]]:hidden',
        )}
      >
        {children}
      </div>
    </div>
  );
}
