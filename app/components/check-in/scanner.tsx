/** The three ways to check in with the app open: camera, typed code, photo. Leaves the camera when it leaves the screen. */
import { Trans, useLingui } from '@lingui/react/macro';
import { RefreshCw } from 'lucide-react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { Notice } from '#app/components/ui/feedback/notice';
import type { Attempt, CheckInEvidence, CheckInSender } from '#app/offline/check-in';
import { parseToken, tokenFromScan } from '#domain/check-in/rotating-code';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { useDecoding } from './decoding/use-decoding';
import { PhotoScan } from './photo-scan';
import { TypedCode } from './typed-code';
import { useCamera } from './use-camera';
import type { WrongCodes } from './use-check-in';
import { useScan } from './use-scan';
import { progressText, Viewfinder } from './viewfinder';

export type ScannerProps = {
  sender: CheckInSender;
  open: readonly TimetableEntry[];
  isSending: boolean;
  wrongCodes: WrongCodes;
  onSend: (evidence: CheckInEvidence) => void;
  /** The scan has come to its end, with an answer or without. */
  onEnd: (attempt: Attempt) => void;
  /** Reads anew which classes are open. */
  onRefresh: () => void;
};

function DecoderMissing() {
  const { t } = useLingui();
  return (
    <Notice tone="warning" title={t`The scanner could not be loaded`} className="mt-3" isLive>
      <Trans>Check your connection and reload the page, or type the code.</Trans>
    </Notice>
  );
}

/** One text is one window: it is posted as it is. */
function evidenceOf(text: string): CheckInEvidence | null {
  const token = tokenFromScan(text);
  const fields = token ? parseToken(token) : null;
  return token && fields ? { classSessionId: fields.classSessionId, tokens: [token], code: null } : null;
}

/** Camera first; the rest beside it, or below it on phones. */
export function Scanner({ sender, open, isSending, wrongCodes, onSend, onEnd, onRefresh }: ScannerProps) {
  const { i18n, t } = useLingui();
  const camera = useCamera();
  const { progress, onText } = useScan(sender, onEnd);
  const { isMissing } = useDecoding(camera.video, camera.state.step === 'on', onText);

  const sendPhoto = (text: string) => {
    const evidence = evidenceOf(text);
    if (evidence) onSend(evidence);
    return evidence !== null;
  };
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,30rem)_minmax(0,24rem)] lg:gap-6">
      <div>
        <Viewfinder
          camera={camera}
          text={progressText(i18n, progress)}
          isBusy={progress.step === 'sending' || progress.step === 'collecting'}
        />
        {isMissing && <DecoderMissing />}
        <p role="status" className="sr-only">
          {progress.step !== 'looking' && progressText(i18n, progress)}
        </p>
      </div>
      <div className="grid gap-4">
        <Card title={t`Type the code`}>
          <TypedCode open={open} isSending={isSending} wrongCodes={wrongCodes} onSubmit={onSend} />
          {open.length === 0 && (
            <Button icon={RefreshCw} size="sm" onClick={onRefresh} className="mt-4">
              <Trans>Look again</Trans>
            </Button>
          )}
        </Card>
        <Card>
          <Disclosure summary={t`Use a photo`}>
            <PhotoScan onText={sendPhoto} />
          </Disclosure>
        </Card>
      </div>
    </div>
  );
}
