/** The devices that sign a person's check-ins: what they are called, and how a lost one is taken off the list. */
import { Smartphone } from 'lucide-react';
import { Card } from '#app/components/ui/card';
import { List, ListRow } from '#app/components/ui/list';
import { type SchoolClock, Time } from '#app/components/ui/time/time';
import { ChangeOwn } from './change-own';

export type OwnDevice = { id: string; name: string; createdAt: number; isCurrent: boolean };

export function OwnDevices({ devices, ...clock }: SchoolClock & { devices: readonly OwnDevice[] }) {
  return (
    <Card title="Devices that check in" isFlush>
      <List label="Devices that check in">
        {devices.map((device) => (
          <ListRow
            key={`${device.id} ${device.name}`}
            leading={<Smartphone className="size-5 shrink-0 self-start text-ink-muted" aria-hidden="true" />}
            title={device.name}
            detail={
              <>
                {device.isCurrent && 'This device · '}Since <Time at={device.createdAt} {...clock} style="date" />
                <ChangeOwn noun="device" id={device.id} name={device.name} canRemove={!device.isCurrent}>
                  {!device.isCurrent && (
                    <p className="text-sm text-ink-muted">
                      Removing also signs that device out. Remove one that you have lost or given away.
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
