/** The ways to the search over everything: a button in the frame, and Ctrl or ⌘ with K. What opens is loaded when it is first needed. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { type ComponentType, lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { cx } from '#app/components/ui/cx';
import { useToast } from '#app/components/ui/feedback/toast';
import { useStore } from '#app/components/ui/hooks/store';
import type { Role } from '#domain/person/user';
import { isApple, paletteStore } from './open';

type HostProps = { role: Role; onClose: () => void };

/** In its place where it cannot be loaded: with no network, or when a newer version has other files. */
function PaletteAway({ onClose }: HostProps) {
  const { t } = useLingui();
  const toast = useToast();
  useEffect(() => {
    toast({ text: t`Search could not be loaded. Reload the page.`, tone: 'danger' });
    onClose();
  }, [toast, t, onClose]);
  return null;
}

const Palette = lazy<ComponentType<HostProps>>(() => import('./palette').catch(() => ({ default: PaletteAway })));

const close = () => paletteStore.set(false);

const open = () => paletteStore.set(true);

function useShortcut(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isHeld = isApple() ? event.metaKey : event.ctrlKey;
      if (!isHeld || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

const never = () => () => undefined;

/** Once in the frame of staff. */
export function PaletteHost({ role }: { role: Role }) {
  useShortcut();
  const isOpen = useStore(paletteStore, false);
  if (!isOpen) return null;
  return (
    <Suspense fallback={null}>
      <Palette role={role} onClose={close} />
    </Suspense>
  );
}

/** @param isCompact an icon alone */
export function PaletteButton({ isCompact = false }: { isCompact?: boolean }) {
  const { t } = useLingui();
  const isOnApple = useSyncExternalStore(never, isApple, () => false);
  return (
    <button
      type="button"
      onClick={open}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      className={cx(
        'rounded-md text-sm text-ink-muted hover:text-ink',
        isCompact ? 'touch grid place-items-center' : 'flex min-h-10 items-center gap-3 border border-line-strong px-3',
      )}
    >
      <Search className={cx('shrink-0', isCompact ? 'size-5' : 'size-[1.15rem]')} aria-hidden="true" />
      <span className={isCompact ? 'sr-only' : undefined}>
        <Trans>Search</Trans>
      </span>
      {!isCompact && (
        <span aria-hidden="true" className="ms-auto text-xs">
          {isOnApple ? t`⌘ K` : t`Ctrl K`}
        </span>
      )}
    </button>
  );
}
