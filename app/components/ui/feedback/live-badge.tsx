/** Says in words whether a board is fed by the server right now. */
import { Trans, useLingui } from '@lingui/react/macro';
import { WifiOff } from 'lucide-react';
import { cx } from '#app/components/ui/cx';
import type { Connection } from '#app/components/ui/hooks/use-live';

const CHIP = 'inline-flex h-8 shrink-0 items-center gap-2 rounded-full px-3 text-sm font-medium';

/** Where a phone's line is full, its word is for readers alone. */
type Room = { isTight?: boolean };

/** "Live" with a beacon, or "Reconnecting…". Announced when it changes. */
export function LiveBadge({ connection, isTight = false }: { connection: Connection } & Room) {
  const { t } = useLingui();
  const isLive = connection === 'live';
  return (
    <span role="status" className={cx(CHIP, isLive ? 'bg-present-soft text-present' : 'bg-late-soft text-late')}>
      <span className="relative grid size-2 place-items-center" aria-hidden="true">
        {isLive && <span className="absolute size-2 animate-beacon rounded-full bg-current" />}
        <span className={cx('size-2 rounded-full bg-current', !isLive && 'animate-pulse')} />
      </span>
      <span className={isTight ? 'max-sm:sr-only' : undefined}>{isLive ? t`Live` : t`Reconnecting…`}</span>
    </span>
  );
}

/** In its place where the server has not been heard of for a moment. */
export function OfflineBadge({ isTight = false }: Room) {
  return (
    <span role="status" className={cx(CHIP, 'bg-late-soft text-late')}>
      <WifiOff className="size-4" aria-hidden="true" />
      <span className={isTight ? 'max-sm:sr-only' : undefined}>
        <Trans>No network</Trans>
      </span>
    </span>
  );
}
