/** Opening, check-in and closing from the screen: one thing at a time, the answer shown at once, a refusal said in a toast. */
import { useLocation, useNavigate, useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { OpenOutcome } from '#domain/class-session';
import { callNow, mint } from '../../offline/queueable';
import { useToast } from '../toast';
import { problemText } from './marking';
import { useRegister } from './register-context';

/** One press of *extend*. */
export const EXTEND_MINUTES = 5;

export type ClassSessionAction = 'open' | 'extend' | 'end-check-in' | 'close';

/** Runs one action at a time and tells which is under way. Answers whether it was done. */
function useOneAtATime() {
  const [pending, setPending] = useState<ClassSessionAction | null>(null);
  const toast = useToast();
  const run = useCallback(
    async (name: ClassSessionAction, act: () => Promise<void>): Promise<boolean> => {
      setPending(name);
      try {
        await act();
        return true;
      } catch (error) {
        toast({ tone: 'danger', text: problemText(error) });
        return false;
      } finally {
        setPending(null);
      }
    },
    [toast],
  );
  return { pending, run };
}

export type ClassSessionActions = {
  pending: ClassSessionAction | null;
  /** What opening answered on this screen. */
  opened: OpenOutcome | null;
  open: () => Promise<boolean>;
  extend: () => Promise<boolean>;
  endCheckIn: () => Promise<boolean>;
  close: () => Promise<boolean>;
};

/** The actions on this register's class session. */
export function useClassSessionActions(): ClassSessionActions {
  const { store, clock } = useRegister();
  const { revalidate } = useRevalidator();
  const { pending, run } = useOneAtATime();
  const [opened, setOpened] = useState<OpenOutcome | null>(null);
  const action = () => ({ ...mint(clock.offsetMs()), classSessionId: store.state().classSession.id });

  const open = () =>
    run('open', async () => {
      const answer = await clock.measure(() => callNow('classSession.open', action()));
      const { openedAt, checkInClosesAt, serverNow } = answer;
      store.patchClassSession({ state: 'open', openedAt, checkInClosesAt, marking: 'free', canOpen: false, serverNow });
      setOpened(answer);
    });
  const extend = () =>
    run('extend', async () =>
      store.patchClassSession(await callNow('classSession.extend', { ...action(), minutes: EXTEND_MINUTES })),
    );
  const endCheckIn = () =>
    run('end-check-in', async () => store.patchClassSession(await callNow('classSession.endCheckIn', action())));
  const close = () =>
    run('close', async () => {
      const { closedAt } = await callNow('classSession.close', action());
      store.patchClassSession({ state: 'closed', closedAt, isHeld: true, marking: 'with-reason', canReopen: true });
      revalidate();
    });
  return { pending, opened, open, extend, endCheckIn, close };
}

/** Opens at once when the page was reached by an *open* button elsewhere. The wish is taken off the history entry, so that going back
 *  or reading the page anew does not open it. */
export function useOpenOnArrival(open: () => Promise<boolean>, canOpen: boolean): void {
  const { state, pathname } = useLocation();
  const navigate = useNavigate();
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current || !state?.open) return;
    isDone.current = true;
    navigate(pathname, { replace: true, state: null, preventScrollReset: true });
    if (canOpen) void open();
  }, [state, pathname, navigate, open, canOpen]);
}
