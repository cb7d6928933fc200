/** Check-in on screen: the rotating code, its end, and the ways to move that end. Over the whole screen it is the projector's picture. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Maximize, Minimize, Plus, QrCode, TimerOff, WifiOff } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { useRegister } from '#app/components/register/model/register-context';
import { useClassSession, useCounts } from '#app/components/register/model/register-store';
import { type ClassSessionActions, EXTEND_MINUTES } from '#app/components/register/model/use-class-session-actions';
import { Button } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { useWakeLock } from '#app/components/ui/hooks/use-wake-lock';
import { QrImage } from '#app/components/ui/qr/qr-image';
import type { ClassSessionView } from '#domain/register/register';
import type { ShownCode } from './code-maker';
import { JustIn } from './just-in';
import { RenewKeyButton } from './renew-key-button';
import { TimeLeft } from './time-left';
import { TypedCode } from './typed-digits';
import { useCodeKey } from './use-code-key';
import { type Projector, useProjector } from './use-projector';
import { useRotatingCode } from './use-rotating-code';

export type CodePanelProps = {
  baseUrl: string;
  /** Whether check-in goes on; otherwise the panel says calmly that it has ended. */
  isOn: boolean;
  /** Whether the screen has lost its server. */
  isCutOff: boolean;
  actions: ClassSessionActions;
  className?: string;
};

type FaceProps = { projector: Projector; code: ShownCode | null; baseUrl: string; isCutOff: boolean };

function HowToType({ baseUrl, isLarge }: { baseUrl: string; isLarge: boolean }) {
  return (
    <p className={isLarge ? 'text-[clamp(1rem,2.4vmin,1.75rem)] text-ink-muted' : 'text-sm text-ink-muted'}>
      <Trans>
        No camera? Type this at <span className="font-medium text-ink">{new URL(baseUrl).host}/scan</span>
      </Trans>
    </p>
  );
}

/** Who is in, for the whole room to see: numbers, no names. */
function Arrived() {
  const { store } = useRegister();
  const { tally, enrolled } = useCounts(store);
  return (
    <p className="figures text-[clamp(1.25rem,4vmin,3rem)]/tight font-semibold">
      {tally.present + tally.late}{' '}
      <span className="font-normal text-ink-muted">
        <Trans>of {enrolled} are in</Trans>
      </span>
    </p>
  );
}

function WhichClass({ classSession }: { classSession: ClassSessionView }) {
  const { courseTitle, courseCode, sectionCode, room } = classSession;
  return (
    <div>
      <p className="text-[clamp(1.5rem,4.5vmin,3.5rem)]/tight font-semibold text-balance">{courseTitle}</p>
      <p className="mt-1 text-[clamp(1rem,2.4vmin,1.75rem)] text-ink-muted">
        {[`${courseCode} ${sectionCode}`, room].filter(Boolean).join(' · ')}
      </p>
    </div>
  );
}

function Ends({ isLarge }: { isLarge: boolean }) {
  const { store, clock } = useRegister();
  const { checkInClosesAt, serverNow } = useClassSession(store);
  return (
    <p className={isLarge ? 'text-[clamp(1rem,2.4vmin,1.75rem)] text-ink-muted' : 'text-sm text-ink-muted'}>
      <Trans>Check-in ends in</Trans>{' '}
      <TimeLeft
        clock={clock}
        until={checkInClosesAt ?? serverNow}
        firstNow={serverNow}
        className={cx('figures font-semibold text-ink', !isLarge && 'text-base')}
      />
    </p>
  );
}

function Controls({
  actions,
  projector,
  isCutOff,
}: Pick<FaceProps, 'projector' | 'isCutOff'> & { actions: ClassSessionActions }) {
  const { t } = useLingui();
  const { pending, extend, endCheckIn } = actions;
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" icon={Plus} isPending={pending === 'extend'} onClick={() => void extend()}>
        <Trans>
          {EXTEND_MINUTES} min
          <span className="sr-only">more check-in</span>
        </Trans>
      </Button>
      <Button size="sm" icon={TimerOff} isPending={pending === 'end-check-in'} onClick={() => void endCheckIn()}>
        <Trans>End check-in</Trans>
      </Button>
      {!isCutOff && <RenewKeyButton actions={actions} />}
      <Button size="sm" icon={projector.isOn ? Minimize : Maximize} onClick={projector.isOn ? projector.stop : projector.start}>
        {projector.isOn ? t`Leave full screen` : t`Full screen`}
      </Button>
    </div>
  );
}

/** Scans of a code shown without a network count all the same; digits are worth something only to a phone that can send them at once. */
function OfflineLabel({ isLarge }: { isLarge: boolean }) {
  return (
    <div role="status" className={isLarge ? 'text-[clamp(1rem,2.4vmin,1.75rem)]' : 'mb-3 text-sm'}>
      <p className="flex items-start gap-2.5 rounded-lg bg-late-soft px-3 py-2">
        <WifiOff className="mt-0.5 size-[1.15em] shrink-0 text-late" aria-hidden="true" />
        <span>
          <Trans>
            <strong className="font-semibold">Shown without a network.</strong> Scans count and are sent later. The code to type
            needs a phone with a network.
          </Trans>
        </span>
      </p>
    </div>
  );
}

/** So large that the code and its digits are seen at once: below 1280 px between the bars of a phone, else beside the register, with who
 *  came last under them. */
const FITS = 'mx-auto min-w-52 max-w-[min(100%,calc(100dvh-21.5rem))] xl:max-w-[min(100%,calc(100dvh-33rem))]';

/** Within the page: the QR fills the panel, the digits stand under it. */
function PageFace({ code, baseUrl, projector, actions, isCutOff }: FaceProps & { actions: ClassSessionActions }) {
  const { clock } = useRegister();
  return (
    <div className={FITS}>
      {isCutOff && <OfflineLabel isLarge={false} />}
      <QrImage code={code} className="w-full" />
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 xl:mt-4">
        <TypedCode code={code} clock={clock} isLarge={false} />
        <Ends isLarge={false} />
      </div>
      <div className="mt-1 mb-4">
        <HowToType baseUrl={baseUrl} isLarge={false} />
      </div>
      <Controls actions={actions} projector={projector} isCutOff={isCutOff} />
      <JustIn className="mt-4" />
    </div>
  );
}

/** Over the whole screen: the QR as high as it goes, all else beside or under it. */
function ProjectorFace({
  code,
  baseUrl,
  projector,
  actions,
  isOn,
  isCutOff,
}: FaceProps & { actions: ClassSessionActions; isOn: boolean }) {
  const { store, clock } = useRegister();
  return (
    <div className="grid min-h-full content-center items-center gap-[4vmin] landscape:grid-cols-[auto_minmax(0,1fr)] portrait:justify-items-center">
      {isOn && <QrImage code={code} className="size-[min(92vmin,58vmax)]" />}
      <div className="grid gap-[3vmin] landscape:pe-[2vmin]">
        <WhichClass classSession={useClassSession(store)} />
        {isOn ? (
          <div>
            <TypedCode code={code} clock={clock} isLarge />
            <HowToType baseUrl={baseUrl} isLarge />
          </div>
        ) : (
          <p className="text-[clamp(1.5rem,4.5vmin,3.5rem)]/tight">
            <Trans>Check-in has ended</Trans>
          </p>
        )}
        <div>
          <Arrived />
          {isOn && <Ends isLarge />}
        </div>
        <JustIn isLarge />
        {isOn && isCutOff && <OfflineLabel isLarge />}
        {isOn ? (
          <Controls actions={actions} projector={projector} isCutOff={isCutOff} />
        ) : (
          <Button icon={Minimize} onClick={projector.stop} className="justify-self-start">
            <Trans>Leave full screen</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}

/** In place of the code once check-in has ended. */
function Ended({ actions }: { actions: ClassSessionActions }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-4">
      <div className="flex items-center gap-3">
        <QrCode className="size-8 shrink-0 text-ink-muted" strokeWidth={1.5} aria-hidden="true" />
        <div>
          <p className="font-semibold">
            <Trans>Check-in has ended</Trans>
          </p>
          <p className="text-sm text-ink-muted">
            <Trans>Mark the others by hand, or let check-in go on.</Trans>
          </p>
        </div>
      </div>
      <Button icon={Plus} isPending={actions.pending === 'extend'} onClick={() => void actions.extend()}>
        <Trans>{EXTEND_MINUTES} min of check-in</Trans>
      </Button>
    </div>
  );
}

function useCode({ baseUrl, isOn, actions }: CodePanelProps): ShownCode | null {
  const { store, clock } = useRegister();
  const { id: classSessionId, revision } = useClassSession(store);
  const key = useCodeKey({ classSessionId, revision, baseUrl, clock, isOn, given: actions.given });
  return useRotatingCode(key, clock);
}

const PANEL = 'rounded-xl border border-line bg-surface-raised p-3 shadow-raised sm:p-5';
const WHOLE_SCREEN = 'fixed inset-0 z-50 overflow-auto bg-surface p-[4vmin]';

/** The panel. While a code is on it, the screen does not go to sleep. */
export function CodePanel(props: CodePanelProps) {
  const { t } = useLingui();
  const { isOn, actions, baseUrl, isCutOff, className } = props;
  const ref: RefObject<HTMLElement> = useRef(null);
  const projector = useProjector(ref);
  const face = { projector, baseUrl, code: useCode(props), actions, isCutOff };
  useWakeLock(isOn);
  return (
    <section ref={ref} aria-label={t`Check-in`} className={projector.isOn ? WHOLE_SCREEN : cx(PANEL, className)}>
      {projector.isOn ? <ProjectorFace {...face} isOn={isOn} /> : isOn ? <PageFace {...face} /> : <Ended actions={actions} />}
    </section>
  );
}
