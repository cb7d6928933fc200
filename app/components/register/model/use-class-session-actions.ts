/** Opening, check-in and closing from the screen: one thing at a time, the answer shown at once, a refusal said in a toast, of opening at
 *  its button. With no network each is saved and counts on this screen. */
import { useLingui } from '@lingui/react/macro';
import { useLocation, useNavigate, useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useToast } from '#app/components/ui/feedback/toast';
import { mint } from '#app/offline/calls/queueable';
import { loadApi } from '#app/trpc/load';
import { isOpenable, type OpenBeside, type OpenOutcome } from '#domain/register/class-session';
import { handIn } from './hand-in';
import { problemText } from './marking';
import { useRegister } from './register-context';
import { useClassSession } from './register-store';

/** One press of *extend*. */
export const EXTEND_MINUTES = 5;

export type ClassSessionAction = 'open' | 'extend' | 'end-check-in' | 'renew-key' | 'close';

/** Why the register was not opened, and the open one that stands in the way. */
export type OpenRefusal = { text: string; beside: OpenBeside | null };

type Refused = (text: string) => void | Promise<void>;

/** Runs one action at a time and tells which is under way. Answers whether it was done; a refusal is said in a toast unless it is told
 *  elsewhere. */
function useOneAtATime() {
  const { i18n } = useLingui();
  const [pending, setPending] = useState<ClassSessionAction | null>(null);
  const toast = useToast();
  const run = useCallback(
    async (name: ClassSessionAction, act: () => Promise<void>, onRefused?: Refused): Promise<boolean> => {
      setPending(name);
      try {
        await act();
        return true;
      } catch (error) {
        const text = problemText(i18n, error);
        if (onRefused) await onRefused(text);
        else toast({ tone: 'danger', text });
        return false;
      } finally {
        setPending(null);
      }
    },
    [toast, i18n],
  );
  return { pending, run };
}

export type ClassSessionActions = {
  pending: ClassSessionAction | null;
  /** The key that the server gave this screen last, for opening or for asking for another. */
  given: OpenOutcome | null;
  /** Of the last opening; null while it stands in nobody's way. */
  refusal: OpenRefusal | null;
  open: () => Promise<boolean>;
  extend: () => Promise<boolean>;
  endCheckIn: () => Promise<boolean>;
  /** Another key for the code; needs the network. */
  renewKey: () => Promise<boolean>;
  close: () => Promise<boolean>;
};

/** The actions on this register's class session. */
export function useClassSessionActions(): ClassSessionActions {
  const register = useRegister();
  const { revalidate } = useRevalidator();
  const { pending, run } = useOneAtATime();
  const [given, setGiven] = useState<OpenOutcome | null>(null);
  const [refusal, setRefusal] = useState<OpenRefusal | null>(null);
  const { id: classSessionId } = useClassSession(register.store);
  const minted = () => ({ ...mint(register.clock.offsetMs()), classSessionId });

  const tellRefusal = async (text: string) => {
    const beside = await loadApi()
      .then((api) => api.classSession.openBeside.query({ classSessionId }))
      .catch(() => null);
    setRefusal({ text, beside });
  };
  const open = () =>
    run(
      'open',
      async () => {
        setRefusal(null);
        const answer = await handIn(register, { procedure: 'classSession.open', input: minted() });
        if (answer) setGiven(answer);
      },
      tellRefusal,
    );
  const extend = () =>
    run('extend', async () => {
      await handIn(register, { procedure: 'classSession.extend', input: { ...minted(), minutes: EXTEND_MINUTES } });
    });
  const endCheckIn = () =>
    run('end-check-in', async () => {
      await handIn(register, { procedure: 'classSession.endCheckIn', input: minted() });
    });
  const renewKey = () =>
    run('renew-key', async () => {
      const api = await loadApi();
      setGiven(await api.classSession.renewKey.mutate({ classSessionId }));
    });
  const close = () =>
    run('close', async () => {
      const answer = await handIn(register, { procedure: 'classSession.close', input: minted() });
      if (answer) revalidate();
    });
  return { pending, given, refusal, open, extend, endCheckIn, renewKey, close };
}

/** Opens at once when the page was reached by an *open* button elsewhere. The wish is taken off the history entry, so that going back
 *  or reading the page anew does not open it. */
export function useOpenOnArrival(open: () => Promise<boolean>): void {
  const { store, clock } = useRegister();
  const { state, pathname } = useLocation();
  const navigate = useNavigate();
  const isDone = useRef(false);
  useEffect(() => {
    if (isDone.current || !state?.open) return;
    isDone.current = true;
    navigate(pathname, { replace: true, state: null, preventScrollReset: true });
    const { classSession } = store.state();
    if (classSession.state === 'scheduled' && isOpenable(classSession, clock.now())) void open();
  }, [state, pathname, navigate, open, store, clock]);
}
