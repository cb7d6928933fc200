/** The profile's card about this device: installing, what waits, and the self-test. */
import { CloudUpload, Download, Stethoscope } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '#app/components/ui/card';
import { useStore } from '#app/components/ui/hooks/store';
import { List, ListRow } from '#app/components/ui/list';
import * as paths from '#app/paths';
import { plural } from '#domain/plural';
import { installState } from './install';
import { InstallButton, StepsByHand } from './install-card';
import { useOffline } from './offline-provider';

const ICON = 'size-5 shrink-0 text-ink-muted';

function InstallRow() {
  const state = useStore(installState, 'unknown');
  if (state !== 'promptable' && state !== 'by-hand') return null;
  const detail: ReactNode =
    state === 'by-hand' ? (
      <span className="mt-2 block text-ink">
        <StepsByHand />
      </span>
    ) : (
      'It opens at once, also with no network.'
    );
  return (
    <ListRow
      leading={<Download className={ICON} aria-hidden="true" />}
      title="Install Muster"
      detail={detail}
      trailing={state === 'promptable' && <InstallButton size="sm" />}
    />
  );
}

export function ThisDevice() {
  const count = useOffline()?.outbox.entries.length ?? 0;
  return (
    <Card title="This device" isFlush>
      <List label="This device">
        <InstallRow />
        <ListRow
          to={paths.outbox()}
          leading={<CloudUpload className={ICON} aria-hidden="true" />}
          title="Waiting to be sent"
          detail={count === 0 ? 'Nothing waits.' : `${plural(count, 'waits', 'wait')} for a network.`}
        />
        <ListRow
          to={paths.selfTest()}
          leading={<Stethoscope className={ICON} aria-hidden="true" />}
          title="Self-test"
          detail="Camera, storage, clock and versions, with a report to copy."
        />
      </List>
    </Card>
  );
}
