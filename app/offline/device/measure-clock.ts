/** Asks the server for its time, where nothing else that a page does brings it. What is measured is kept by `clock-offset.ts`. */
import { loadApi } from '#app/trpc/load';
import { assumeOwnClock, loadClockOffset, noteClockOffset, notePageTime } from './clock-offset';

/** A slower answer says too little about the time. */
const ANSWER_WITHIN_MS = 5_000;

/** @returns the server's time
 *  @throws TRPCClientError when nobody answers in time */
export async function measureClockOffset(): Promise<number> {
  const api = await loadApi();
  const sentAt = Date.now();
  const { serverNow } = await api.school.profile.query(undefined, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  noteClockOffset(serverNow - (sentAt + Date.now()) / 2);
  return serverNow;
}

/** Once for each page that is opened, and when the network is back: what was measured before stands at once, what is measured now
 *  replaces it. The time on the page takes no part, because nobody knows where the page came from. Never rejects.
 *  @param serverNow when the page was made, epoch ms */
export async function settleClock(serverNow: number): Promise<void> {
  await loadClockOffset();
  notePageTime(serverNow);
  await measureClockOffset().catch(assumeOwnClock);
}
