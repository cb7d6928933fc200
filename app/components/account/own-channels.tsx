/** The way to what one is sent, from one's details. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Bell } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import * as paths from '#app/paths';

export function OwnChannels() {
  const { t } = useLingui();
  return (
    <Card title={t`Notifications`}>
      <p className="mb-3 text-sm text-ink-muted">
        <Trans>What reaches you on this device and by email, beside your inbox.</Trans>
      </p>
      <ButtonLink to={paths.ownChannels()} icon={Bell} size="sm">
        <Trans>Choose what you get</Trans>
      </ButtonLink>
    </Card>
  );
}
