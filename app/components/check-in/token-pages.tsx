/** The faces of `/c` besides an outcome: a code that is being read, kept for later, missing, or of no use to who opened it. */
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
        Checking you in…
      </h1>
      <p className="mt-3 text-ink-muted">This takes a moment.</p>
    </div>
  );
}

/** Nobody is signed in yet. */
export function KeptForSignIn({ isKept }: { isKept: boolean }) {
  const signIn = (next: string) => (
    <ButtonLink to={paths.signInFor(next)} variant="primary" size="lg" isWide icon={LogIn}>
      Sign in
    </ButtonLink>
  );
  if (!isKept)
    return (
      <Face icon={Ticket} title="Sign in, then scan again" action={signIn(paths.scan())}>
        <p>This browser keeps nothing for Muster, so the code you scanned would be lost on the way.</p>
      </Face>
    );
  return (
    <Face icon={Ticket} title="Your scan is kept" action={signIn(paths.checkIn())}>
      <p>Sign in to check in. What counts is when you scanned, not when you signed in.</p>
      <p>If that takes longer than some seconds, your teacher is asked to confirm it.</p>
    </Face>
  );
}

/** There is nothing to check in with. */
export function NoToken({ isBroken, isSignedIn }: { isBroken: boolean; isSignedIn: boolean }) {
  const action = (
    <ButtonLink to={paths.scan()} variant="primary" size="lg" isWide icon={isSignedIn ? ScanLine : LogIn}>
      {isSignedIn ? 'Open the scanner' : 'Sign in and scan'}
    </ButtonLink>
  );
  return (
    <Face icon={Link2Off} title={isBroken ? 'This code is damaged' : 'No code was scanned'} action={action}>
      <p>{isBroken ? 'The address holds no check-in code.' : 'This page opens from the code on your teacher’s screen.'}</p>
      <p>Scan the code that is on the screen now.</p>
    </Face>
  );
}

/** Opened by somebody who does not check in. */
export function StaffHere() {
  return (
    <Face
      icon={MonitorSmartphone}
      title="Students check in here"
      action={
        <ButtonLink to={paths.home()} variant="primary" size="lg" isWide>
          Go to your classes
        </ButtonLink>
      }
    >
      <p>A student who scans the code is checked in. You are signed in as a member of staff, so there is nothing to do.</p>
    </Face>
  );
}
