/** The devices that sign a person's check-ins: what they are called, and how a lost one is taken off the list. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Form } from '@remix-run/react';
import { Smartphone } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { TextField } from '#app/components/ui/form/field';
import { List, ListRow } from '#app/components/ui/list';
import { type SchoolClock, Time } from '#app/components/ui/time/time';

export type OwnDevice = { id: string; name: string; createdAt: number; isCurrent: boolean };

function Change({ id, name, isCurrent }: OwnDevice) {
  const { t } = useLingui();
  return (
    <Disclosure
      summary={
        <span className="text-sm">
          <Trans>Change</Trans>
        </span>
      }
    >
      <Form method="post" className="grid gap-3">
        <input type="hidden" name="deviceId" value={id} />
        <TextField label={t`Name`} name="name" defaultValue={name} maxLength={100} required />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="act" value="rename-device" size="sm">
            <Trans>Save name</Trans>
          </Button>
          {!isCurrent && (
            <Button type="submit" name="act" value="remove-device" size="sm" aria-label={t`Remove ${name}`}>
              <Trans>Remove</Trans>
            </Button>
          )}
        </div>
        {!isCurrent && (
          <p className="text-sm text-ink-muted">
            <Trans>Removing also signs that device out. Remove one that you have lost or given away.</Trans>
          </p>
        )}
      </Form>
    </Disclosure>
  );
}

export function OwnDevices({ devices, ...clock }: SchoolClock & { devices: readonly OwnDevice[] }) {
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
                  Since <Time at={device.createdAt} {...clock} style="date" />
                </Trans>
                <Change {...device} />
              </>
            }
          />
        ))}
      </List>
    </Card>
  );
}
