/** The scanner's window: the camera's picture with a frame to aim with, or what stands in its place until there is one. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Camera, Flashlight, FlashlightOff, LoaderCircle, ScanLine } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Button } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { WINDOWS_OFFLINE } from '#domain/check-in/check-in';
import { CameraTrouble } from './camera-trouble';
import type { CameraView } from './use-camera';
import type { ScanProgress } from './use-scan';

/** What is said under the picture. */
export function progressText(i18n: I18n, { step, windows }: ScanProgress): string {
  switch (step) {
    case 'looking':
      return i18n._(msg`Point the camera at the code on your teacher’s screen.`);
    case 'foreign':
      return i18n._(msg`That is another code. Look for the one on your teacher’s screen.`);
    case 'sending':
      return i18n._(msg`Code read. Checking you in…`);
    case 'collecting':
      return i18n._(msg`No answer yet. Keep the code in view: ${windows} of ${WINDOWS_OFFLINE}.`);
  }
}

/** Corners to aim with. White with a dark edge: what lies behind is a picture, which knows no theme. */
function Frame({ isBusy }: { isBusy: boolean }) {
  return (
    <svg
      viewBox="0 0 100 100"
      className={cx('pointer-events-none absolute top-[14%] start-[14%] size-[72%]', isBusy && 'animate-pulse')}
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {['#00000066', '#ffffff'].map((colour, index) => (
        <path
          key={colour}
          d="M2 20V8a6 6 0 0 1 6-6h12M80 2h12a6 6 0 0 1 6 6v12M98 80v12a6 6 0 0 1-6 6H80M20 98H8a6 6 0 0 1-6-6V80"
          stroke={colour}
          strokeWidth={index === 0 ? 4 : 2.2}
        />
      ))}
    </svg>
  );
}

function Panel({ children }: { children: ReactNode }) {
  return (
    <div className="absolute inset-0 grid place-items-center overflow-y-auto bg-surface-sunken p-6 text-center">{children}</div>
  );
}

/** Says why before the browser asks: people who know what a question is for can answer it. The words are there before the page has come
 *  alive, and stay where they are.
 *  @param onStart null while nothing is to be pressed */
function StartPanel({ onStart }: { onStart: (() => void) | null }) {
  return (
    <Panel>
      <div>
        <span className="mx-auto mb-4 grid size-16 place-items-center rounded-2xl bg-accent-soft text-accent">
          <ScanLine className="size-8" strokeWidth={1.75} aria-hidden="true" />
        </span>
        <p className="mx-auto mb-5 max-w-[30ch] text-ink-muted">
          <Trans>Muster uses the camera only to read the code. The picture never leaves your device.</Trans>
        </p>
        {onStart ? (
          <Button variant="primary" size="lg" icon={Camera} onClick={onStart}>
            <Trans>Turn on the camera</Trans>
          </Button>
        ) : (
          <p className="flex min-h-14 items-center justify-center gap-3 text-ink-muted">
            <LoaderCircle className="size-5 animate-spin" aria-hidden="true" />
            <Trans>Starting the camera…</Trans>
          </p>
        )}
      </div>
    </Panel>
  );
}

function Controls({ camera }: { camera: CameraView }) {
  const { t } = useLingui();
  const id = useId();
  const { cameras, cameraId, choose, torch, toggleTorch } = camera;
  const hasChoice = cameras.length > 1;
  if (torch === null && !hasChoice) return null;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      {torch !== null && (
        <Button icon={torch ? FlashlightOff : Flashlight} aria-pressed={torch} onClick={toggleTorch}>
          <Trans>Light</Trans>
        </Button>
      )}
      {hasChoice && (
        <>
          <label htmlFor={id} className="sr-only">
            <Trans>Camera</Trans>
          </label>
          <select
            id={id}
            value={cameraId ?? ''}
            onChange={(event) => choose(event.target.value)}
            className="h-11 min-w-0 flex-1 rounded-md border border-edge bg-surface-raised px-3"
          >
            {cameras.map(({ id: value, label }, index) => (
              <option key={value} value={value}>
                {label || t`Camera ${index + 1}`}
              </option>
            ))}
          </select>
        </>
      )}
    </div>
  );
}

export type ViewfinderProps = {
  camera: CameraView;
  /** What is said under the picture. */
  text: string;
  /** Work is under way on what was read. */
  isBusy: boolean;
  /** Staff scan badges, and have other ways than students when there is no camera. */
  isStaff?: boolean;
};

/** The picture and everything about it. The video element is always there, so that a stream finds its place. */
export function Viewfinder({ camera, text, isBusy, isStaff = false }: ViewfinderProps) {
  const { t } = useLingui();
  const { state, video, start } = camera;
  const isBefore = state.step !== 'on' && state.step !== 'problem';
  return (
    <section aria-label={t`Scanner`}>
      <div
        className={cx(
          'relative aspect-square w-full overflow-hidden rounded-2xl border bg-surface-sunken',
          isStaff ? 'max-h-[32dvh]' : 'max-h-[62dvh]',
          isBusy ? 'border-accent' : 'border-line',
        )}
      >
        <video ref={video} muted playsInline aria-label={t`Camera picture`} className="size-full object-cover" />
        {state.step === 'on' && <Frame isBusy={isBusy} />}
        {isBefore && <StartPanel onStart={state.step === 'ask' ? start : null} />}
        {state.step === 'problem' && (
          <Panel>
            <CameraTrouble problem={state.problem} isStaff={isStaff} onRetry={start} />
          </Panel>
        )}
      </div>
      {state.step === 'on' && <p className="mt-3 text-center font-medium">{text}</p>}
      {state.step === 'on' && <Controls camera={camera} />}
    </section>
  );
}
