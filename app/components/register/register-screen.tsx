/** The screen of one class session: puts the code, what waits and the register together for each phase. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ClipboardList, QrCode } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cx } from '#app/components/ui/cx';
import { useCutOff } from '#app/components/ui/hooks/use-cut-off';
import type { Register } from '#domain/register/register';
import { Announcer, useAnnouncements } from './announcer';
import { CodePanel, type CodePanelProps } from './code/code-panel';
import { type Phase, usePhase } from './model/phase';
import { useRegister } from './model/register-context';
import { useCounts } from './model/register-store';
import { useClassSessionActions, useOpenOnArrival } from './model/use-class-session-actions';
import { useQueue } from './model/use-queue';
import { useRegisterFeed } from './model/use-register-feed';
import { NeedsALook } from './needs-a-look';
import { PlacesNotice } from './places-notice';
import { BlankRegister } from './print/blank-register';
import { PrintedRegister } from './print/printed-register';
import { usePrintout } from './print/use-printing';
import { RegisterCard } from './register-card';
import { RegisterHead } from './register-head';
import { StateBanner } from './state-banner';

export type RegisterScreenProps = {
  /** What the loader read. */
  register: Register;
  /** What else can be done while marks are free to set. */
  tools: ReactNode;
  /** What is beside the register once check-in has ended. */
  afterCheckIn: ReactNode;
  /** Who is signed in. */
  userId: number;
  baseUrl: string;
  back: { to: string; label: string };
};

const VIEWS = [
  { value: 'code', label: msg`Code`, icon: QrCode },
  { value: 'register', label: msg`Register`, icon: ClipboardList },
] as const;
type View = (typeof VIEWS)[number]['value'];

/** On a phone one thing at a time has room. */
function ViewSwitch({ view, onView }: { view: View; onView: (view: View) => void }) {
  const { i18n, t } = useLingui();
  const { store } = useRegister();
  const { waiting } = useCounts(store);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for questions of a form; these are buttons.
    <div role="group" aria-label={t`Show`} className="mb-2 flex gap-1 rounded-lg bg-surface-sunken p-0.5 sm:mb-3 xl:hidden">
      {VIEWS.map(({ value, label, icon: Icon }) => (
        <button
          key={value}
          type="button"
          aria-pressed={view === value}
          onClick={() => onView(value)}
          className={cx(
            'flex min-h-11 flex-1 items-center justify-center gap-2 rounded-md text-sm font-medium',
            view === value ? 'bg-surface-raised text-ink shadow-raised' : 'text-ink-muted',
          )}
        >
          <Icon className="size-4" aria-hidden="true" />
          {i18n._(label)}
          {value === 'register' && waiting > 0 && (
            <span className="figures text-waiting">
              <Trans>{waiting} waiting</Trans>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

/** What stands beside the register on a desktop and above it on a phone. */
function Side({ phase, hasCode, ...panel }: { phase: Phase; hasCode: boolean } & Omit<CodePanelProps, 'isOn'>) {
  const { actions } = panel;
  if (hasCode) return <CodePanel {...panel} isOn={phase === 'check-in'} />;
  return <StateBanner phase={phase} actions={actions} />;
}

/** Tells the hidden parts of a phone's screen from the shown one. */
function useView(phase: Phase) {
  const [chosen, setView] = useState<View | null>(null);
  return { view: chosen ?? (phase === 'check-in' ? 'code' : 'register'), setView };
}

/** On paper only. Staff who print it are those who take it; an administrator prints it for somebody. */
function Blank() {
  const { store, marker } = useRegister();
  const { classSession, rows } = store.confirmed();
  return (
    <div className="hidden print:block">
      <BlankRegister
        section={classSession}
        meeting={classSession}
        rows={rows}
        teacher={marker.source === 'admin' ? null : marker.name}
      />
    </div>
  );
}

/** The screen; needs a `RegisterProvider` around it. */
export function RegisterScreen({ register, tools, afterCheckIn, userId, baseUrl, back }: RegisterScreenProps) {
  const { text, announce } = useAnnouncements();
  const connection = useRegisterFeed(register, announce);
  useQueue(userId);
  const isCutOff = useCutOff(connection);
  const actions = useClassSessionActions();
  const { phase, isOver } = usePhase();
  const { view, setView } = useView(phase);
  useOpenOnArrival(actions.open);
  const { printed, printBlank } = usePrintout();
  const hasCode = (phase === 'check-in' || phase === 'marking') && !isOver;
  const hides = (one: View) => hasCode && view !== one && 'max-xl:hidden';
  return (
    <>
      {printed === 'register' && <PrintedRegister />}
      {printed === 'blank' && <Blank />}
      <div className={cx(printed && 'print:hidden')}>
        <RegisterHead
          back={back}
          tools={tools}
          phase={phase}
          connection={connection}
          isCutOff={isCutOff}
          actions={actions}
          onPrintBlank={printBlank}
        />
        <Announcer text={text} />
        {hasCode && <ViewSwitch view={view} onView={setView} />}
        <div
          className={cx(
            'grid items-start gap-4 xl:gap-6',
            hasCode ? 'xl:grid-cols-[clamp(24rem,32vw,30rem)_minmax(0,1fr)]' : 'xl:grid-cols-[22rem_minmax(0,1fr)]',
          )}
        >
          <div className={cx('grid min-w-0 gap-4 xl:sticky xl:top-6', hides('code'))}>
            <Side phase={phase} hasCode={hasCode} baseUrl={baseUrl} isCutOff={isCutOff} actions={actions} />
            {phase === 'marking' && afterCheckIn}
          </div>
          {phase !== 'cancelled' && (
            <div className={cx('grid min-w-0 gap-4', hides('register'))}>
              <NeedsALook />
              <PlacesNotice />
              <RegisterCard phase={phase} />
            </div>
          )}
        </div>
      </div>
    </>
  );
}
