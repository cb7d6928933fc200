/** What the server's clock is ahead of this device's: measured while there is a network, kept for when there is none, so that a badge is
 *  made for the right moment on a phone whose clock is wrong. Free of React. */
import { api } from '../trpc/client';
import { noteFact, readFact } from './facts';

/** A slower answer says too little about the time. */
const ANSWER_WITHIN_MS = 5_000;

/** The offset measured last, in ms; 0 where none was. Never throws. */
export async function keptOffset(): Promise<number> {
  return (await readFact('clock-offset').catch(() => undefined)) ?? 0;
}

/** Asks the server for its time, and keeps the difference.
 *  @throws TRPCClientError when nobody answers in time */
export async function measureOffset(): Promise<number> {
  const sentAt = Date.now();
  const { serverNow } = await api().school.profile.query(undefined, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  const offsetMs = serverNow - (sentAt + Date.now()) / 2;
  await noteFact('clock-offset', offsetMs).catch(() => undefined);
  return offsetMs;
}
