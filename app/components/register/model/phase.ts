/** The phase of this register's class session, moved on by the clock as by the server. */
import { OPEN_EARLY_MS } from '#domain/register/class-session';
import type { ClassSessionView } from '#domain/register/register';
import { useRegister } from './register-context';
import { useClassSession } from './register-store';
import { useIsDue } from './use-is-due';

export type Phase = 'too-early' | 'openable' | 'check-in' | 'marking' | 'closed' | 'not-taken' | 'cancelled';

/** Instants of the class session that have come. */
export type Reached = { opensAt: boolean; endsAt: boolean; checkInClosesAt: boolean };

/** The phase. One that is over and that nobody opened is not taken, also before the server has said so. Never throws. */
export function phaseOf({ state, isHeld, checkInClosesAt }: ClassSessionView, reached: Reached): Phase {
  switch (state) {
    case 'cancelled':
      return 'cancelled';
    case 'closed':
      return isHeld ? 'closed' : 'not-taken';
    case 'open':
      return checkInClosesAt !== null && !reached.checkInClosesAt ? 'check-in' : 'marking';
    case 'scheduled':
      if (reached.endsAt) return 'not-taken';
      return reached.opensAt ? 'openable' : 'too-early';
  }
}

/** What a change of a mark takes at this moment: the server's word, but a class that was too early may not be so any more, and a
 *  register that was not taken is reopened before it is marked. Never throws. */
export function ruleAt({ marking }: ClassSessionView, phase: Phase): ClassSessionView['marking'] {
  if (phase === 'not-taken') return 'locked';
  return marking === 'too-early' && phase === 'openable' ? 'free' : marking;
}

/** The phase, and whether the class itself is over. */
export function usePhase(): { phase: Phase; isOver: boolean } {
  const { store, clock } = useRegister();
  const classSession = useClassSession(store);
  const { startsAt, endsAt, checkInClosesAt, serverNow } = classSession;
  const reached = {
    opensAt: useIsDue(clock, startsAt - OPEN_EARLY_MS, serverNow),
    endsAt: useIsDue(clock, endsAt, serverNow),
    checkInClosesAt: useIsDue(clock, checkInClosesAt, serverNow),
  };
  return { phase: phaseOf(classSession, reached), isOver: reached.endsAt };
}
