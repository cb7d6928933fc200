/** A modal on the native dialog element: focus moves in, Esc closes, focus returns, the page behind is inert. */
import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { IconButton } from './button';

export type DialogProps = {
  isOpen: boolean;
  /** Asked to close: Esc, the cross, or a press on the backdrop. */
  onClose: () => void;
  title: string;
  children?: ReactNode;
  /** Buttons at the foot; the one that acts comes first. */
  actions?: ReactNode;
};

/** Keeps the element's own open state in step with `isOpen`. One that comes open with its page is shown before the page's script has
 *  loaded, and is modal from then on. */
function useModal(isOpen: boolean) {
  const ref = useRef<HTMLDialogElement>(null);
  const [comesOpen] = useState(isOpen);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || isOpen === dialog.matches(':modal')) return;
    if (!isOpen) return dialog.close();
    dialog.removeAttribute('open');
    dialog.showModal();
  }, [isOpen]);
  return { ref, open: comesOpen };
}

/** A question or a short form over the page. Content is rendered only while open, so a form in it starts fresh each time. */
export function Dialog({ isOpen, onClose, title, children, actions }: DialogProps) {
  const { t } = useLingui();
  const modal = useModal(isOpen);
  const titleId = useId();
  const pressBackdrop = (event: MouseEvent) => event.target === modal.ref.current && onClose();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes; the press on the backdrop is an extra for pointers.
    <dialog
      {...modal}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={pressBackdrop}
      className="z-10 w-[min(32rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface-raised shadow-float open:animate-rise"
    >
      {isOpen && (
        <div className="p-5 sm:p-6">
          <div className="mb-2 flex items-start justify-between gap-4">
            <h2 id={titleId} className="text-xl font-semibold">
              {title}
            </h2>
            <IconButton icon={X} label={t`Close`} size="sm" onClick={onClose} className="-mt-2 -me-3" />
          </div>
          {children}
          {actions && <div className="mt-6 flex flex-row-reverse flex-wrap justify-start gap-2">{actions}</div>}
        </div>
      )}
    </dialog>
  );
}
