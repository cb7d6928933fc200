/** The profile's card about this device: installing, what it is sent, what waits, and the self-test. */

import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Bell, CloudUpload, Download, Stethoscope } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '#app/components/ui/card';
import { useStore } from '#app/components/ui/hooks/store';
import { List, ListRow } from '#app/components/ui/list';
import * as paths from '#app/paths';
import { installState } from './install';
import { InstallButton, StepsByHand } from './install-card';
import { useOffline } from './offline-provider';

const ICON = 'size-5 shrink-0 text-ink-muted';

function InstallRow() {
  const { t } = useLingui();
  const state = useStore(installState, 'unknown');
  if (state !== 'promptable' && state !== 'by-hand') return null;
  const detail: ReactNode =
    state === 'by-hand' ? (
      <span className="mt-2 block text-ink">
        <StepsByHand />
      </span>
    ) : (
      t`It opens at once, also with no network.`
    );
  return (
    <ListRow
      leading={<Download className={ICON} aria-hidden="true" />}
      title={t`Install Muster`}
      detail={detail}
      trailing={state === 'promptable' && <InstallButton size="sm" />}
    />
  );
}

export function ThisDevice() {
  const { t } = useLingui();
  const count = useOffline()?.outbox.entries.length ?? 0;
  return (
    <Card title={t`This device`} isFlush>
      <List label={t`This device`}>
        <InstallRow />
        <ListRow
          to={paths.ownChannels()}
          leading={<Bell className={ICON} aria-hidden="true" />}
          title={t`Notifications`}
          detail={t`What reaches you here and by email, beside your inbox.`}
        />
        <ListRow
          to={paths.outbox()}
          leading={<CloudUpload className={ICON} aria-hidden="true" />}
          title={t`Waiting to be sent`}
          detail={
            count === 0 ? t`Nothing is waiting.` : t`${count} ${plural(count, { one: 'waits', other: 'wait' })} for a network.`
          }
        />
        <ListRow
          to={paths.selfTest()}
          leading={<Stethoscope className={ICON} aria-hidden="true" />}
          title={t`Self-test`}
          detail={t`Camera, storage, clock and versions, with a report to copy.`}
        />
      </List>
    </Card>
  );
}
