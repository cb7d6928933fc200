/** The faces of `/c` besides an outcome: a code that is being read, kept for later, missing, or of no use to who opened it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link2Off, LoaderCircle, LogIn, type LucideIcon, MonitorSmartphone, ScanLine, Ticket } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '#app/components/ui/button';
import * as paths from '#app/paths';

type FaceProps = { icon: LucideIcon; title: string; children: ReactNode; action?: ReactNode };

function Face({ icon: Icon, title, children, action }: FaceProps) {
  return (
    <div className="mx-auto w-full max-w-md text-center">
      <span className="mx-auto mb-5 grid size-20 place-items-center rounded-2xl bg-accent-soft text-accent">
        <Icon className="size-10" strokeWidth={1.75} aria-hidden="true" />
      </span>
      <h1 tabIndex={-1} className="text-2xl font-semibold">
        {title}
      </h1>
      <div className="mt-3 space-y-2 text-ink-muted">{children}</div>
      {action && <div className="mt-8 grid gap-2">{action}</div>}
    </div>
  );
}

/** Until the page is alive, and while the server is asked. */
export function Reading() {
  return (
    <div className="mx-auto w-full max-w-md text-center">
      <LoaderCircle className="mx-auto mb-5 size-12 animate-spin text-accent" strokeWidth={1.75} aria-hidden="true" />
      <h1 tabIndex={-1} className="text-2xl font-semibold">
        <Trans>Checking you in…</Trans>
      </h1>
      <p className="mt-3 text-ink-muted">
        <Trans>This takes a moment.</Trans>
      </p>
    </div>
  );
}

/** Nobody is signed in yet. */
export function KeptForSignIn({ isKept }: { isKept: boolean }) {
  const { t } = useLingui();
  const signIn = (next: string) => (
    <ButtonLink to={paths.signInFor(next)} variant="primary" size="lg" isWide icon={LogIn}>
      <Trans>Sign in</Trans>
    </ButtonLink>
  );
  if (!isKept)
    return (
      <Face icon={Ticket} title={t`Sign in, then scan again`} action={signIn(paths.scan())}>
        <p>
          <Trans>This browser keeps nothing for Muster, so the code you scanned would be lost on the way.</Trans>
        </p>
      </Face>
    );
  return (
    <Face icon={Ticket} title={t`Your scan is kept`} action={signIn(paths.checkIn())}>
      <p>
        <Trans>Sign in to check in. What counts is when you scanned, not when you signed in.</Trans>
      </p>
      <p>
        <Trans>If that takes longer than a few seconds, your teacher is asked to confirm it.</Trans>
      </p>
    </Face>
  );
}

/** There is nothing to check in with. */
export function NoToken({ isBroken, isSignedIn }: { isBroken: boolean; isSignedIn: boolean }) {
  const { t } = useLingui();
  const action = (
    <ButtonLink to={paths.scan()} variant="primary" size="lg" isWide icon={isSignedIn ? ScanLine : LogIn}>
      {isSignedIn ? t`Open the scanner` : t`Sign in to scan`}
    </ButtonLink>
  );
  return (
    <Face icon={Link2Off} title={isBroken ? t`This code is damaged` : t`No code was scanned`} action={action}>
      <p>{isBroken ? t`The address holds no check-in code.` : t`This page opens from the code on your teacher’s screen.`}</p>
      <p>
        <Trans>Scan the code that is on the screen now.</Trans>
      </p>
    </Face>
  );
}

/** Opened by somebody who does not check in. */
export function StaffHere() {
  const { t } = useLingui();
  return (
    <Face
      icon={MonitorSmartphone}
      title={t`Students check in here`}
      action={
        <ButtonLink to={paths.home()} variant="primary" size="lg" isWide>
          <Trans>Go to your classes</Trans>
        </ButtonLink>
      }
    >
      <p>
        <Trans>
          A student who scans the code is checked in. You are signed in as a member of staff, so there is nothing to do.
        </Trans>
      </p>
    </Face>
  );
}
