/** The phase of this register's class session, moved on by the clock as by the server. */
import { OPEN_EARLY_MS } from '#domain/register/class-session';
import { type Phase, phaseOf } from './phase';
import { useRegister } from './register-context';
import { useClassSession } from './register-store';
import { useReached } from './use-reached';

/** The phase, and whether the class itself is over. */
export function usePhase(): { phase: Phase; isOver: boolean } {
  const { store, clock } = useRegister();
  const classSession = useClassSession(store);
  const { startsAt, endsAt, checkInClosesAt, serverNow } = classSession;
  const reached = {
    opensAt: useReached(clock, startsAt - OPEN_EARLY_MS, serverNow),
    endsAt: useReached(clock, endsAt, serverNow),
    checkInClosesAt: useReached(clock, checkInClosesAt, serverNow),
  };
  return { phase: phaseOf(classSession, reached), isOver: reached.endsAt };
}
