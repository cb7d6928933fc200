/** Keeps a register's store in step with this device: what waits in the outbox, what came back, and what the day pack knows. And keeps
 *  what the screen shows in the pack, so that it is there when the page is opened anew with no network. */
import { useEffect, useState } from 'react';
import { useOffline } from '#app/components/pwa/offline-provider';
import { keepRegister, loadDayPack } from '#app/offline/day-pack';
import { useRegister } from './register-context';

/** A class's worth of check-ins changes the register thirty times in a row. */
const KEEP_AFTER_MS = 1_500;

/** Takes in the pack's register where it is newer than the page's, and the rules that opening needs. */
async function takePack({ store }: ReturnType<typeof useRegister>, userId: number): Promise<void> {
  const pack = await loadDayPack(userId, Date.now());
  if (!pack) return;
  const { id, serverNow } = store.confirmed().classSession;
  const packed = pack.classSessions.find(({ classSession }) => classSession.id === id);
  if (packed && packed.classSession.serverNow >= serverNow) store.apply({ ...packed, isWhole: true });
  store.setRules({ codeTtlMinutes: pack.codeTtlMinutes });
}

/** Follows changes of the register into the pack, a little later.
 *  @returns ends it, and keeps what is left */
function keepInPack({ store }: ReturnType<typeof useRegister>, userId: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    timer = undefined;
    void keepRegister(userId, store.confirmed(), Date.now()).catch(() => undefined);
  };
  const stop = store.subscribe(() => {
    timer ??= setTimeout(keep, KEEP_AFTER_MS);
  });
  return () => {
    stop();
    if (timer === undefined) return;
    clearTimeout(timer);
    keep();
  };
}

/** @param userId of the person whose page this is */
export function useQueue(userId: number): void {
  const parts = useRegister();
  const { store, clock, marker } = parts;
  const { entries, verdicts } = useOffline()?.outbox ?? {};
  const [isPacked, setPacked] = useState(false);
  useEffect(() => {
    let stop = () => {};
    let isOver = false;
    const start = () => {
      if (isOver) return;
      setPacked(true);
      stop = keepInPack(parts, userId);
    };
    void takePack(parts, userId).then(start, start);
    return () => {
      isOver = true;
      stop();
    };
  }, [parts, userId]);
  useEffect(() => {
    if (!isPacked || !entries || !verdicts) return;
    store.takeVerdicts([...verdicts].reverse(), { marker, offsetMs: clock.offsetMs() });
    store.setQueue(entries);
  }, [store, clock, marker, isPacked, entries, verdicts]);
}
