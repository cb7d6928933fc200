/** Says once that messages can come to this device. Leads to where it is explained; asks nothing itself. */
import { Trans, useLingui } from '@lingui/react/macro';
import { BellRing, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ButtonLink, IconButton } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { useStore } from '#app/components/ui/hooks/store';
import * as paths from '#app/paths';
import { pushState } from './push';

const PUT_OFF = 'muster-push-put-off';

/** Without storage it would come back for ever. */
function readPutOff(): boolean {
  try {
    return localStorage.getItem(PUT_OFF) !== null;
  } catch {
    return true;
  }
}

/** Nothing where notifications are on, cannot be had, or were put off. */
export function PushHint() {
  const { t } = useLingui();
  const state = useStore(pushState, 'unknown');
  const [isHidden, setHidden] = useState(true);
  useEffect(() => setHidden(readPutOff()), []);
  if (isHidden || (state !== 'off' && state !== 'needs-install')) return null;

  function putOff(): void {
    localStorage.setItem(PUT_OFF, 'yes');
    setHidden(true);
  }

  return (
    <Card className="mb-4 lg:mb-6">
      <div className="flex items-center gap-3">
        <BellRing className="size-5 shrink-0 text-accent" aria-hidden="true" />
        <p className="min-w-0 flex-1 text-sm">
          <Trans>Messages can come to this device as notifications.</Trans>
        </p>
        <ButtonLink to={paths.ownChannels()} size="sm">
          <Trans>See how</Trans>
        </ButtonLink>
        <IconButton icon={X} label={t`Not now`} size="sm" onClick={putOff} />
      </div>
    </Card>
  );
}
