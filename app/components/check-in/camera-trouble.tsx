/** Why there is no picture, and what can be done about it, in the words of the browser in hand. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CameraOff, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#app/components/ui/button';
import type { CameraProblem } from './camera';
import { cameraAdvice, honestUserAgent } from './camera-advice';

type Trouble = { title: MessageDescriptor; text: MessageDescriptor; canRetry: boolean };

const TROUBLES: Record<CameraProblem, Trouble> = {
  refused: { title: msg`The camera is not allowed`, text: msg`To scan in the app, allow it:`, canRetry: true },
  missing: { title: msg`No camera was found`, text: msg`Type the code instead, or use a device with a camera.`, canRetry: true },
  busy: {
    title: msg`Something else is using the camera`,
    text: msg`Close video calls and other apps that use the camera, then try again.`,
    canRetry: true,
  },
  insecure: {
    title: msg`The camera needs a secure address`,
    text: msg`Open Muster at its https address. Until then, type the code.`,
    canRetry: false,
  },
  unsupported: {
    title: msg`This browser cannot use the camera here`,
    text: msg`Open Muster in Safari or Chrome, point the phone’s own camera app at the code, or type the code.`,
    canRetry: false,
  },
  failed: { title: msg`The camera did not start`, text: msg`Try again, or type the code instead.`, canRetry: true },
};

/** Staff have no code to type: they mark by hand. */
const STAFF_TEXTS: Partial<Record<CameraProblem, MessageDescriptor>> = {
  missing: msg`Mark by hand instead, or use a device with a camera.`,
  insecure: msg`Open Muster at its https address. Until then, mark by hand.`,
  unsupported: msg`Open Muster in Safari or Chrome, or mark by hand.`,
  failed: msg`Try again, or mark by hand instead.`,
};

export type CameraTroubleProps = { problem: CameraProblem; isStaff: boolean; onRetry: () => void };

/** Known only in the browser: empty while the server renders. */
function useAdvice(): MessageDescriptor[] {
  const [advice, setAdvice] = useState<MessageDescriptor[]>([]);
  useEffect(() => {
    const userAgent = honestUserAgent(navigator.userAgent, navigator.maxTouchPoints);
    setAdvice(cameraAdvice({ userAgent, isStandalone: window.matchMedia('(display-mode: standalone)').matches }));
  }, []);
  return advice;
}

/** One obstacle in words. */
export function CameraTrouble({ problem, isStaff, onRetry }: CameraTroubleProps) {
  const { i18n } = useLingui();
  const { title, text, canRetry } = TROUBLES[problem];
  const advice = useAdvice();
  return (
    <div className="max-w-[36ch]">
      <CameraOff className="mx-auto mb-3 size-8 text-ink-muted" strokeWidth={1.75} aria-hidden="true" />
      <h2 className="text-lg">{i18n._(title)}</h2>
      <p className="mt-1 text-ink-muted">{i18n._((isStaff && STAFF_TEXTS[problem]) || text)}</p>
      {problem === 'refused' && (
        <ol className="mt-2 list-decimal space-y-1 ps-5 text-start text-sm">
          {advice.map((sentence) => (
            <li key={sentence.id}>{i18n._(sentence)}</li>
          ))}
        </ol>
      )}
      {canRetry && (
        <Button icon={RefreshCw} onClick={onRetry} className="mt-4">
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  );
}
