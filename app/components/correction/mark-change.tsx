/** What the register says, and what it is to say. */
import { Trans } from '@lingui/react/macro';
import { ArrowRight } from 'lucide-react';
import { StatusChip } from '#app/components/ui/status-chip';
import type { Status } from '#domain/register/attendance';

/** Null is no mark; a null `to` asks staff to look. */
export function MarkChange({ from, to }: { from: Status | null; to: Status | null }) {
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      <span className="sr-only">
        <Trans>From</Trans>
      </span>
      <StatusChip status={from} />
      <ArrowRight className="size-4 text-ink-muted rtl:rotate-180" aria-hidden="true" />
      <span className="sr-only">
        <Trans>to</Trans>
      </span>
      {to ? (
        <StatusChip status={to} />
      ) : (
        <span className="text-sm text-ink-muted">
          <Trans>Staff are asked to look</Trans>
        </span>
      )}
    </span>
  );
}
