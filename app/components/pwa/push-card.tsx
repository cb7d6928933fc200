/** Notifications on this device, explained before anything is asked. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Bell, BellOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Notice } from '#app/components/ui/feedback/notice';
import { useStore } from '#app/components/ui/hooks/store';
import { StepsByHand } from './install-card';
import { type PushState, pushState, switchPushOff, switchPushOn } from './push';

const SAID: Record<PushState, MessageDescriptor> = {
  unknown: msg`Looking at what this browser can do…`,
  unsupported: msg`This browser shows no notifications. Your messages are in your inbox.`,
  'needs-install': msg`On an iPhone or iPad, notifications come only to an installed app. Put Muster on the home screen, open it there, and come back to this page.`,
  blocked: msg`Notifications of this site are blocked. Allow them in the browser’s settings for this site, then reload this page.`,
  off: msg`Muster can tell you on this device when a class is moved or cancelled, when you are missing from one, and when your school writes to you, also while it is closed. Your browser asks you once. What you get is chosen below.`,
  on: msg`This device shows notifications. Signing out ends that.`,
};

/** @param publicKey what browsers subscribe for; null where the server sends none */
export function PushCard({ publicKey }: { publicKey: string | null }) {
  const { i18n, t } = useLingui();
  const state = useStore(pushState, 'unknown');
  const [isPending, setPending] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  if (publicKey === null) return null;

  const run = (change: () => Promise<void>) => () => {
    setPending(true);
    change()
      .then(
        () => setFailed(false),
        () => setFailed(true),
      )
      .finally(() => setPending(false));
  };

  return (
    <Card title={t`This device`}>
      <div className="grid justify-items-start gap-3">
        <p className="text-sm text-ink-muted">{i18n._(SAID[state])}</p>
        {state === 'needs-install' && <StepsByHand />}
        {state === 'off' && (
          <Button variant="primary" icon={Bell} isPending={isPending} onClick={run(() => switchPushOn(publicKey))}>
            <Trans>Turn on notifications</Trans>
          </Button>
        )}
        {state === 'on' && (
          <Button icon={BellOff} isPending={isPending} onClick={run(switchPushOff)}>
            <Trans>Turn off notifications</Trans>
          </Button>
        )}
        {hasFailed && (
          <Notice tone="warning" isLive>
            <Trans>That did not work. Check your connection and try again.</Trans>
          </Notice>
        )}
      </div>
    </Card>
  );
}
