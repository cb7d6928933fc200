/** How a check-in ended: icon, words and colour, the class and the time, and the one thing to do next. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Ban, CloudAlert, CloudUpload, LogIn, type LucideIcon, RefreshCw, ScanLine } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import type { Attempt } from '#app/offline/check-in';
import * as paths from '#app/paths';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import type { OutcomeLook, OutcomeWords } from './outcome-words';

type Look = { icon: LucideIcon; solid: string; soft: string };

const LOOKS: Record<OutcomeLook, Look> = {
  ...STATUS_LOOKS,
  queued: { icon: CloudUpload, solid: 'bg-accent text-accent-ink', soft: 'bg-accent-soft text-accent' },
  refused: { icon: Ban, solid: 'bg-absent text-status-ink', soft: 'bg-absent-soft text-absent' },
  trouble: { icon: CloudAlert, solid: 'bg-late text-status-ink', soft: 'bg-late-soft text-late' },
};

export type OutcomeScreenProps = {
  attempt: Attempt;
  words: OutcomeWords;
  /** The student's class sessions of today, to name the one in question. */
  classes: readonly TimetableEntry[];
  /** When it was answered, by the server's clock. */
  at: number;
  isSending: boolean;
  onSendAgain: () => void;
  onStartOver: () => void;
  signInPath: string;
};

/** Moves readers to what is new on the screen. */
function useFocusHere() {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return ref;
}

function Badge({ icon: Icon, solid }: Look) {
  return (
    <span className={cx('mx-auto mb-5 grid size-24 animate-rise place-items-center rounded-full', solid)}>
      <Icon className="size-12" strokeWidth={2.5} aria-hidden="true" />
    </span>
  );
}

type Choices = Pick<OutcomeScreenProps, 'isSending' | 'onSendAgain' | 'onStartOver' | 'signInPath'>;

function NextStep({ action, isSending, onSendAgain, onStartOver, signInPath }: Choices & { action: OutcomeWords['action'] }) {
  switch (action) {
    case 'send-again':
      return (
        <Button variant="primary" size="lg" isWide icon={RefreshCw} isPending={isSending} onClick={onSendAgain}>
          <Trans>Try again</Trans>
        </Button>
      );
    case 'start-over':
      return (
        <Button variant="primary" size="lg" isWide icon={ScanLine} onClick={onStartOver}>
          <Trans>Scan or type again</Trans>
        </Button>
      );
    case 'sign-in':
      return (
        <ButtonLink to={signInPath} variant="primary" size="lg" isWide icon={LogIn}>
          <Trans>Sign in</Trans>
        </ButtonLink>
      );
    case null:
      return null;
  }
}

/** Class and time, as far as they are known. */
function Facts({ one, at }: { one: TimetableEntry | undefined; at: number }): ReactNode {
  return (
    <p className="mt-2">
      {one && <span className="font-medium">{one.courseTitle}, </span>}
      <Time at={at} className="figures" />
    </p>
  );
}

/** One attempt's end. Appears in the place of the scanner; the page announces it. The colour reaches as far as a teacher's eye. */
export function OutcomeScreen({ attempt, words, at, classes, ...choices }: OutcomeScreenProps) {
  const { i18n } = useLingui();
  const heading = useFocusHere();
  const { look, title, text, action } = words;
  const one = classes.find((known) => known.classSessionId === attempt.evidence.classSessionId);
  const { soft } = LOOKS[look];
  return (
    <div data-outcome={look} className="mx-auto w-full max-w-md text-center lg:pt-6">
      <div className={cx('rounded-2xl px-6 py-10', soft)}>
        <Badge {...LOOKS[look]} />
        <div className="text-ink">
          <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold">
            {i18n._(title)}
          </h1>
          <Facts one={one} at={at} />
        </div>
      </div>
      <div className="mt-6 space-y-2 px-2">
        {text.map((sentence) => (
          <p key={i18n._(sentence)}>{i18n._(sentence)}</p>
        ))}
      </div>
      <div className="mt-8 grid gap-2">
        <NextStep action={action} {...choices} />
        <ButtonLink to={paths.home()} variant={action ? 'quiet' : 'primary'} size="lg" isWide>
          <Trans>Done</Trans>
        </ButtonLink>
      </div>
    </div>
  );
}
