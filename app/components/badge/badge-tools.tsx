/** What a register offers about badges: scanning them, and the printed cards of its class. Needs a `RegisterProvider` around it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ScanLine } from 'lucide-react';
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react';
import { recall, remember } from '#app/components/check-in/remembered';
import { useRegister } from '#app/components/register/model/register-context';
import { useClassSession } from '#app/components/register/model/register-store';
import { Button } from '#app/components/ui/button';
import { Dialog } from '#app/components/ui/dialog';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import type { BadgeScannerProps } from './badge-scanner';
import { wakeSound } from './beep';
import { useBadgeScans } from './use-badge-scans';

const MUTED = 'muster.badge-muted';

function useMuted(): [boolean, (isMuted: boolean) => void] {
  const [isMuted, setMuted] = useState(false);
  useEffect(() => setMuted(recall(MUTED) === 'yes'), []);
  const change = (next: boolean) => {
    remember(MUTED, next ? 'yes' : 'no');
    setMuted(next);
  };
  return [isMuted, change];
}

/** In its place where it cannot be fetched: with no network, or when a newer version has other files. */
function ScannerAway() {
  return (
    <p>
      <Trans>The scanner could not be loaded. Reload the page.</Trans>
    </p>
  );
}

/** Camera and decoder come when they are asked for. */
const BadgeScanner = lazy<ComponentType<BadgeScannerProps>>(() =>
  import('./badge-scanner').then(
    ({ BadgeScanner }) => ({ default: BadgeScanner }),
    () => ({ default: ScannerAway }),
  ),
);

/** The button with its scanner, and the way to the cards. */
export function BadgeTools() {
  const { t } = useLingui();
  const { store } = useRegister();
  const { sectionId } = useClassSession(store);
  const [isOpen, setOpen] = useState(false);
  const [isMuted, setMuted] = useMuted();
  const scans = useBadgeScans(isMuted);
  const start = () => {
    wakeSound();
    setOpen(true);
  };
  return (
    <>
      <Button size="sm" icon={ScanLine} onClick={start}>
        <Trans>Scan badges</Trans>
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t`Scan badges`}>
        <Suspense fallback={null}>
          <BadgeScanner {...scans} isMuted={isMuted} onMuted={setMuted} />
        </Suspense>
        <TextLink to={paths.cards(sectionId)} className="touch mt-3 inline-flex items-center">
          <Trans>Printed cards of this class</Trans>
        </TextLink>
      </Dialog>
    </>
  );
}
