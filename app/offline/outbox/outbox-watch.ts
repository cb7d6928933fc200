/** One person's outbox as screens show it: what waits and what came back, kept up to date whoever changes it. Free of React. */
import { onOutboxChange } from './outbox';
import { listEntries, listVerdicts } from './outbox-store';
import { type OutboxView, readEntry, readVerdict } from './outbox-view';

/** A class's worth of marks changes the outbox thirty times in a row. */
const SETTLE_MS = 60;

async function readOutbox(userId: number): Promise<OutboxView> {
  const [entries, verdicts] = await Promise.all([listEntries(userId), listVerdicts(userId, Date.now())]);
  return { entries: entries.map(readEntry), verdicts: verdicts.map(readVerdict).reverse() };
}

/** Calls back with the outbox of `userId` now and after every change. Never throws: a browser that keeps nothing has an empty one.
 *  @returns ends it */
export function watchOutbox(userId: number, callback: (view: OutboxView) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const read = () =>
    readOutbox(userId).then(
      (view) => isOver || callback(view),
      () => undefined,
    );
  const stop = onOutboxChange(() => {
    clearTimeout(timer);
    timer = setTimeout(read, SETTLE_MS);
  });
  void read();
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}
