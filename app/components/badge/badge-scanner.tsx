/** Scanning badges one after the other: the camera, and what became of each. Marks are the business of `use-badge-scans.ts`. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Volume2, VolumeX } from 'lucide-react';
import { useDecoding } from '#app/components/check-in/decoding/use-decoding';
import { useCamera } from '#app/components/check-in/use-camera';
import { Viewfinder } from '#app/components/check-in/viewfinder';
import { spokenScan } from '#app/components/outbox/scan-words';
import { IconButton } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { useOnline } from '#app/components/ui/hooks/use-online';
import { useWakeLock } from '#app/components/ui/hooks/use-wake-lock';
import { ScanRows } from './scan-rows';
import type { BadgeScans } from './use-badge-scans';

export type BadgeScannerProps = BadgeScans & { isMuted: boolean; onMuted: (isMuted: boolean) => void };

function Sound({ isMuted, onMuted }: Pick<BadgeScannerProps, 'isMuted' | 'onMuted'>) {
  const { t } = useLingui();
  return (
    <IconButton
      icon={isMuted ? VolumeX : Volume2}
      label={isMuted ? t`Turn sound on` : t`Turn sound off`}
      onClick={() => onMuted(!isMuted)}
    />
  );
}

/** The camera goes on until this leaves the screen. */
export function BadgeScanner({ scans, onText, undo, isMuted, onMuted }: BadgeScannerProps) {
  const { i18n, t } = useLingui();
  const camera = useCamera();
  const isOnline = useOnline();
  const { isMissing } = useDecoding(camera.video, camera.state.step === 'on', onText);
  const [latest] = scans;
  useWakeLock(camera.state.step === 'on');
  return (
    <div className="grid gap-3">
      <Viewfinder
        camera={camera}
        text={t`Hold one badge after another in front of the camera.`}
        isBusy={latest?.state.step === 'checking'}
        isStaff
      />
      {isMissing && (
        <Notice tone="warning" title={t`The scanner could not be loaded`} isLive>
          <Trans>Check your connection and reload the page, or mark by hand.</Trans>
        </Notice>
      )}
      {!isOnline && (
        <Notice tone="info" title={t`No network`}>
          <Trans>Badges are checked against the classes saved on this device, and sent when the network is back.</Trans>
        </Notice>
      )}
      <p role="status" className="sr-only">
        {latest && spokenScan(i18n, latest.state, isOnline)}
      </p>
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-semibold">
          <Trans>Scanned</Trans>
        </h3>
        <Sound isMuted={isMuted} onMuted={onMuted} />
      </div>
      <ScanRows scans={scans} isOnline={isOnline} onUndo={undo} />
    </div>
  );
}
