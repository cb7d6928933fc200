/** Short messages that pass, with an optional action such as Undo. Time stands still while one is pointed at or focused. */
import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { Button, IconButton } from '#app/components/ui/button';

/** Long enough to read two lines and to reach Undo by keyboard. */
const SHOWN_MS = 8_000;
/** More than this would cover the page. */
const MOST = 3;

export type Toast = {
  text: string;
  tone?: 'success' | 'danger';
  action?: { label: string; onAction: () => void };
};

type ShownToast = Toast & { key: number };
type Show = (toast: Toast) => void;

const ToastContext = createContext<Show>(() => undefined);

/** Shows a toast. Needs `ToastProvider` above; does nothing without it. */
export function useToast(): Show {
  return useContext(ToastContext);
}

/** Calls `onEnd` after `SHOWN_MS`; starts anew when a pause ends. */
function useExpiry(isPaused: boolean, onEnd: () => void) {
  useEffect(() => {
    if (isPaused) return;
    const timer = setTimeout(onEnd, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isPaused, onEnd]);
}

function ToastView({ toast, onEnd }: { toast: ShownToast; onEnd: (key: number) => void }) {
  const { t } = useLingui();
  const [isPaused, setPaused] = useState(false);
  const { key, text, tone, action } = toast;
  const end = useCallback(() => onEnd(key), [onEnd, key]);
  useExpiry(isPaused, end);
  const act = () => {
    action?.onAction();
    end();
  };
  const Icon = tone === 'danger' ? CircleAlert : CircleCheck;
  return (
    <li
      onPointerEnter={() => setPaused(true)}
      onPointerLeave={() => setPaused(false)}
      onFocus={() => setPaused(true)}
      onBlur={() => setPaused(false)}
      className="pointer-events-auto flex animate-rise items-center gap-3 rounded-lg bg-ink py-1.5 pe-1.5 ps-4 text-surface shadow-float"
    >
      <Icon className="size-5 shrink-0" aria-hidden="true" />
      <span className="flex-1 py-1.5 text-sm">{text}</span>
      {action && (
        <Button variant="quiet" size="sm" onClick={act} className="text-surface! underline underline-offset-4 hover:text-ink!">
          {action.label}
        </Button>
      )}
      <IconButton icon={X} label={t`Dismiss`} size="sm" onClick={end} className="text-surface! hover:text-ink!" />
    </li>
  );
}

/** Holds the live region that toasts appear in; it is there from the start, so that readers announce what is added. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<ShownToast[]>([]);
  const show = useCallback<Show>((toast) => {
    setToasts((before) => [...before, { ...toast, key: (before.at(-1)?.key ?? 0) + 1 }].slice(-MOST));
  }, []);
  const end = useCallback((key: number) => setToasts((before) => before.filter((toast) => toast.key !== key)), []);
  const list = useMemo(() => toasts.map((toast) => <ToastView key={toast.key} toast={toast} onEnd={end} />), [toasts, end]);
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-4 print:hidden bottom-[calc(5.5rem+env(safe-area-inset-bottom))] z-40 lg:bottom-6"
      >
        <ul className="mx-auto grid w-full max-w-md gap-2">{list}</ul>
      </div>
    </ToastContext.Provider>
  );
}
