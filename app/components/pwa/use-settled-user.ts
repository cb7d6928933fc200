/** Sees to it that what is kept on this device belongs to the person who is signed in, before anything else is kept or sent. */
import { startTransition, useEffect, useState } from 'react';
import { askWorker } from './worker';

const forgetPages = () => askWorker({ type: 'FORGET' });

async function settleFor(userId: number | null): Promise<void> {
  const { switchUser } = await import('#app/offline/device/whose-device');
  await switchUser(userId, forgetPages);
}

/** A page that another person's sign-in left behind, on another tab or one step back, shows what is no longer theirs to see. */
async function leaveWhenAnotherIsIn(userId: number | null): Promise<void> {
  const { currentUser } = await import('#app/offline/device/current-user');
  const isAnother = (await currentUser().catch(() => userId)) !== userId;
  if (isAnother && document.visibilityState === 'visible') window.location.reload();
}

function useLeaveStalePage(userId: number | null, isSettled: boolean): void {
  useEffect(() => {
    if (!isSettled) return;
    const check = () => void leaveWhenAnotherIsIn(userId).catch(() => undefined);
    document.addEventListener('visibilitychange', check);
    window.addEventListener('pageshow', check);
    return () => {
      document.removeEventListener('visibilitychange', check);
      window.removeEventListener('pageshow', check);
    };
  }, [userId, isSettled]);
}

/** Whether this device is known to hold nothing of anybody else's.
 *  @param userId of the person this page is for; null when nobody is signed in */
export function useSettledUser(userId: number | null): boolean {
  const [settledFor, setSettledFor] = useState<number | null | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    settleFor(userId).then(
      () => isOver || startTransition(() => setSettledFor(userId)),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [userId]);
  const isSettled = settledFor === userId;
  useLeaveStalePage(userId, isSettled);
  return isSettled;
}
