/** The devices that sign a person's check-ins: what they are called, and how a lost one is taken off the list. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Smartphone } from 'lucide-react';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import { ChangeOwn } from './change-own';

export type OwnDevice = { id: string; name: string; createdAt: number; isCurrent: boolean };

export function OwnDevices({ devices }: { devices: readonly OwnDevice[] }) {
  const { t } = useLingui();
  return (
    <Card title={t`Devices that check in`} isFlush>
      <List label={t`Devices that check in`}>
        {devices.map((device) => (
          <ListRow
            key={`${device.id} ${device.name}`}
            leading={<Smartphone className="size-5 shrink-0 self-start text-ink-muted" aria-hidden="true" />}
            title={device.name}
            detail={
              <>
                {device.isCurrent && `${t`This device`} · `}
                <Trans>
                  Since <Time at={device.createdAt} style="date" />
                </Trans>
                <ChangeOwn noun="device" id={device.id} name={device.name} canRemove={!device.isCurrent}>
                  {!device.isCurrent && (
                    <p className="text-sm text-ink-muted">
                      <Trans>Removing also signs that device out. Remove one that you have lost or given away.</Trans>
                    </p>
                  )}
                </ChangeOwn>
              </>
            }
          />
        ))}
      </List>
    </Card>
  );
}
