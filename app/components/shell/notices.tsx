/** What the frame says above every screen: no network, a sign-in that has ended, a new version. Nothing most of the time. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useLocation } from '@remix-run/react';
import { LogIn, RefreshCw, WifiOff } from 'lucide-react';
import { useState } from 'react';
import { useOutboxWords } from '#app/components/outbox/use-outbox-words';
import { type Offline, useOffline } from '#app/components/pwa/offline-provider';
import { applyUpdate, updateState } from '#app/components/pwa/worker';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { useStore } from '#app/components/ui/hooks/store';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { dayAt } from '#domain/time';

/** "Offline. Shown as of 10:32." An older day is named. */
function OfflineText({ reach, shownAt, school }: Offline) {
  const { t } = useLingui();
  const isOfToday = shownAt !== null && dayAt(shownAt, school.zone) === dayAt(Date.now(), school.zone);
  return (
    <>
      {reach === 'offline' ? t`Offline.` : t`Your school cannot be reached.`}
      {shownAt !== null && (
        <Trans>
          {' '}
          Shown as of{' '}
          <Time at={shownAt} {...school} style={isOfToday ? 'time' : 'moment'} className="figures font-medium text-ink" />.
        </Trans>
      )}
    </>
  );
}

/** The live region is there from the start, so that readers announce what appears in it. An open register says it in a
 *  place of its own: its rows do not move down for this. */
function OfflineBar({ offline }: { offline: Offline }) {
  return (
    <div role="status">
      {offline.reach !== 'online' && (
        <p className="mb-5 flex items-center gap-2.5 rounded-lg bg-surface-sunken px-4 py-2.5 text-sm text-ink-muted in-[:root:has([data-tells-reach])]:hidden">
          <WifiOff className="size-4 shrink-0" aria-hidden="true" />
          <span>
            <OfflineText {...offline} />
          </span>
        </p>
      )}
    </div>
  );
}

function SignedOutNotice({ outbox }: Offline) {
  const { i18n, t } = useLingui();
  const { pathname, search } = useLocation();
  const isNeeded = outbox.isSignedOut && outbox.entries.length > 0;
  const words = useOutboxWords(isNeeded);
  if (!isNeeded || !words) return null;
  const isOne = outbox.entries.length === 1;
  const waiting = words.countText(i18n, outbox.entries);
  return (
    <Notice
      tone="warning"
      isLive
      className="sticky top-16 z-10 mb-5 shadow-float lg:top-4"
      title={t`You are signed out`}
      action={
        <ButtonLink to={paths.signInFor(pathname + search)} reloadDocument size="sm" icon={LogIn}>
          <Trans>Sign in</Trans>
        </ButtonLink>
      }
    >
      {isOne ? (
        <Trans>{waiting} waits on this device. Sign in again to send it.</Trans>
      ) : (
        <Trans>{waiting} wait on this device. Sign in again to send them.</Trans>
      )}
    </Notice>
  );
}

function UpdateNotice() {
  const { t } = useLingui();
  const state = useStore(updateState, 'none');
  const [isPutOff, setPutOff] = useState(false);
  if (state === 'none' || isPutOff) return null;
  return (
    <Notice
      tone="info"
      isLive
      className="mb-5"
      title={t`A new version is ready`}
      action={
        <div className="flex flex-wrap justify-end gap-2">
          <Button size="sm" variant="quiet" onClick={() => setPutOff(true)}>
            <Trans>Later</Trans>
          </Button>
          <Button size="sm" icon={RefreshCw} isPending={state === 'applying'} onClick={() => void applyUpdate()}>
            <Trans>Reload</Trans>
          </Button>
        </div>
      }
    />
  );
}

/** Stands above the content of every screen of a signed-in person. */
export function PwaNotices() {
  const offline = useOffline();
  return (
    <>
      {offline && <OfflineBar offline={offline} />}
      {offline && <SignedOutNotice {...offline} />}
      <UpdateNotice />
    </>
  );
}
